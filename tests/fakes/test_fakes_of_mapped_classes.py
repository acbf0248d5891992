"""Fakes of ports whose aggregates are mapped by SQLAlchemy themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis import strategies as st
from sqlalchemy import orm

from dovetail import RepositoryContract, verify
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.repository.fake.memory import Memory
from dovetail.suites.repository.fake.units import Unit
from dovetail.values.copies import copied


class Line:
    def __init__(self, sku: str) -> None:
        self.sku = sku


class Basket:
    def __init__(self, number: str, lines: list[Line]) -> None:
        self.number = number
        self.lines = lines


class Collected(Protocol):
    """A collection: what is in it is changed where it lies, and a unit of work writes that down."""

    def add(self, basket: Basket) -> None: ...
    def get(self, number: str) -> Basket | None: ...


class Saved(Protocol):
    def save(self, basket: Basket) -> None: ...
    def get(self, number: str) -> Basket | None: ...


class BasketContract(RepositoryContract):
    aggregates = st.builds(Basket, st.text(max_size=3), st.lists(st.builds(Line, st.just("pen")), max_size=2))
    settings = settings(max_examples=8, derandomize=True, phases=[Phase.generate])


class CollectedContract(BasketContract):
    port = Collected


class SavedContract(BasketContract):
    port = Saved


class HandMade:
    def __init__(self) -> None:
        self._baskets: dict[str, Basket] = {}

    def add(self, basket: Basket) -> None:
        self._baskets[basket.number] = basket

    def get(self, number: str) -> Basket | None:
        return self._baskets.get(number)


@pytest.fixture(autouse=True)
def _mapped() -> Iterator[None]:
    metadata = sa.MetaData()
    basket = sa.Table("basket", metadata, sa.Column("number", sa.String, primary_key=True))
    line = sa.Table(
        "line",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sku", sa.String),
        sa.Column("number", sa.ForeignKey("basket.number")),
    )
    mappers = orm.registry(metadata=metadata)
    mappers.map_imperatively(Line, line)
    mappers.map_imperatively(Basket, basket, properties={"lines": orm.relationship(Line)})
    yield
    mappers.dispose()


def test_a_collection_gives_what_was_put_in() -> None:
    """Nobody saves, so a change of what came out must not be lost; a second unit of work is no part of the port."""
    fake = CollectedContract.fake()
    basket = Basket("a", [])
    fake.add(basket)
    assert fake.get("a") is basket
    assert CollectedContract.fake().get("a") is None
    report = verify(CollectedContract, adapter=CollectedContract.fake)
    assert report.holds
    for clause in ("REPO-03", "REPO-04", "REPO-05", "REPO-07"):
        assert report.outcomes[clause].verdict is Verdict.HELD


def test_a_collection_that_hands_out_copies_loses_what_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left to the commit of a unit of work is asked of a fake too."""
    monkeypatch.setattr(Memory, "copy", lambda _, aggregate: copied(aggregate))
    report = verify(CollectedContract, adapter=CollectedContract.fake)
    assert report.outcomes["REPO-07"].verdict is Verdict.BROKEN


def test_a_collection_that_keeps_what_was_not_committed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of work that an error ends leaves nothing."""
    monkeypatch.setattr(Unit, "__exit__", lambda self, *_: self._units.commit(self._fake))
    report = verify(CollectedContract, adapter=CollectedContract.fake)
    assert report.outcomes["REPO-05"].verdict is Verdict.BROKEN


def test_a_fake_by_hand_that_hands_out_its_own_objects_is_found() -> None:
    """It is found whether or not its aggregates are mapped: nothing says that anybody commits what it holds."""
    report = verify(CollectedContract, adapter=HandMade)
    assert report.outcomes["REPO-04"].verdict is Verdict.BROKEN


def test_where_there_is_a_save_a_change_must_be_saved() -> None:
    """Copies of mapped objects are instrumented objects of their own."""
    fake = SavedContract.fake()
    fake.save(Basket("a", [Line("pen")]))
    loaded = fake.get("a")
    assert loaded is not None
    loaded.lines.append(Line("ink"))
    again = fake.get("a")
    assert again is not None
    assert [line.sku for line in again.lines] == ["pen"]
    assert verify(SavedContract, adapter=SavedContract.fake).holds
