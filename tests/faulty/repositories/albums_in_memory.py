"""Albums whose operations on many at once are another thing than the single one, done often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace

from correct.repositories.albums import Album, AlbumContract, AlbumId, InMemoryAlbums
from dovetail.stores import MemoryStore

contract = AlbumContract


def store(adapter: type[InMemoryAlbums]) -> MemoryStore[InMemoryAlbums]:
    return MemoryStore(adapter)


class SavesAllWithoutTheirPhotos(InMemoryAlbums):
    """REPO-30: the bulk insert writes the rows of albums, and none of photos."""

    def save_all(self, albums: Iterable[Album]) -> None:
        for album in albums:
            self.save(replace(album, photos=[]))


class SavesTheFirstOfAll(InMemoryAlbums):
    """REPO-30: a cursor's `execute` where `executemany` was meant."""

    def save_all(self, albums: Iterable[Album]) -> None:
        for album in list(albums)[:1]:
            self.save(album)


class FindsAllOfNone(InMemoryAlbums):
    """REPO-30: no condition where no keys are given."""

    def get_many(self, album_ids: Sequence[AlbumId]) -> dict[AlbumId, Album]:
        return super().get_many(album_ids) if album_ids else deepcopy(self._rows)


class DeletesWhatWasNotAsked(InMemoryAlbums):
    """REPO-30: a DELETE whose condition got lost in the bulk form."""

    def delete_many(self, album_ids: set[AlbumId]) -> int:
        found = len(album_ids & self._rows.keys())
        self._rows.clear()
        return found


class ListsAsTheyWereSaved(InMemoryAlbums):
    """REPO-30: an IN gives rows in whatever order they lie, and callers zip them with the ids."""

    def list_by_ids(self, *album_ids: AlbumId) -> list[Album]:
        return [deepcopy(each) for each in self._rows.values() if each.id in album_ids]
