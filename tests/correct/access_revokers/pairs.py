"""Pairs of tokens in memory: access and refresh, rotated, with a clock that is handed over, sync and async."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from result import Err, Ok, Result

from dovetail import AccessRevokerContract, fails, raises
from dovetail.stores import MemoryStore


class Refused(Exception):
    pass


@dataclass(frozen=True)
class TokenPair:
    access_token: str
    refresh_token: str


@dataclass
class Issued:
    user: str
    family: str
    pair: TokenPair
    used_at: float | None = None


class Tokens(Protocol):
    def issue(self, user_id: str) -> TokenPair: ...
    def verify(self, access_token: str) -> str: ...
    def refresh(self, refresh_token: str) -> TokenPair: ...
    def logout(self, access_token: str) -> None: ...
    def logout_everywhere(self, user_id: str) -> None: ...


class MemoryTokens:
    def __init__(self, clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self.issued: list[Issued] = []
        self.dead: set[str] = set()
        self._clock = clock

    def issue(self, user_id: str) -> TokenPair:
        return self._issue(user_id, secrets.token_hex(4))

    def verify(self, access_token: str) -> str:
        found = next((each for each in self.issued if each.pair.access_token == access_token), None)
        if found is None or found.family in self.dead:
            raise Refused
        return found.user

    def refresh(self, refresh_token: str) -> TokenPair:
        found = next((each for each in self.issued if each.pair.refresh_token == refresh_token), None)
        if found is None or found.family in self.dead:
            raise Refused
        if found.used_at is not None:
            return self.reused(found)
        found.used_at = self._clock().timestamp()
        return self._issue(found.user, found.family)

    def reused(self, found: Issued) -> TokenPair:
        self.dead.add(found.family)
        raise Refused

    def logout(self, access_token: str) -> None:
        for each in self.issued:
            if each.pair.access_token == access_token:
                self.dead.add(each.family)

    def logout_everywhere(self, user_id: str) -> None:
        self.dead |= {each.family for each in self.issued if each.user == user_id}

    def _issue(self, user: str, family: str) -> TokenPair:
        pair = TokenPair(secrets.token_hex(8), secrets.token_hex(8))
        self.issued.append(Issued(user, family, pair))
        return pair


class GracefulTokens(MemoryTokens):
    """Two tabs refresh at once: within ten seconds, the second one is given what the first one was."""

    def reused(self, found: Issued) -> TokenPair:
        assert found.used_at is not None
        if self._clock().timestamp() - found.used_at <= 10:
            return next(each for each in reversed(self.issued) if each.family == found.family).pair
        return super().reused(found)


class TokensContract(AccessRevokerContract):
    port = Tokens
    refused = raises(Refused)


contract = TokensContract


class TestMemory(TokensContract):
    adapter = MemoryTokens


class TestInStore(TokensContract):
    store = staticmethod(lambda: MemoryStore(MemoryTokens))


class TestGraceful(TokensContract):
    adapter = GracefulTokens
    grace = 10


class AsyncTokens(Protocol):
    async def login(self, user_id: int) -> dict[str, str]: ...
    async def authenticate(self, token: str) -> Result[int, str]: ...
    async def rotate(self, refresh_token: str) -> Result[dict[str, str], str]: ...
    async def revoke_user(self, user_id: int) -> None: ...


class TellingTokens:
    def __init__(self) -> None:
        self._tokens = MemoryTokens()

    async def login(self, user_id: int) -> dict[str, str]:
        return vars(self._tokens.issue(str(user_id)))

    async def authenticate(self, token: str) -> Result[int, str]:
        try:
            return Ok(int(self._tokens.verify(token)))
        except Refused:
            return Err("not signed in")

    async def rotate(self, refresh_token: str) -> Result[dict[str, str], str]:
        try:
            return Ok(vars(self._tokens.refresh(refresh_token)))
        except Refused:
            return Err("not signed in")

    async def revoke_user(self, user_id: int) -> None:
        self._tokens.logout_everywhere(str(user_id))


class AsyncContract(AccessRevokerContract):
    port = AsyncTokens
    refused = fails("not signed in")


class TestTelling(AsyncContract):
    adapter = TellingTokens
