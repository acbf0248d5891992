# pathlib takes longer to import than all of this to run.
# ruff: noqa: PTH109, PTH116, PTH118
"""The last run's answer, given again where nothing that it depended on has changed.

A pre-commit hook runs mostly on repositories that it has judged before, so this module imports as little as can be:
the time that Python needs to start is most of what is left.

An answer is kept with the state (change time, size, inode) of every file and folder that it was made from, the files of
dovetail, grimp and import-linter among them, and with the places where no file must appear. A modification time can be
set back, so none is looked at; a change time cannot. What is corrupt, or of another Python, is not used.
"""

from __future__ import annotations

import os
import sys
import zlib

from dovetail.architecture.kept.kept_files import keep, recall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = ".dovetail_cache"

# When a file's contents or rights changed last, its size, its inode. Empty where there is no file.
State = tuple[int, ...]


class Answer:
    """What a run wrote, and what it depended on.

    Attributes:
        code: the exit code.
        output: what was written.
        states: the state of each path.
        detail: what `touched` needs to know beyond that, as JSON.
    """

    def __init__(self, code: int, output: str, states: dict[str, State], detail: str) -> None:
        self.code = code
        self.output = output
        self.states = states
        self.detail = detail


def folder_for(arguments: Sequence[str]) -> str | None:
    """The folder of the cache, or None where none is to be used: on request, and in CI unless one is named.

    Nor on Windows, which keeps no change time: a modification time that is set back could not be told.
    """
    if "--no-cache" in arguments or os.name == "nt":
        return None
    named = _value(arguments, "--cache-dir")
    if named is None and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return None
    return named or os.path.join(_value(arguments, "--root") or ".", FOLDER)


def _value(arguments: Sequence[str], option: str) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{option}="):
            return argument[len(option) + 1 :]
    return None


def replay(arguments: Sequence[str]) -> int | None:
    """Write the last answer to the same question to standard output.

    Args:
        arguments: those of the command.

    Returns:
        Its exit code, or None where there is no answer, or something has changed since.
    """
    parts = _read(arguments)
    if parts is None:
        return None
    code, fingerprint, present, absent, _, _, output = parts
    if fingerprint != _fingerprint(present.split(b"\n")) or not all(map(_is_absent, absent.split(b"\n"))):
        return None
    sys.stdout.write(output.decode())
    return int(code)


def last_answer(arguments: Sequence[str]) -> Answer | None:
    """The last answer to the same question, whether or not something has changed since."""
    parts = _read(arguments)
    if parts is None:
        return None
    code, _, present, absent, states, detail, output = (part.decode() for part in parts)
    known: dict[str, State] = dict.fromkeys(absent.split("\n"), ())
    for path, state in zip(present.split("\n"), states.split("\n"), strict=True):
        known[path] = tuple(map(int, state.split()))
    return Answer(int(code), output, known, detail)


def remember(arguments: Sequence[str], answer: Answer) -> None:
    """Keep an answer, with its states as `settled` gives them."""
    folder = folder_for(arguments)
    if folder and not any("\n" in path or "\0" in path for path in answer.states):
        here = os.getcwd()
        near = {_from(here, path): state for path, state in answer.states.items()}
        present = [path for path, state in near.items() if state]
        absent = [path for path, state in near.items() if not state]
        states = [near[path] for path in present]
        parts = (
            _question(arguments),
            str(answer.code).encode(),
            _number(states),
            "\n".join(present).encode(),
            "\n".join(absent).encode(),
            "\n".join(" ".join(map(str, state)) for state in states).encode(),
            answer.detail.encode(),
            answer.output.encode(),
        )
        keep(os.path.join(folder, _name(arguments)), b"\0".join(parts))


def _from(here: str, path: str) -> str:
    """A path below the working directory, seen from there: that is shorter, and quicker to follow."""
    return f".{path[len(here) :]}" if path.startswith(f"{here}{os.sep}") else path


def settled(paths: Iterable[str], started: int) -> dict[str, State] | None:
    """The state of each path; None where one of them has changed since the run began, and may change again unseen."""
    states = {path: state_of(path) for path in sorted(set(paths))}
    return None if any(state and state[0] >= started for state in states.values()) else states


def state_of(path: str) -> State:
    """What changes whenever a file does, or a folder's list of files."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return (found.st_ctime_ns, found.st_size, found.st_ino)


def _is_absent(path: bytes) -> bool:
    return not os.path.lexists(path)


def _fingerprint(paths: Iterable[bytes]) -> bytes | None:
    """One number for the state of all these paths; None where one is missing. Most of a replay is spent here."""
    try:
        return _number([(found.st_ctime_ns, found.st_size, found.st_ino) for found in map(os.stat, paths)])
    except OSError:
        return None


def _number(states: list[State]) -> bytes:
    return b"%x" % (hash(tuple(states)) & 0xFFFFFFFFFFFFFFFF)


def _read(arguments: Sequence[str]) -> list[bytes] | None:
    """The parts that were kept of an answer to the same question, the question left out."""
    folder = folder_for(arguments)
    content = recall(os.path.join(folder, _name(arguments))) if folder else None
    question, *parts = content.split(b"\0", 7) if content else [b""]
    return parts if question == _question(arguments) and len(parts) == 7 else None


def _name(arguments: Sequence[str]) -> str:
    return f"lint-{zlib.crc32(_question(arguments)):08x}"


def _question(arguments: Sequence[str]) -> bytes:
    """Everything but files that an answer depends on."""
    asked = (list(arguments), os.getcwd(), sys.version, sys.executable, sys.path, __file__)
    return repr(asked).encode("utf-8", "backslashreplace")
