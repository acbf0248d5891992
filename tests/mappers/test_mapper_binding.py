"""A mapper is bound as it is written; where it cannot be, the error says what to write."""

from __future__ import annotations

import sys
import types
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from correct.mappers.subscriptions import Subscription, SubscriptionModel
from dovetail import ContractError, MapperContract, fails, raises, verify
from dovetail.suites.kernel.suite import Suite
from dovetail.suites.mapper.directions.naming import direction

DomainT = TypeVar("DomainT")
ModelT = TypeVar("ModelT")


@dataclass
class Song:
    title: str


@dataclass
class SongRow:
    title: str


class Statics:
    @staticmethod
    def to_row(song: Song) -> SongRow:
        return SongRow(song.title)

    @staticmethod
    def to_song(row: SongRow) -> Song:
        return Song(row.title)


class Mapper(ABC, Generic[DomainT, ModelT]):
    @abstractmethod
    def forward(self, one: DomainT) -> ModelT: ...

    @abstractmethod
    def backward(self, other: ModelT) -> DomainT: ...


class Generically(Mapper[Song, SongRow]):
    def backward(self, other: SongRow) -> Song:
        return Song(other.title)

    def forward(self, one: Song) -> SongRow:
        return SongRow(one.title)


class WithMore:
    """Lists, updates and helpers beside the two that count."""

    def to_model_list(self, songs: list[Song]) -> list[SongRow]:
        return [self.to_model(song) for song in songs]

    def to_domain_list(self, rows: list[SongRow]) -> list[Song]:
        return [self.to_domain(row) for row in rows]  # type: ignore[misc]

    def update_model(self, row: SongRow, song: Song) -> None:
        row.title = song.title

    def to_model(self, song: Song, row: SongRow | None = None) -> SongRow:
        return row or SongRow(song.title)

    def to_domain(self, row: SongRow | None) -> Song | None:
        return None if row is None else Song(row.title)


class Unannotated:
    def load(self, row):  # type: ignore[no-untyped-def]
        return Song(row["title"])

    def dump(self, song):  # type: ignore[no-untyped-def]
        return {"title": song.title}


class ByNoun:
    def row_from(self, song):  # type: ignore[no-untyped-def]
        return song.title

    def to_song(self, row):  # type: ignore[no-untyped-def]
        return Song(row)

    def from_song(self, song):  # type: ignore[no-untyped-def]
        return song.title


class Awaited:
    async def to_model(self, song: Song) -> SongRow:
        return SongRow(song.title)

    async def to_domain(self, row: SongRow) -> Song:
        return Song(row.title)


def bound(**stated: Any) -> Any:
    return Suite(type("TestSongs", (MapperContract,), stated)).binding


@pytest.mark.parametrize("mapper", [Statics, Statics(), Generically, Generically(), WithMore, Awaited])
def test_annotations_say_the_way(mapper: Any) -> None:
    """Whatever is called first, and whatever else is there."""
    binding = bound(mapper=mapper)
    assert (binding.domain, binding.model_type) == (Song, SongRow)
    assert verify(type("Songs", (MapperContract,), {"mapper": mapper, "settings": settings(max_examples=5)})).holds


@pytest.mark.parametrize(("mapper", "names"), [(Unannotated, ("dump", "load")), (ByNoun, ("from_song", "to_song"))])
def test_names_say_the_way(mapper: type, names: tuple[str, str]) -> None:
    """Where there are no annotations."""
    binding = bound(mapper=mapper, domain=Song)
    assert (binding.to_model.name, binding.to_domain.name) == names


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("to_row", "model"),
        ("from_entity", "model"),
        ("order_to_document", "model"),
        ("toDomain", "domain"),
        ("from_orm", "domain"),
        ("model_to_entity", "domain"),
        ("row2domain", "domain"),
        ("dehydrate", "model"),
        ("reconstitute", "domain"),
        ("validate", None),
    ],
)
def test_a_wide_vocabulary(name: str, way: str | None) -> None:
    """Of the names that teams give to the two."""
    assert direction(name) == way


