"""All of it in one file: a port, its fake, and the contract that holds the fake to what a database would do."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from dovetail import RepositoryContract


@dataclass
class Note:
    id: UUID
    title: str
    tags: list[str] = field(default_factory=list)


class Notes(Protocol):
    def save(self, note: Note) -> None: ...
    def get(self, note_id: UUID) -> Note | None: ...
    def find_by_title(self, title: str) -> list[Note]: ...
    def delete(self, note_id: UUID) -> None: ...


class NotesInMemory:
    def __init__(self) -> None:
        self._notes: dict[UUID, Note] = {}

    def save(self, note: Note) -> None:
        self._notes[note.id] = deepcopy(note)  # without the copy: REPO-03

    def get(self, note_id: UUID) -> Note | None:
        return deepcopy(self._notes.get(note_id))  # without the copy: REPO-04

    def find_by_title(self, title: str) -> list[Note]:
        return [deepcopy(note) for note in self._notes.values() if note.title == title]

    def delete(self, note_id: UUID) -> None:
        self._notes.pop(note_id, None)


class TestNotesInMemory(RepositoryContract):
    port = Notes
    adapter = NotesInMemory
