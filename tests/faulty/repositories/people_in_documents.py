"""Users in documents that lack what nobody gave their constructor."""

from __future__ import annotations

from typing import Any

from correct.repositories.people import EmailTaken, JsonUsers, User, UserContract
from dovetail.stores import MemoryStore

contract = UserContract


def store(adapter: type[JsonUsers]) -> Any:
    return MemoryStore(adapter)


class OnlyWhatWasGiven(JsonUsers):
    """REPO-01: preferences that began empty, and were put in later, are not stored."""

    def add(self, user: User) -> User:
        if any(each.email == user.email for each in self._users.values()):
            raise EmailTaken(user.email)
        self._documents[user.id] = user.model_dump_json(exclude_unset=True)
        return user


class PatchedWithWhatWasGiven(JsonUsers):
    """REPO-07: preferences that began empty, and were put in after the user was added, are not stored."""

    def update(self, user: User) -> User | None:
        if user.id not in self._documents:
            return None
        held = User.model_validate_json(self._documents[user.id]).model_dump()
        patched = User.model_validate(held | user.model_dump(exclude_unset=True))
        self._documents[user.id] = patched.model_dump_json()
        return user
