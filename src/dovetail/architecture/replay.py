# pathlib takes longer to import than all of this to run.
# ruff: noqa: PTH109, PTH116, PTH118
"""The last run's answer, given again where nothing that it depended on has changed.

A pre-commit hook runs mostly on repositories that it has judged before, so this module imports as little as can be:
the time that Python needs to start is most of what is left.

An answer is kept with the state (modification and change times, size, inode) of every file and folder that it was made
from, the files of dovetail, grimp and import-linter among them, and of the places where a file must not appear.
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

# The state of a path; empty where there is nothing.
State = tuple[int, ...]


class Answer:
    """What a run wrote, and what it depended on.

    Attributes:
        question: everything but files that it depends on.
        code: the exit code.
        output: what was written.
        states: the state of each path.
        detail: what `touched` needs to know beyond that, as JSON.
    """

    def __init__(self, question: str, code: int, output: str, states: dict[str, State], detail: str) -> None:
        self.question = question
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
    code, fingerprint, paths, _, _, output = parts
    if fingerprint != _fingerprint([state_of(path) for path in paths.split("\n")]):
        return None
    sys.stdout.write(output)
    return int(code)


def last_answer(arguments: Sequence[str]) -> Answer | None:
    """The last answer to the same question, whether or not something has changed since."""
    parts = _read(arguments)
    if parts is None:
        return None
    code, _, paths, states, detail, output = parts
    known = (tuple(map(int, state.split())) for state in states.split("\n"))
    return Answer(_question(arguments), int(code), output, dict(zip(paths.split("\n"), known, strict=True)), detail)


def remember(arguments: Sequence[str], code: int, output: str, states: dict[str, State], detail: str) -> None:
    """Keep an answer.

    Args:
        arguments: those of the command.
        code: the exit code.
        output: what was written.
        states: as `settled` gives them.
        detail: for `last_answer`.
    """
    folder = folder_for(arguments)
    if folder and not any("\n" in path or "\0" in path for path in states):
        known = "\n".join(" ".join(map(str, state)) for state in states.values())
        fingerprint = _fingerprint(list(states.values()))
        parts = (_question(arguments), str(code), fingerprint, "\n".join(states), known, detail, output)
        keep(os.path.join(folder, _name(arguments)), "\0".join(parts).encode())


def settled(paths: Iterable[str], started: int) -> dict[str, State] | None:
    """The state of each path; None where one of them has changed since the run began, and may change again unseen."""
    states = {path: state_of(path) for path in sorted(set(paths))}
    return None if any(state and state[1] >= started for state in states.values()) else states


def state_of(path: str) -> State:
    """What changes whenever a file does, or a folder's list of files."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_mode)


def _read(arguments: Sequence[str]) -> list[str] | None:
    """What was kept of an answer to the same question: code, fingerprint, paths, states, detail and output."""
    folder = folder_for(arguments)
    content = recall(os.path.join(folder, _name(arguments))) if folder else None
    try:
        question, *parts = content.decode().split("\0", 6) if content else [""]
    except UnicodeDecodeError:
        return None
    return parts if question == _question(arguments) and len(parts) == 6 else None


def _name(arguments: Sequence[str]) -> str:
    return f"lint-{zlib.crc32(_question(arguments).encode('utf-8', 'replace')):08x}"


def _question(arguments: Sequence[str]) -> str:
    return repr((list(arguments), os.getcwd(), sys.version, sys.executable, sys.path, __file__))


def _fingerprint(states: list[State]) -> str:
    return f"{hash(tuple(states)):x}"
