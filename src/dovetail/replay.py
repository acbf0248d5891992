# pathlib takes longer to import than all of this to run, and so does even `__future__`.
# ruff: noqa: PTH109, PTH118
"""The last answer of `dovetail lint`, given again where nothing that it depended on has changed.

A pre-commit hook runs mostly on repositories that it has judged before, so this module imports as little as can be:
the time that Python needs to start is most of what is left.

An answer is kept with the state (change time, size, inode) of every file and folder that it was made from, those of
dovetail, grimp and import-linter among them that were loaded, and with the places where no file must appear. A
modification time can be set back, so none is looked at; a change time cannot. What is corrupt, or of another Python, is
not used.
`architecture/replay/answers.py` writes what is read here.
"""

import os
import sys
import time

TYPE_CHECKING = False  # as `typing` has it, without importing that in every hook run
if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = ".dovetail_cache"

# Of the files in it: an answer that another dovetail wrote in another form is none.
_FORMAT = 3

# After the exit code: whom the report is for.
MACHINES, PEOPLE = b"m", b"p"

# A file's first line: the checksum of the verdict, its length, that of the paths, and that of the states.
HEADER = b"%016x %08x %08x %08x\n"
_HEADER_LENGTH = 44

# To start another process costs as much as to ask for the state of some five hundred files, which is a group.
_WORTH = 3


def folder_for(arguments: "Sequence[str]") -> str | None:
    """The folder of the cache, or None where none is to be used: on request, and in CI unless one is named.

    Nor on Windows, which keeps no change time: a modification time that is set back could not be told.
    """
    if "--no-cache" in arguments or os.name == "nt":
        return None
    named = _value(arguments, "--cache-dir")
    if named is None and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return None
    return named or os.path.join(_value(arguments, "--root") or ".", FOLDER)


def _value(arguments: "Sequence[str]", option: str) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument[len(option) + 1 :]
    return None


def question(arguments: "Sequence[str]") -> bytes:
    """Everything but files that an answer depends on."""
    asked = (_FORMAT, list(arguments), os.getcwd(), sys.version, sys.executable, sys.path, __file__)
    return repr(asked).encode("utf-8", "backslashreplace")


def place(folder: str, asked: bytes) -> str:
    """The file for the answer to a question."""
    return os.path.join(folder, f"lint-{checksum(asked):016x}")


def checksum(content: bytes) -> int:
    """The remainder by 2**61 - 1, which is Python's hash of a number: `zlib` would have to be loaded first."""
    return hash(int.from_bytes(b"\1" + content, "big"))


def replay(arguments: "Sequence[str]") -> tuple[int, bytes, bool] | None:
    """The last answer to the same question.

    Returns:
        Its exit code, its report and whether that is for machines; or None where there is no answer, or something
        has changed since.
    """
    parts = read(arguments)
    if parts is None:
        return None
    verdict, paths, _ = parts
    code, absent, fingerprints, report = verdict
    groups = [*zip(paths.split(b"\0"), fingerprints.split(b" "), strict=False)]
    complete = len(groups) == paths.count(b"\0") + 1 == fingerprints.count(b" ") + 1
    if not (complete and _unchanged(groups)) or any(map(os.path.lexists, absent.split(b"\n"))):
        return None
    code = code.partition(b"@")[0]
    return int(code[:-1]), report, code[-1:] == MACHINES


def read(arguments: "Sequence[str]", *, whole: bool = False) -> tuple[list[bytes], bytes, bytes] | None:
    """What was kept of the last answer to the same question: its verdict in parts, its paths, and their states.

    Returns:
        None where there is no answer, or the file is corrupt. The paths need no checksum: others than were written are
        not there, or in another state.
    """
    folder = folder_for(arguments)
    if not folder:
        return None
    asked = question(arguments)
    try:
        # Of a pipe that lies where a file should, nothing is waited for.
        file = os.open(place(folder, asked), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            first, of_verdict, of_paths, of_states = (
                int(number, 16) for number in os.read(file, _HEADER_LENGTH).split()
            )
            verdict, paths = os.read(file, of_verdict), os.read(file, of_paths)
            states = os.read(file, of_states) if whole else b""
        finally:
            os.close(file)
    except (OSError, ValueError, MemoryError):
        return None
    kept, *parts = verdict.split(b"\0", 4)
    if checksum(verdict) != first or kept != asked or len(parts) != 4 or _expired(parts[0]):
        return None
    return parts, paths, states


def _expired(code: bytes) -> bool:
    """Whether something has become due since, which the answer would have to tell: `0p@1798675200`."""
    return b"@" in code and time.time() >= int(code.partition(b"@")[2])


def _unchanged(groups: "list[tuple[bytes, bytes]]") -> bool:
    """Whether the paths of every group are in the state that its fingerprint was made from.

    Most of a replay is spent here, waiting for the kernel. Where there are many paths, other processes ask for some.
    """
    shares = min(_processors(), len(groups) // _WORTH)
    if shares < 2:
        return all(map(_is_unchanged, groups))
    others = [(_started(groups[share::shares]), groups[share::shares]) for share in range(1, shares)]
    same = all(map(_is_unchanged, groups[::shares]))
    found = [_found_unchanged(process, group) for process, group in others]
    return same and all(found)


def _processors() -> int:
    """How many may be used at once: one, unless no thread can have been started, which a fork would leave behind."""
    if sys.platform != "linux" or "threading" in sys.modules:
        return 1
    return min(len(os.sched_getaffinity(0)), 4)


def _started(groups: "list[tuple[bytes, bytes]]") -> int | None:
    """A process that ends with 0 if these groups are unchanged; None where none can be started."""
    try:
        process = os.fork()
    except OSError:
        return None
    if process:
        return process
    code = 1
    try:
        code = 0 if all(map(_is_unchanged, groups)) else 1
    finally:
        os._exit(code)


def _found_unchanged(process: int | None, groups: "list[tuple[bytes, bytes]]") -> bool:
    """What the process found; what it cannot tell is looked at here."""
    try:
        if process is not None:
            return os.waitpid(process, 0)[1] == 0
    except OSError:  # whoever started this one does not let it wait for its children
        pass
    return all(map(_is_unchanged, groups))


def _is_unchanged(group: "tuple[bytes, bytes]") -> bool:
    paths, fingerprint = group
    try:
        states = [(found.st_ctime_ns, found.st_size, found.st_ino) for found in map(os.stat, paths.split(b"\n"))]
    except (OSError, ValueError):
        return False
    return fingerprint == number(states)


def number(states: "Sequence[tuple[int, ...]]") -> bytes:
    """One number for the state of several paths."""
    return b"%x" % (hash(tuple(states)) & 0xFFFFFFFFFFFFFFFF)
