"""A domain as small as one can be, its port, and adapters that keep the contract or break it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol


class NoSuchNote(Exception):
    pass


@dataclass
class Note:
    id: str
    text: str


class NoteRepository(Protocol):
    def save(self, note: Note) -> None: ...

    def find_by_id(self, note_id: str) -> Note | None: ...


class InMemoryNotes:
    def __init__(self) -> None:
        self._held: dict[str, Note] = {}

    def save(self, note: Note) -> None:
        self._held[note.id] = deepcopy(note)

    def find_by_id(self, note_id: str) -> Note | None:
        return deepcopy(self._held.get(note_id))


class LeakyNotes(InMemoryNotes):
    """Keeps the caller's own object."""

    def save(self, note: Note) -> None:
        self._held[note.id] = note


class ForgetfulNotes(InMemoryNotes):
    """Keeps no text."""

    def save(self, note: Note) -> None:
        self._held[note.id] = Note(note.id, "")


class StrictNotes(InMemoryNotes):
    """Raises for an absent key."""

    def find_by_id(self, note_id: str) -> Note:
        if note_id not in self._held:
            raise NoSuchNote(note_id)
        return deepcopy(self._held[note_id])


class SharedNotes:
    """Over rows that a store of its own shares out."""

    def __init__(self, rows: dict[str, Note]) -> None:
        self._rows = rows

    def save(self, note: Note) -> None:
        self._rows[note.id] = deepcopy(note)

    def find_by_id(self, note_id: str) -> Note | None:
        return deepcopy(self._rows.get(note_id))


class UnannotatedNoteRepository(Protocol):
    """A port that does not say what an absent key is answered with."""

    def save(self, note: Note) -> None: ...

    def find_by_id(self, note_id: str) -> Note: ...


class AsyncNoteRepository(Protocol):
    async def save(self, note: Note) -> None: ...

    async def find_by_id(self, note_id: str) -> Note | None: ...


class AsyncLeakyNotes:
    """Keeps the caller's own object."""

    def __init__(self) -> None:
        self._rows: dict[str, Note] = {}

    async def save(self, note: Note) -> None:
        self._rows[note.id] = note

    async def find_by_id(self, note_id: str) -> Note | None:
        return deepcopy(self._rows.get(note_id))


class AsyncNotes:
    def __init__(self, rows: dict[str, Note] | None = None) -> None:
        self._rows = {} if rows is None else rows

    async def save(self, note: Note) -> None:
        self._rows[note.id] = deepcopy(note)

    async def find_by_id(self, note_id: str) -> Note | None:
        return deepcopy(self._rows.get(note_id))
