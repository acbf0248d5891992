# pathlib takes longer to import than all of this to run.
# ruff: noqa: PTH109, PTH118
"""The last run's answer, given again where nothing that it depended on has changed.

A pre-commit hook runs mostly on repositories that it has judged before, so this module imports as little as can be:
the time that Python needs to start is most of what is left.

An answer is kept with a fingerprint (modification and change times, size, inode) of every file and folder that it was
made from, the files of dovetail, grimp and import-linter among them, and of the places where a file must not appear.
A modification time can be set back; a change time cannot. What is corrupt, or of another Python, is not used.
"""

from __future__ import annotations

import os
import sys
import zlib

from dovetail.architecture.kept_files import keep, recall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = ".dovetail_cache"


def folder_for(arguments: Sequence[str]) -> str | None:
    """The folder of the cache, or None where none is to be used: on request, and in CI unless one is named."""
    if "--no-cache" in arguments:
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
    folder = folder_for(arguments)
    answer = _read(os.path.join(folder, _name(arguments))) if folder else None
    if answer is None or len(answer) != 5:
        return None
    question, code, fingerprint, paths, output = answer
    if question != _question(arguments) or fingerprint != _fingerprint(paths.split("\n"), None):
        return None
    sys.stdout.write(output)
    return int(code)


def remember(arguments: Sequence[str], code: int, output: str, inputs: Iterable[str], started: int) -> None:
    """Keep an answer.

    Args:
        arguments: those of the command.
        code: the exit code.
        output: what was written.
        inputs: the absolute path of everything that the answer depends on, absent files included.
        started: when the run began, as `open_folder` told it. Where an input has changed since, nothing is kept.
    """
    folder = folder_for(arguments)
    paths = sorted(set(inputs))
    fingerprint = _fingerprint(paths, started)
    if folder and fingerprint is not None and not any("\n" in path for path in paths):
        answer = (_question(arguments), str(code), fingerprint, "\n".join(paths), output)
        keep(os.path.join(folder, _name(arguments)), "\0".join(answer).encode())


def _read(path: str) -> list[str] | None:
    content = recall(path)
    try:
        return None if content is None else content.decode().split("\0", 4)
    except UnicodeDecodeError:
        return None


def _name(arguments: Sequence[str]) -> str:
    return f"lint-{zlib.crc32(_question(arguments).encode('utf-8', 'replace')):08x}"


def _question(arguments: Sequence[str]) -> str:
    """Everything but files that an answer depends on."""
    return repr((list(arguments), os.getcwd(), sys.version, sys.executable, sys.path, __file__))


def _fingerprint(paths: Iterable[str], started: int | None) -> str | None:
    """One number for the state of all these paths; None where one of them has changed since then."""
    states: list[tuple[int, ...]] = []
    stat = os.stat
    for path in paths:
        try:
            state = stat(path)
        except OSError:
            states.append(())
            continue
        if started is not None and state.st_ctime_ns >= started:
            return None
        states.append((state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino, state.st_mode))
    return f"{hash(tuple(states)):x}"
