# ruff: noqa: PTH109, PTH116 (a Path for each of thousands of files costs more than its stat)
"""Keeping the answer of a run with all that it depended on, in the form that `dovetail.replay` reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dovetail.architecture.cache.files import put
from dovetail.replay import HEADER, MACHINES, PEOPLE, checksum, folder_for, number, place, question, read

# When a file's contents or rights changed last, its size, its inode. Empty where there is no file.
State = tuple[int, ...]

# So many paths have one fingerprint.
_GROUP = 500


class Answer(NamedTuple):
    """What a run wrote, and what it depended on.

    Attributes:
        code: the exit code.
        report: what was written, in UTF-8.
        for_machines: whether it stays that, whatever the console speaks.
        states: the state of each path.
        detail: what `touched` needs to know beyond that, as JSON.
        expires: when it is no longer the answer, in seconds since 1970; 0 for never.
    """

    code: int
    report: bytes
    for_machines: bool
    states: dict[str, State]
    detail: str
    expires: int = 0


def last_answer(arguments: Sequence[str]) -> Answer | None:
    """The last answer to the same question, whether or not something has changed since."""
    parts = read(arguments, whole=True)
    if parts is None:
        return None
    (code, absent, _, report), paths, rest = parts
    checked, _, content = rest.partition(b"\n")
    if checked != b"%016x" % checksum(paths + content):
        return None
    states, _, detail = content.partition(b"\0")
    known: dict[str, State] = dict.fromkeys(map(os.fsdecode, absent.split(b"\n")), ())
    for path, state in zip(paths.replace(b"\0", b"\n").split(b"\n"), states.split(b"\n"), strict=True):
        known[os.fsdecode(path)] = tuple(map(int, state.split()))
    code, _, expires = code.partition(b"@")
    return Answer(int(code[:-1]), report, code[-1:] == MACHINES, known, detail.decode(), int(expires or 0))


def remember(arguments: Sequence[str], answer: Answer) -> None:
    """Keep an answer, with its states as `settled` gives them; a full disk is no error."""
    folder = folder_for(arguments)
    if not folder or any("\n" in path or "\0" in path for path in answer.states):
        return
    here = os.getcwd()
    near = {_from(here, path): state for path, state in answer.states.items()}
    present = [(path, state) for path, state in near.items() if state]
    absent = [path for path, state in near.items() if not state]
    groups = [present[start : start + _GROUP] for start in range(0, len(present), _GROUP)]
    asked = question(arguments)
    expires = b"@%d" % answer.expires if answer.expires else b""
    verdict = b"\0".join((
        asked,
        str(answer.code).encode() + (MACHINES if answer.for_machines else PEOPLE) + expires,
        os.fsencode("\n".join(absent)),
        b" ".join(number([state for _, state in group]) for group in groups),
        answer.report,
    ))  # fmt: skip
    paths = os.fsencode("\0".join("\n".join(path for path, _ in group) for group in groups))
    states = "\n".join(" ".join(map(str, state)) for _, state in present).encode() + b"\0" + answer.detail.encode()
    rest = b"%016x\n" % checksum(paths + states) + states
    header = HEADER % (checksum(verdict), len(verdict), len(paths), len(rest))
    put(place(folder, asked), header + verdict + paths + rest)


def _from(here: str, path: str) -> str:
    """A path below the working directory, seen from there: that is shorter, and quicker to follow."""
    return path.removeprefix(f"{here}{os.sep}")


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
