"""Fakes of the member directory without the indexes and conditions of its tables."""

from __future__ import annotations

from correct.repositories.users import InMemoryMembers, Member, MemberContract

contract = MemberContract


class HasNoIndexOnEmail(InMemoryMembers):
    """REPO-29: two members may have one email."""

    def _refuse_taken(self, member: Member) -> None:
        pass


class CreatesOnUpdate(InMemoryMembers):
    """REPO-28: an update of what is not there creates it."""

    def update(self, member: Member) -> None:
        self._keep(member)


class ForgetsToCountDown(InMemoryMembers):
    """REPO-15, REPO-24: counts the keys that were given, updates included."""

    saved = 0

    def _keep(self, member: Member) -> Member:
        self.saved += 1
        return super()._keep(member)

    def count(self) -> int:
        return self.saved
