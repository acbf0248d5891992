"""Notes whose counts forget what they were to count."""

from __future__ import annotations

from correct.repositories.notes import InMemoryNotes, Note, NoteContract, User

contract = NoteContract


class CountsThePinnedWithTheOthers(InMemoryNotes):
    """REPO-17, REPO-24: the condition is missing from the query that counts."""

    def count_by_pinned(self, user: User, pinned: bool) -> int:
        return len(self.list(user))


class KnowsTitlesOfOthers(InMemoryNotes):
    """REPO-17, REPO-24: tells whether there is any note at all."""

    def exists_with_title(self, user: User, title: str) -> bool:
        return bool(self.list(user))


class TakesFalseForNoFilter(InMemoryNotes):
    """REPO-17, REPO-24: `if pinned:` where `if pinned is not None:` was meant."""

    def list_by_pinned(self, user: User, pinned: bool) -> list[Note]:
        return [note for note in self.list(user) if note.pinned is pinned]

    def list(self, user: User, limit: int | None = None, pinned: bool | None = None) -> list[Note]:
        return super().list(user, limit, pinned or None)