def test_a_module_is_a_mapper() -> None:
    """By the functions that it defines itself."""
    module = types.ModuleType("songs_mapping")
    sys.modules[module.__name__] = module
    source = """
from test_mapper_binding import Song, SongRow
def to_model(song: Song) -> SongRow: return SongRow(song.title)
def to_domain(row: SongRow) -> Song: return Song(row.title)
"""
    exec(source, vars(module))
    try:
        binding = bound(mapper=module)
    finally:
        del sys.modules[module.__name__]
    assert (binding.subject.name, binding.subject.path) == ("songs_mapping", "songs_mapping")
    assert (binding.to_model.name, binding.to_domain.name) == ("to_model", "to_domain")


def test_a_model_that_converts_itself() -> None:
    """A class method one way, and a method of the model the other."""
    binding = bound(mapper=SubscriptionModel)
    assert binding.domain is Subscription
    assert binding.to_domain.text == "{}.to_entity()"


def test_one_of_the_two_may_be_named() -> None:
    """And the other is found by it."""
    binding = bound(mapper=Unannotated, to_domain="load", domain=Song)
    assert (binding.to_model.name, binding.to_domain.name) == ("dump", "load")


@pytest.mark.parametrize(
    "stated",
    [
        {"to_model": Statics.to_row, "to_domain": Statics.to_song},
        {"to_model": staticmethod(Statics.to_row), "to_domain": staticmethod(Statics.to_song)},
        {"mapper": Statics, "to_model": "to_row", "to_domain": "to_song"},
    ],
)
def test_functions_and_names_can_be_stated(stated: dict[str, Any]) -> None:
    """In a class body, where a function would be a method."""
    binding = bound(**stated)
    assert binding.to_domain(binding.to_model(Song("x"))) == Song("x")


def test_a_strategy_says_all_there_is() -> None:
    """Nothing else is tried."""
    strategy = st.builds(Song, st.just("x"))
    seen = set()

    def to_row(song: Song) -> SongRow:
        seen.add(song.title)
        return SongRow(song.title)

    suite = {"to_model": to_row, "to_domain": Statics.to_song, "domain": strategy}
    report = verify(type("Songs", (MapperContract,), suite))
    assert report.holds
    assert seen == {"x"}


def test_a_result_says_how_corrupt_rows_are_refused() -> None:
    """Where nothing is stated."""

    @dataclass
    class Result(Generic[DomainT]):
        value: DomainT
        is_ok: bool = True

    def to_song(row: SongRow) -> Result[Song]:
        return Result(Song(row.title))

    assert bound(to_model=Statics.to_row, to_domain=to_song).errors == fails()
    assert bound(mapper=Statics).errors is None
    assert bound(mapper=Statics, errors=raises(ValueError)).errors == raises(ValueError)


class NeedsAClock:
    def __init__(self, clock: Callable[[], Any]) -> None:
        self.clock = clock

    def to_model(self, song: Song) -> SongRow:
        return SongRow(song.title)

    def to_domain(self, row: SongRow) -> Song:
        return Song(row.title)


class Nameless:
    def one(self, value):  # type: ignore[no-untyped-def]
        return value

    def other(self, value):  # type: ignore[no-untyped-def]
        return value


@pytest.mark.parametrize(
    ("stated", "cause", "remedy"),
    [
        ({}, "TestSongs has no mapper", "mapper = OrderMapper"),
        ({"mapper": Nameless}, "cannot tell which of Nameless's functions", 'to_model = "..."'),
        ({"mapper": NeedsAClock}, "NeedsAClock cannot be made without arguments", "mapper = NeedsAClock(...)"),
        ({"mapper": Unannotated}, "cannot tell which type TestSongs maps", "domain = Order"),
        ({"mapper": Statics, "to_model": "to_rows", "to_domain": "to_song"}, "names 'to_rows'", "to_model ="),
        ({"to_model": 1, "to_domain": 2}, "neither a name nor a function", "to_model = the_function"),
        ({"mapper": Statics, "store": 7}, "which is no engine", "create_engine"),
        ({"mapper": Statics, "errors": ValueError}, "which is no policy", "raises(ValueError)"),
    ],
)
def test_what_cannot_be_bound_says_what_to_write(stated: dict[str, Any], cause: str, remedy: str) -> None:
    """Never a suite that holds because it does nothing."""
    with pytest.raises(ContractError) as refused:
        bound(**stated)
    assert cause in refused.value.cause
    assert remedy in refused.value.remedy


def test_a_mapper_that_needs_arguments_is_given_as_an_instance() -> None:
    """As the error for its class says."""
    assert bound(mapper=NeedsAClock(lambda: None)).domain is Song
