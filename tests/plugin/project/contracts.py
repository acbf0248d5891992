"""The promise, once per port; few examples, since these suites are small and run often."""

from __future__ import annotations

from hypothesis import settings
from notes import AsyncNoteRepository, NoteRepository, UnannotatedNoteRepository

from dovetail import RepositoryContract


class FewExamples(RepositoryContract):
    settings = settings(max_examples=5)


class NoteContract(FewExamples):
    port = NoteRepository


class UnannotatedNoteContract(FewExamples):
    port = UnannotatedNoteRepository


class AsyncNoteContract(FewExamples):
    port = AsyncNoteRepository
