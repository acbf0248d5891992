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


class CollectedContract(RepositoryContract):
    port = Collected
    aggregates = st.builds(Basket, st.text(max_size=3), st.lists(st.builds(Line, st.just("pen")), max_size=2))
    settings = settings(max_examples=8, derandomize=True, phases=[Phase.generate])


class SavedContract(CollectedContract):
    port = Saved


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
    assert verify(CollectedContract, adapter=CollectedContract.fake).holds


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
