"""Lists of what is denied: ids of tokens, and the moment before which a user's tokens are void."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

import jwt as pyjwt
import redis

from dovetail import AccessRevokerContract, raises
from dovetail.stores import MemoryStore

SECRET = "a secret of the tests, of 32 bytes and more"
_numbers = itertools.count()


class Denylist(Protocol):
    def revoke(self, jti: UUID, expires_at: dt.datetime) -> None: ...
    def is_revoked(self, jti: UUID) -> bool: ...


class DictDenylist:
    """The data outlives the connection."""

    def __init__(self, data: dict[UUID, dt.datetime]) -> None:
        self._data = data

    def revoke(self, jti: UUID, expires_at: dt.datetime) -> None:
        self._data[jti] = max(expires_at, self._data.get(jti, expires_at))

    def is_revoked(self, jti: UUID) -> bool:
        return jti in self._data


class RedisDenylist:
    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def revoke(self, jti: UUID, expires_at: dt.datetime) -> None:
        self._client.set(f"revoked:{jti}", "1", exat=int(expires_at.timestamp()) + 1)

    def is_revoked(self, jti: UUID) -> bool:
        return self._client.exists(f"revoked:{jti}") == 1


class ListUnavailable(Exception):
    pass


class UnreachableDenylist(DictDenylist):
    def is_revoked(self, jti: UUID) -> bool:
        raise ListUnavailable


class DenylistContract(AccessRevokerContract):
    port = Denylist
    failure = raises(ListUnavailable, redis.RedisError)


contract = DenylistContract


class TestDict(DenylistContract):
    adapter = staticmethod(lambda: DictDenylist({}))
    down = staticmethod(lambda: UnreachableDenylist({}))


class TestShared(DenylistContract):
    store = staticmethod(lambda: MemoryStore(DictDenylist))


class Signed(Protocol):
    async def issue_tokens(self, user_id: str) -> tuple[str, str]: ...
    async def verify(self, token: str) -> str | None: ...
    async def refresh(self, refresh_token: str) -> tuple[str, str] | None: ...
    async def revoke_all_for_user(self, user_id: str) -> None: ...


class SignedTokens:
    """Tokens that know when they were made, to the microsecond; of a user's, those before a moment are void."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._void_until: dict[str, float] = {}
        self._used: set[str] = set()
        self._families: set[str] = set()

    async def issue_tokens(self, user_id: str) -> tuple[str, str]:
        return self._pair(user_id, f"family-{next(_numbers)}")

    async def verify(self, token: str) -> str | None:
        claims = self._claims(token, "access")
        return None if claims is None else str(claims["sub"])

    async def refresh(self, refresh_token: str) -> tuple[str, str] | None:
        claims = self._claims(refresh_token, "refresh")
        if claims is None:
            return None
        if claims["jti"] in self._used:
            self._families.add(claims["family"])
            return None
        self._used.add(claims["jti"])
        return self._pair(claims["sub"], claims["family"])

    async def revoke_all_for_user(self, user_id: str) -> None:
        self._void_until[user_id] = self._clock().timestamp()

    def _pair(self, user: str, family: str) -> tuple[str, str]:
        return self._token(user, family, "access"), self._token(user, family, "refresh")

    def _token(self, user: str, family: str, use: str) -> str:
        made = self._clock().timestamp()
        claims: dict[str, Any] = {"sub": user, "made": made, "family": family, "use": use, "jti": str(next(_numbers))}
        return pyjwt.encode(claims, SECRET, algorithm="HS256")

    def _claims(self, token: str, use: str) -> dict[str, Any] | None:
        try:
            claims: dict[str, Any] = pyjwt.decode(token, SECRET, algorithms=["HS256"])
        except pyjwt.InvalidTokenError:
            return None
        void = claims["made"] <= self._void_until.get(claims["sub"], 0)
        return None if void or claims["use"] != use or claims["family"] in self._families else claims


class SignedContract(AccessRevokerContract):
    port = Signed
    users = ("ana", "an", "anabel")


class TestSigned(SignedContract):
    adapter = SignedTokens
