"""Methods that are called like an operation, and are none as they are annotated: why, and what to write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest
from hypothesis import settings

import dovetail
from dovetail import CachedBy, RepositoryContract
from dovetail.errors import ContractError
from dovetail.suites.kernel.outcome import Verdict


@dataclass
class Kiln:
    id: int
    maker: str


class Kilns(Protocol):
    """What all of these ports have."""

    def save(self, kiln: Kiln) -> None: ...
    def get(self, id: int) -> Kiln | None: ...


class Filtered(Kilns, Protocol):
    def exists(self, **filters: Any) -> bool: ...


class ByMaker(Kilns, Protocol):
    def exists(self, maker: str) -> bool: ...


class Counted(Kilns, Protocol):
    def count(self, maker: str) -> int: ...


class ManyAtOnce(Kilns, Protocol):
    def delete(self, ids: list[int]) -> None: ...


class InMemoryKilns:
    """An adapter of each of them."""

    def __init__(self) -> None:
        self._kilns: dict[int, Kiln] = {}

    def save(self, kiln: Kiln) -> None:
        self._kilns[kiln.id] = Kiln(kiln.id, kiln.maker)

    def get(self, id: int) -> Kiln | None:
        found = self._kilns.get(id)
        return None if found is None else Kiln(found.id, found.maker)

    def exists(self, maker: str = "", **filters: Any) -> bool:
        wanted = filters or {"maker": maker}
        return any(all(getattr(kiln, name) == value for name, value in wanted.items()) for kiln in self._kilns.values())

    def count(self, maker: str) -> int:
        return sum(kiln.maker == maker for kiln in self._kilns.values())

    def delete(self, ids: list[int]) -> None:
        for each in ids:
            self._kilns.pop(each, None)


@pytest.mark.parametrize(
    ("asked", "clause", "cause", "line"),
    [
        (
            Filtered,
            "REPO-14",
            "exists was not taken for it, since it takes any number of arguments",
            'operations = {"exists": lambda adapter, key: adapter.exists(id=key)}',
        ),
        (
            ByMaker,
            "REPO-14",
            "exists was not taken for it, since it takes maker, and no key alone",
            'queries = {"exists": lambda kiln, maker: ...}',
        ),
        (
            Counted,
            "REPO-15",
            "count was not taken for it, since it asks for maker",
            'queries = {"count": lambda kiln, maker: ...}',
        ),
    ],
)
def test_a_method_that_was_not_taken_is_named(asked: Any, clause: str, cause: str, line: str) -> None:
    """With the line that binds it, which nothing correct is accused by."""

    class Plain(RepositoryContract):
        port = asked
        adapter = InMemoryKilns
        settings = settings(max_examples=5)

    stated: dict[str, Any] = eval(f"dict({line})".replace("...", "kiln.maker == maker"))
    obeying = type("Obeying", (Plain,), stated)

    report = dovetail.verify(Plain)

    assert report.outcomes[clause].verdict is Verdict.NOT_APPLICABLE
    assert f": {cause}; write {line}" in report.outcomes[clause].reason
    assert not report.findings
    assert dovetail.verify(obeying).holds
    held = clause if "operations" in stated else "REPO-17"
    assert dovetail.verify(obeying).outcomes[held].verdict is Verdict.HELD


def test_a_delete_of_many_is_no_delete_of_one() -> None:
    """It is an operation on many at once, and is held as such."""

    class Many(RepositoryContract):
        port = ManyAtOnce
        adapter = InMemoryKilns
        settings = settings(max_examples=5)

    report = dovetail.verify(Many)

    assert report.holds
    assert report.outcomes["REPO-11"].verdict is Verdict.NOT_APPLICABLE
    assert report.outcomes["REPO-30"].verdict is Verdict.HELD


@dataclass
class Crate:
    id: str
    content: str


class Crates(Protocol):
    """Nothing of a crate says in which depot it is."""

    def save(self, depot: str, crate: Crate) -> None: ...
    def get(self, depot: str, crate_id: str) -> Crate | None: ...
    def delete(self, depot: str, crate_id: str) -> None: ...


class CachedCrates:
    """Remembers what was read, by all that says which crate is meant."""

    def __init__(self) -> None:
        self._crates: dict[tuple[str, str], Crate] = {}
        self._read: dict[Any, Crate | None] = {}

    def save(self, depot: str, crate: Crate) -> None:
        self._crates[depot, crate.id] = replace(crate)
        self._read.pop(self._name(depot, crate.id), None)

    def get(self, depot: str, crate_id: str) -> Crate | None:
        name = self._name(depot, crate_id)
        if name not in self._read:
            self._read[name] = self._crates.get((depot, crate_id))
        found = self._read[name]
        return None if found is None else replace(found)

    def delete(self, depot: str, crate_id: str) -> None:
        self._crates.pop((depot, crate_id), None)
        self._read.pop(self._name(depot, crate_id), None)

    def empty(self) -> None:
        self._read.clear()

    def _name(self, depot: str, crate_id: str) -> Any:
        return depot, crate_id


class CratesOfAnyDepot(CachedCrates):
    """One crate for all depots: what one has read, the others are shown."""

    def _name(self, _depot: str, crate_id: str) -> Any:
        return crate_id


@pytest.mark.parametrize(("cached_crates", "broken"), [(CachedCrates, []), (CratesOfAnyDepot, ["REPO-27"])])
def test_whose_it_is_may_be_said_by_a_parameter_alone(cached_crates: Any, broken: list[str]) -> None:
    """A second argument that no attribute is called like is told with the line that binds it."""

    class Plain(RepositoryContract):
        port = Crates
        adapter = cached_crates
        cached = CachedBy(empty=lambda crates: crates.empty())
        settings = settings(max_examples=10, derandomize=True, database=None)

    class Stated(Plain):
        scope = "depot"

    with pytest.raises(ContractError, match="takes depot, crate_id, and no key alone") as refused:
        dovetail.verify(Plain)
    assert 'scope = "depot" where that says whose it is' in str(refused.value)
    report = dovetail.verify(Stated)
    assert [each.clause for each in report.findings] == broken
    assert report.outcomes["REPO-11"].verdict is Verdict.HELD
