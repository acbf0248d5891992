"""Methods that are called like an operation, and are none as they are annotated: why, and what to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from hypothesis import settings

import dovetail
from dovetail import RepositoryContract
from dovetail.suites import Verdict


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
