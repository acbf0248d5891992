"""The fake of a reader, over the fake of its command side, holds the clauses of its contract."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from hypothesis import Phase, settings

from correct.readers import parcels, rooms
from dovetail import ContractError, ReaderContract, RepositoryContract, raises, verify
from dovetail.suites.kernel.outcome import Verdict

_QUICK = settings(max_examples=10, derandomize=True, database=None, phases=[Phase.generate])


@dataclass(frozen=True)
class Size:
    value: int


@dataclass
class Shoe:
    sku: str
    size: Size
    colour: str

    def paint(self, colour: str) -> None:
        self.colour = colour


class Shoes(Protocol):
    def save(self, shoe: Shoe) -> None: ...
    def get(self, sku: str) -> Shoe | None: ...


@dataclass(frozen=True)
class ShoeLine:
    """Shows the key under another name, and a value without what wraps it."""

    shoe_sku: str
    size: int
    colour: str


class ShoeGone(LookupError):
    """There is no such shoe."""


class ShoeReader(Protocol):
    def get(self, sku: str) -> ShoeLine: ...
    def list_shoes(self, colour: str | None = None, page: int = 1, page_size: int = 10) -> list[ShoeLine]: ...
    def search(self, q: str) -> list[ShoeLine]: ...
    def count(self) -> int: ...


class ShoesContract(RepositoryContract):
    port = Shoes


class ShoeReaderContract(ReaderContract):
    port = ShoeReader
    commands = {"shoes": ShoesContract}
    missing = raises(ShoeGone)


def parcel_row(parcel: parcels.Parcel) -> parcels.ParcelRow:
    """What its reader shows of a parcel."""
    status, stops = parcel.status.value, len(parcel.stops)
    return parcels.ParcelRow(parcel.id, parcel.sender, status, parcel.grams, parcel.note, stops)


def board_row(room: rooms.Room) -> dict[str, Any]:
    """What the board shows of a room."""
    return {"number": room.number, "beds": room.beds, "price": room.price, "free": room.taken_by is None}


@pytest.mark.parametrize(
    ("contract", "views"),
    [
        (ShoeReaderContract, {}),
        (parcels.ParcelReaderContract, dict.fromkeys(["find", "page", "search", "heavy"], parcel_row)),
        (rooms.BoardContract, dict.fromkeys(["by_number", "rooms", "free_rooms"], board_row)),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_fake_holds_every_clause(contract: type[ReaderContract], views: dict[str, Any]) -> None:
    """With views made of their aggregate, and views that the contract states; pages of both kinds; sync and async."""
    suite: Any = type(contract.__name__, (contract,), {"settings": _QUICK, "views": views})

    report = verify(suite, adapter=suite.fake)

    assert report.holds, [(each.clause, each.reason, each.finding) for each in report if not each.holds]
    assert report.count(Verdict.HELD) >= 9


def test_a_fake_reads_what_its_command_side_keeps() -> None:
    shop = ShoeReaderContract.fake()
    shop.shoes.save(Shoe("a", Size(42), "red"))
    shop.shoes.save(Shoe("b", Size(39), "blue"))

    assert shop.reader.get("b") == ShoeLine("b", 39, "blue")
    assert shop.reader.list_shoes(colour="red") == [ShoeLine("a", 42, "red")]
    assert [each.shoe_sku for each in shop.reader.list_shoes(page=2, page_size=1)] == ["b"]
    assert [each.shoe_sku for each in shop.reader.search("re")] == ["a"]
    assert shop.reader.count() == 2
    with pytest.raises(ShoeGone):
        shop.reader.get("c")


def test_an_async_reader_has_an_async_fake() -> None:
    class Stated(rooms.BoardContract):
        views = {"by_number": board_row}

    async def use_case() -> Any:
        hotel = Stated.fake()
        await hotel.rooms.save(rooms.Room(7, 2, 80))
        return await hotel.reader.by_number(7)

    assert asyncio.run(use_case()) == {"number": 7, "beds": 2, "price": 80, "free": True}


def test_a_view_of_which_too_little_is_known_is_asked_for() -> None:
    """With the line to write."""
    shelf = parcels.ParcelReaderContract.fake()
    shelf.parcels.save(parcels.Parcel(1, "Ann", parcels.Status.MOVING, 5))

    with pytest.raises(ContractError, match=r'what status of ParcelRow is.*\n.*views = \{"find": lambda parcel'):
        shelf.reader.find(1)


class Odd(Protocol):
    def scarce(self) -> list[ShoeLine]: ...
    def between(self, least: int, most: int) -> list[ShoeLine]: ...


class OddContract(ReaderContract):
    port = Odd
    commands = {"shoes": ShoesContract}


def test_a_question_of_which_nothing_is_known_is_asked_for() -> None:
    """Which aggregates it picks is nowhere said."""
    shop = OddContract.fake()
    shop.shoes.save(Shoe("a", Size(42), "red"))

    with pytest.raises(ContractError, match=r'queries = \{"scarce": lambda aggregate'):
        shop.reader.scarce()
    with pytest.raises(ContractError, match=r'queries = \{"between": lambda aggregate'):
        shop.reader.between(1, 2)
