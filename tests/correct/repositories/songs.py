"""Songs behind ports that look like Python's own collections."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract, raises


@dataclass
class Song:
    id: str
    title: str
    plays: int = 0

    def play(self) -> None:
        self.plays += 1


class SongBook(Protocol):
    """A mapping of songs by their ids."""

    def __setitem__(self, song_id: str, song: Song) -> None: ...

    def __getitem__(self, song_id: str) -> Song: ...

    def __delitem__(self, song_id: str) -> None: ...

    def __contains__(self, song_id: object) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Song]: ...


class InMemorySongs:
    def __init__(self) -> None:
        self._songs: dict[str, Song] = {}

    def __setitem__(self, key: str, song: Song) -> None:
        self._songs[key] = deepcopy(song)

    def __getitem__(self, key: str) -> Song:
        return deepcopy(self._songs[key])

    def __delitem__(self, key: str) -> None:
        del self._songs[key]

    def __contains__(self, key: object) -> bool:
        return key in self._songs

    def __len__(self) -> int:
        return len(self._songs)

    def __iter__(self) -> Iterator[Song]:
        return iter([deepcopy(song) for song in self._songs.values()])


class SongBookContract(RepositoryContract):
    port = SongBook
    missing = raises(KeyError)
    missing_delete = raises(KeyError)


class InMemory(SongBookContract):
    adapter = InMemorySongs
