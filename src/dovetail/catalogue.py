"""The clauses as data: what every contract promises, read from `contracts/` and from the files of other kinds."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dovetail.errors import ContractError, nearest

_PACKAGE = Path(__file__).resolve().parent
_NO_KINDS = {"architecture", "conventions"}
_KEYS = ("id", "title", "statement", "why", "level")


class Clause(NamedTuple):
    """One numbered sentence of a contract.

    Attributes:
        id: the stable code, e.g. `REPO-07`.
        title: the sentence itself, short enough for a report's first line.
        statement: the promise in full.
        why: the bug that it catches.
        level: `must` or `should`.
    """

    id: str
    title: str
    statement: str
    why: str
    level: str


@cache
def directory() -> Path:
    """The folder of the contracts: inside an installed package, at the top of an editable checkout."""
    for place in (_PACKAGE / "contracts", _PACKAGE.parent.parent / "contracts"):
        if (place / "repository.toml").is_file():
            return place
    raise ContractError(
        "dovetail's contracts/ folder is missing", "reinstall it: pip install --force-reinstall pytest-dovetail"
    )


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of contract, by the names of their files in `contracts/`; rules on source are no contract."""
    return tuple(sorted({path.stem for path in directory().glob("*.toml")} - _NO_KINDS))


@cache
def kind(name: str) -> tuple[Clause, ...]:
    """The clauses of one kind of contract, e.g. `repository`, in order of their ids."""
    return clauses_in(directory() / f"{name}.toml")


@cache
def clauses_in(path: Path) -> tuple[Clause, ...]:
    """The clauses of a file.

    Raises:
        ContractError: it cannot be read, or an entry lacks a key, has one too many, or another level than there is.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContractError(f"the clauses of {path} cannot be read: {error}", "correct the path or the file") from error
    return tuple(_clause(path, entry) for entry in document.get("clause", ()))


def _clause(path: Path, entry: dict[str, str]) -> Clause:
    if sorted(entry) != sorted(_KEYS) or entry["level"] not in ("must", "should"):
        named = entry.get("id", "a clause")
        raise ContractError(
            f"{named} in {path} does not have the keys {', '.join(_KEYS)}, with a level of must or should",
            '[[clause]]\n  id = "ID-01"\n  title = "..."\n  statement = "..."\n  why = "..."\n  level = "must"',
        )
    return Clause(**entry)


@cache
def _own() -> dict[str, Clause]:
    return {clause.id: clause for path in sorted(directory().glob("*.toml")) for clause in kind(path.stem)}


def register(path: Path) -> None:
    """Make known the clauses of a kind that is not dovetail's own.

    Raises:
        ContractError: the file cannot be read, or one of its ids is another kind's already.
    """
    path = path.resolve()
    clauses = clauses_in(path)
    homes = {each.id: str(other) for other, known in _registered.items() if other != path for each in known}
    homes |= dict.fromkeys(_own(), "dovetail itself")
    for each in clauses:
        if each.id in homes:
            raise ContractError(
                f"{path} has a clause {each.id}, and so has {homes[each.id]}",
                "give the kind a prefix of its own: an id means one clause, wherever it is said",
            )
    _registered[path] = clauses


_registered: dict[Path, tuple[Clause, ...]] = {}


def all_clauses() -> dict[str, Clause]:
    return _own() | {clause.id: clause for clauses in _registered.values() for clause in clauses}


def level_of(clause_id: str) -> str:
    """The level of a clause; `must` where no text is known for it."""
    known = all_clauses().get(clause_id)
    return known.level if known is not None else "must"


def clause(clause_id: str) -> Clause:
    """The clause with that id.

    Raises:
        ContractError: no clause has that id; the message offers the nearest ones.
    """
    known = all_clauses()
    wanted = _as_written(clause_id)
    if wanted in known:
        return known[wanted]
    near = nearest(wanted, known, 3) or sorted(known)[:3]
    raise ContractError(f"there is no clause {clause_id!r}", f"did you mean {' or '.join(near)}?")


def _as_written(clause_id: str) -> str:
    """An id as the catalogue writes it: `repo7`, `Repo 07` and `REPO-7` are `REPO-07`."""
    found = re.fullmatch(r"\s*([A-Za-z]+)[\s_-]*0*(\d+)\s*", clause_id)
    return f"{found[1].upper()}-{int(found[2]):02}" if found else clause_id.strip().upper()
