"""The promise, once per port; few examples, since these suites are small and run often."""

from __future__ import annotations

from hypothesis import settings
from notes import AsyncNoteRepository, NoteRepository, UnannotatedNoteRepository

from dovetail import RepositoryContract


class NoteContract(RepositoryContract):
    port = NoteRepository
    settings = settings(max_examples=5)


class UnannotatedNoteContract(NoteContract):
    port = UnannotatedNoteRepository


class AsyncNoteContract(NoteContract):
    port = AsyncNoteRepository
