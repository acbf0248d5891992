"""Rooms of a hotel: a board that a projector fills from what happened, read asynchronously."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from dovetail import ReaderContract, RepositoryContract, returns


@dataclass
class Room:
    number: int
    beds: int
    price: int
    taken_by: str | None = None

    def book(self, guest: str) -> None:
        self.taken_by = guest

    def leave(self) -> None:
        self.taken_by = None

    def reprice(self, price: int) -> None:
        self.price = price


class Rooms(Protocol):
    async def save(self, room: Room) -> None: ...
    async def get(self, number: int) -> Room | None: ...
    async def delete(self, number: int) -> None: ...


class Board(Protocol):
    async def by_number(self, number: int) -> dict[str, Any] | None: ...
    async def rooms(self, page: int, page_size: int) -> tuple[list[dict[str, Any]], int]: ...
    async def free_rooms(self, beds: int) -> list[dict[str, Any]]: ...


class Hotel:
    """What is kept: the rooms, what happened to them, and the board."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[Any, ...]] = {}
        self.happened: list[tuple[int, dict[str, Any] | None]] = []
        self.board: dict[int, dict[str, Any]] = {}
        self.shown = 0


class KeptRooms:
    def __init__(self, hotel: Hotel) -> None:
        self._hotel = hotel

    async def save(self, room: Room) -> None:
        self._hotel.kept[room.number] = (room.number, room.beds, room.price, room.taken_by)
        row = {"number": room.number, "beds": room.beds, "price": room.price, "free": room.taken_by is None}
        self._hotel.happened.append((room.number, row))

    async def get(self, number: int) -> Room | None:
        held = self._hotel.kept.get(number)
        return None if held is None else Room(*held)

    async def delete(self, number: int) -> None:
        if self._hotel.kept.pop(number, None) is not None:
            self._hotel.happened.append((number, None))


class Projector:
    """Fills the board from what happened."""

    def __init__(self, hotel: Hotel) -> None:
        self.hotel = hotel

    def run(self) -> None:
        for number, row in self.hotel.happened[self.hotel.shown :]:
            self.project(number, row)
        self.hotel.shown = len(self.hotel.happened)

    def project(self, number: int, row: dict[str, Any] | None) -> None:
        if row is None:
            self.hotel.board.pop(number, None)
        else:
            self.hotel.board[number] = row

    def rebuild(self) -> None:
        self.hotel.board.clear()
        self.hotel.shown = 0
        self.run()


class KeptBoard:
    def __init__(self, hotel: Hotel) -> None:
        self._hotel = hotel

    async def by_number(self, number: int) -> dict[str, Any] | None:
        row = self._hotel.board.get(number)
        return None if row is None else dict(row)

    async def rooms(self, page: int, page_size: int) -> tuple[list[dict[str, Any]], int]:
        every = [dict(self._hotel.board[number]) for number in sorted(self._hotel.board)]
        begin = (page - 1) * page_size
        return every[begin : begin + page_size], len(every)

    async def free_rooms(self, beds: int) -> list[dict[str, Any]]:
        return [dict(row) for row in self._hotel.board.values() if row["free"] and row["beds"] == beds]


class RoomsContract(RepositoryContract):
    port = Rooms


class BoardContract(ReaderContract):
    port = Board
    commands = {"rooms": RoomsContract}
    missing = returns(None)
    queries = {"free_rooms": lambda room, beds: room.taken_by is None and room.beds == beds}
    catch_up = staticmethod(lambda opened: opened.projector.run())
    rebuild = staticmethod(lambda opened: opened.projector.rebuild())


contract = BoardContract


class _Store:
    """A hotel that outlives its connections."""

    def __init__(self, board: Any, projector: Any) -> None:
        self._hotel = Hotel()
        self._board, self._projector = board, projector

    def connect(self) -> Any:
        return _Connection(self._hotel, self._board, self._projector)

    async def clear(self) -> None:
        vars(self._hotel).clear()
        vars(self._hotel).update(vars(Hotel()))


class _Connection:
    def __init__(self, hotel: Hotel, board: Any, projector: Any) -> None:
        sides = {"reader": board(hotel), "rooms": KeptRooms(hotel), "projector": projector(hotel)}
        self._opened = SimpleNamespace(**sides)

    async def __aenter__(self) -> Any:
        return self._opened

    async def __aexit__(self, *details: object) -> None:
        return None


def store(part: Any) -> Any:
    """A store with another board or another projector."""
    projector = part if issubclass(part, Projector) else Projector
    return _Store(KeptBoard if issubclass(part, Projector) else part, projector)


class Suite(BoardContract):
    """The board that is kept up to date."""

    store = staticmethod(lambda: store(KeptBoard))
