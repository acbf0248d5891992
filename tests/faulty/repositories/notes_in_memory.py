"""Notes whose counts forget what they were to count."""

from __future__ import annotations

from correct.repositories.notes import InMemoryNotes, NoteContract, User

contract = NoteContract


class CountsThePinnedWithTheOthers(InMemoryNotes):
    """REPO-17: the condition is missing from the query that counts."""

    def count_by_pinned(self, user: User, pinned: bool) -> int:
        return len(self.list(user))


class KnowsTitlesOfOthers(InMemoryNotes):
    """REPO-17: tells whether there is any note at all."""

    def exists_with_title(self, user: User, title: str) -> bool:
        return bool(self.list(user))
