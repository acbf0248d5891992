"""Pairs of tokens and lists of what is denied: faults of rotation, of time, of memory."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from correct.access_revokers.denylists import (
    Denylist,
    DenylistContract,
    DictDenylist,
    ListUnavailable,
    SignedContract,
    SignedTokens,
    UnreachableDenylist,
)
from correct.access_revokers.pairs import Issued, MemoryTokens, Refused, TokenPair, TokensContract
from dovetail.stores import MemoryStore


def contract_of(revoker: type) -> Any:
    if issubclass(revoker, SignedTokens):
        return SignedContract
    return DenylistContract if issubclass(revoker, DictDenylist) else TokensContract


def adapter_of(revoker: Any) -> Any:
    if issubclass(revoker, DictDenylist):
        return lambda: revoker({})
    return revoker


def down_of(revoker: Any) -> Any:
    return (lambda: revoker({}, down=True)) if revoker is OpenWhenDown else None


def store_of(revoker: Any) -> Any:
    return (lambda: MemoryStore(revoker)) if revoker is InTheMemoryOfTheProcess else None


class RefreshGoesOn(MemoryTokens):
    """REV-02 REV-06: a refresh asks for no revocation."""

    def refresh(self, refresh_token: str) -> TokenPair:
        found = next((each for each in self.issued if each.pair.refresh_token == refresh_token), None)
        if found is None:
            raise Refused
        if found.used_at is not None:
            return self.reused(found)
        found.used_at = 0.0
        return self._issue(found.user, secrets.token_hex(4))


class Toggles(MemoryTokens):
    """REV-03: revoked twice is let in again."""

    def logout(self, access_token: str) -> None:
        for each in self.issued:
            if each.pair.access_token == access_token:
                self.dead ^= {each.family}


class LocksOutForEver(MemoryTokens):
    """REV-04: who was signed out everywhere never signs in again."""

    def __init__(self, clock: Any) -> None:
        super().__init__(clock)
        self._blocked: set[str] = set()

    def verify(self, access_token: str) -> str:
        user = super().verify(access_token)
        if user in self._blocked:
            raise Refused
        return user

    def logout_everywhere(self, user_id: str) -> None:
        super().logout_everywhere(user_id)
        self._blocked.add(user_id)


class OldTokenStaysAlive(MemoryTokens):
    """REV-05: a refresh gives a new pair, and leaves the old one."""

    def refresh(self, refresh_token: str) -> TokenPair:
        found = next((each for each in self.issued if each.pair.refresh_token == refresh_token), None)
        if found is None or found.family in self.dead:
            raise Refused
        return self._issue(found.user, found.family)


class GraceWithoutEnd(MemoryTokens):
    """REV-05: the grace for two tabs has no end."""

    def reused(self, found: Issued) -> TokenPair:
        return next(each for each in reversed(self.issued) if each.family == found.family).pair


class OnlyTheUsedOne(MemoryTokens):
    """REV-06: a used token is refused, and whoever used it first goes on."""

    def reused(self, found: Issued) -> TokenPair:
        raise Refused


class EndsTheNextOnly(MemoryTokens):
    """REV-06: of the family, the next one is ended, and by now there is one more."""

    def reused(self, found: Issued) -> TokenPair:
        after = self.issued.index(found) + 2
        for each in self.issued[after : after + 1]:
            each.used_at = 0.0
        raise Refused


class ToTheSecond(SignedTokens):
    """REV-01 REV-02 REV-03: the second of a token's birth is compared with the second of the revocation."""

    async def revoke_all_for_user(self, user_id: str) -> None:
        self._void_until[user_id] = self._clock().timestamp() // 1 - 1


class ByBeginning(SignedTokens):
    """REV-04 REV-03: `LIKE 'an%'` is Ana, too."""

    async def revoke_all_for_user(self, user_id: str) -> None:
        for each in ("ana", "an", "anabel"):
            if each.startswith(user_id[:2]):
                await super().revoke_all_for_user(each)


class ForgetsAfterMinutes(MemoryTokens):
    """REV-01: a revocation is kept in a cache, and for less time than the token is good."""

    def __init__(self, clock: Any) -> None:
        super().__init__(clock)
        self._forgotten: dict[str, float] = {}

    def verify(self, access_token: str) -> str:
        now = self._clock().timestamp()
        for family, until in self._forgotten.items():
            if until < now:
                self.dead.discard(family)
        return super().verify(access_token)

    def logout(self, access_token: str) -> None:
        super().logout(access_token)
        self._forgotten = dict.fromkeys(self.dead, self._clock().timestamp() + 300)


class InTheMemoryOfTheProcess(DictDenylist):
    """REV-07: a set on the object, which another process has not."""

    def __init__(self, data: dict[UUID, dt.datetime]) -> None:
        super().__init__({})


class OpenWhenDown(DictDenylist):
    """REV-09: a list that cannot be read has nobody on it."""

    def __init__(self, data: dict[UUID, dt.datetime], down: bool = False) -> None:
        super().__init__(data)
        self._list: Denylist = UnreachableDenylist({}) if down else DictDenylist(data)

    def is_revoked(self, jti: UUID) -> bool:
        try:
            return self._list.is_revoked(jti)
        except ListUnavailable:
            return False
