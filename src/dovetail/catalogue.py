"""The clauses as data: what every contract promises, read from `contracts/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from dovetail.errors import ContractError

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Clause:
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
    places = (_PACKAGE / "contracts", _PACKAGE.parent.parent / "contracts")
    for place in places:
        if (place / "repository.toml").is_file():
            return place
    raise ContractError(
        "dovetail's contracts/ folder is missing", "reinstall it: pip install --force-reinstall dovetail"
    )


@cache
def kind(name: str) -> tuple[Clause, ...]:
    """The clauses of one kind of contract, e.g. `repository`, in order of their ids."""
    document = tomllib.loads((directory() / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(Clause(**entry) for entry in document["clause"])


@cache
def all_clauses() -> dict[str, Clause]:
    """Every clause by its id."""
    return {clause.id: clause for path in sorted(directory().glob("*.toml")) for clause in kind(path.stem)}


def clause(clause_id: str) -> Clause:
    """The clause with that id.

    Raises:
        ContractError: no clause has that id; the message offers the nearest ones.
    """
    known = all_clauses()
    wanted = clause_id.strip().upper()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=3, cutoff=0.6) or sorted(known)[:3]
    raise ContractError(f"there is no clause {clause_id!r}", f"did you mean {' or '.join(near)}?")
