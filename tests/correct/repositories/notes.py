"""Notes whose port takes the user who asks, as an object; and photographs that hold their owner."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from dovetail import RepositoryContract, raises


@dataclass(frozen=True)
class User:
    id: UUID
    name: str


@dataclass
class Note:
    id: UUID
    owner_id: UUID
    title: str
    pinned: bool = False

    def pin(self) -> None:
        self.pinned = True

    def write(self, title: str) -> None:
        self.title = title


class NoteNotFound(Exception):
    """No note of that user."""


class Notes(Protocol):
    def save(self, user: User, note: Note) -> None: ...

    def get(self, user: User, note_id: UUID) -> Note: ...

    def list_by_pinned(self, user: User, pinned: bool) -> list[Note]: ...

    def count_by_pinned(self, user: User, pinned: bool) -> int: ...

    def exists_with_title(self, user: User, title: str) -> bool: ...

    def count_empty(self, user: User) -> int: ...

    def delete(self, user: User, note_id: UUID) -> None: ...

    def list(self, user: User, limit: int | None = None, pinned: bool | None = None) -> list[Note]: ...


class InMemoryNotes:
    def __init__(self) -> None:
        self._rows: dict[UUID, Note] = {}

    def save(self, user: User, note: Note) -> None:
        held = self._rows.get(note.id, note)
        if user.id != note.owner_id or held.owner_id != user.id:
            raise NoteNotFound(note.id)
        self._rows[note.id] = deepcopy(note)

    def get(self, user: User, note_id: UUID) -> Note:
        return deepcopy(self._held(user, note_id))

    def list_by_pinned(self, user: User, pinned: bool) -> list[Note]:
        return self.list(user, pinned=pinned)

    def count_by_pinned(self, user: User, pinned: bool) -> int:
        return len(self.list_by_pinned(user, pinned))

    def exists_with_title(self, user: User, title: str) -> bool:
        return any(note.title == title for note in self.list(user))

    def count_empty(self, user: User) -> int:
        return sum(not note.title for note in self.list(user))

    def delete(self, user: User, note_id: UUID) -> None:
        del self._rows[self._held(user, note_id).id]

    def _held(self, user: User, note_id: UUID) -> Note:
        held = self._rows.get(note_id)
        if held is None or held.owner_id != user.id:
            raise NoteNotFound(note_id)
        return held

    def list(self, user: User, limit: int | None = None, pinned: bool | None = None) -> list[Note]:
        own = [deepcopy(note) for note in self._rows.values() if note.owner_id == user.id]
        return [note for note in own if pinned in (None, note.pinned)][:limit]


class NoteContract(RepositoryContract):
    port = Notes
    missing = raises(NoteNotFound)
    missing_delete = raises(NoteNotFound)
    queries = {"count_empty": lambda note, user: note.owner_id == user.id and not note.title}


class InMemory(NoteContract):
    adapter = InMemoryNotes


@dataclass
class Photo:
    file: str
    owner: User
    stars: int = 0


class PhotoTaken(Exception):
    """There is such a file already."""


class Photos(Protocol):
    def add(self, photo: Photo) -> None: ...

    def get(self, file: str, owner: User) -> Photo | None: ...

    def delete(self, file: str, owner: User) -> bool: ...

    def list(self, owner: User) -> list[Photo]: ...


class InMemoryPhotos:
    def __init__(self) -> None:
        self._rows: dict[str, Photo] = {}

    def add(self, photo: Photo) -> None:
        if photo.file in self._rows:
            raise PhotoTaken(photo.file)
        self._rows[photo.file] = deepcopy(photo)

    def get(self, file: str, owner: User) -> Photo | None:
        held = self._rows.get(file)
        return deepcopy(held) if held is not None and held.owner == owner else None

    def delete(self, file: str, owner: User) -> bool:
        return self.get(file, owner) is not None and self._rows.pop(file) is not None

    def list(self, owner: User) -> list[Photo]:
        return [deepcopy(photo) for photo in self._rows.values() if photo.owner == owner]


class PhotoContract(RepositoryContract):
    port = Photos
    duplicate = raises(PhotoTaken)


class InMemoryOfOwners(PhotoContract):
    adapter = InMemoryPhotos
