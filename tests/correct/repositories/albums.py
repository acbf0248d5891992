"""Albums of photographs, many at once: bulk operations beside the single ones, in the names that teams give them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import NewType, Protocol

from dovetail import RepositoryContract, as_asked, ignores, raises, replaces
from dovetail.stores import MemoryStore

AlbumId = NewType("AlbumId", str)


@dataclass(frozen=True)
class Photo:
    file: str
    stars: int


@dataclass
class Album:
    id: AlbumId
    title: str
    photos: list[Photo] = field(default_factory=list)

    def add_photo(self, photo: Photo) -> None:
        self.photos.append(photo)


class Albums(Protocol):
    def save(self, album: Album) -> None: ...

    def save_all(self, albums: Iterable[Album]) -> None: ...

    def get(self, album_id: AlbumId) -> Album | None: ...

    def get_many(self, album_ids: Sequence[AlbumId]) -> dict[AlbumId, Album]: ...

    def list_by_ids(self, *album_ids: AlbumId) -> list[Album]: ...

    def delete(self, album_id: AlbumId) -> bool: ...

    def delete_many(self, album_ids: set[AlbumId]) -> int: ...

    def remove_all(self, albums: list[Album]) -> None: ...


class InMemoryAlbums:
    def __init__(self, rows: dict[AlbumId, Album]) -> None:
        self._rows = rows

    def save(self, album: Album) -> None:
        self._rows[album.id] = deepcopy(album)

    def save_all(self, albums: Iterable[Album]) -> None:
        self._rows.update({album.id: deepcopy(album) for album in albums})

    def get(self, album_id: AlbumId) -> Album | None:
        return deepcopy(self._rows.get(album_id))

    def get_many(self, album_ids: Sequence[AlbumId]) -> dict[AlbumId, Album]:
        return {each: deepcopy(self._rows[each]) for each in album_ids if each in self._rows}

    def list_by_ids(self, *album_ids: AlbumId) -> list[Album]:
        return list(self.get_many(album_ids).values())

    def delete(self, album_id: AlbumId) -> bool:
        return self._rows.pop(album_id, None) is not None

    def delete_many(self, album_ids: set[AlbumId]) -> int:
        return sum(self.delete(each) for each in album_ids)

    def remove_all(self, albums: list[Album]) -> None:
        self.delete_many({album.id for album in albums})


class AlbumContract(RepositoryContract):
    port = Albums
    order = {"list_by_ids": as_asked}


class InMemory(AlbumContract):
    @staticmethod
    def store() -> MemoryStore[InMemoryAlbums]:
        return MemoryStore(InMemoryAlbums)


@dataclass
class Frame:
    """A picture frame, which the table numbers."""

    width: int
    height: int
    number: int | None = None


class FrameGone(Exception):
    """No such frame."""


class Frames(Protocol):
    def create(self, frame: Frame) -> Frame: ...

    def bulk_create(self, frames: list[Frame]) -> list[Frame]: ...

    def find_by_number(self, number: int) -> Frame: ...

    def get_by_numbers(self, numbers: list[int]) -> Mapping[int, Frame]: ...

    def update_many(self, frames: list[Frame]) -> None: ...

    def delete(self, frame: Frame) -> None: ...


class SqliteFrames:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def create(self, frame: Frame) -> Frame:
        (created,) = self.bulk_create([frame])
        return created

    def bulk_create(self, frames: list[Frame]) -> list[Frame]:
        with self._connection:
            return [replace(frame, number=self._insert(frame)) for frame in frames]

    def find_by_number(self, number: int) -> Frame:
        found = self.get_by_numbers([number])
        if not found:
            raise FrameGone(number)
        return found[number]

    def get_by_numbers(self, numbers: list[int]) -> Mapping[int, Frame]:
        marks = ", ".join("?" * len(numbers))
        rows = self._connection.execute(f"SELECT width, height, number FROM frames WHERE number IN ({marks})", numbers)
        return {row[2]: Frame(*row) for row in rows}

    def update_many(self, frames: list[Frame]) -> None:
        with self._connection:
            for each in frames:
                self._connection.execute(
                    "UPDATE frames SET width = ?, height = ? WHERE number = ?", (each.width, each.height, each.number)
                )

    def delete(self, frame: Frame) -> None:
        with self._connection:
            if not self._connection.execute("DELETE FROM frames WHERE number = ?", (frame.number,)).rowcount:
                raise FrameGone(frame.number)

    def _insert(self, frame: Frame) -> int | None:
        inserted = self._connection.execute(
            "INSERT INTO frames (width, height) VALUES (?, ?)", (frame.width, frame.height)
        )
        return inserted.lastrowid


class FrameStore:
    """A database in memory that every connection shares while the store lives."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("CREATE TABLE frames (number INTEGER PRIMARY KEY, width INTEGER, height INTEGER)")

    @contextmanager
    def connect(self) -> Iterator[SqliteFrames]:
        yield SqliteFrames(self._connection)

    def clear(self) -> None:
        self._connection.rollback()
        with closing(self._connection.execute("DELETE FROM frames")):
            self._connection.commit()


class FrameContract(RepositoryContract):
    port = Frames
    missing = raises(FrameGone)
    missing_delete = raises(FrameGone)
    missing_update = ignores()
    duplicate = replaces()


class InSqlite(FrameContract):
    store = FrameStore
