"""Sessions in a table: opaque tokens that are awaited, and a provider that is made for one request."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType, Protocol
from uuid import UUID

from dovetail import IdentityProviderContract, raises, returns

UserId = NewType("UserId", UUID)


class NotSignedIn(Exception):
    pass


class SessionsUnavailable(Exception):
    pass


class Sessions:
    """What is kept: by token, whose it is and until when."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[UUID, float]] = {}

    async def find(self, token: str) -> tuple[UUID, float] | None:
        await asyncio.sleep(0)
        return self.rows.get(token)

    def begin(self, sub: str, exp: float) -> str:
        token = secrets.token_urlsafe(24)
        self.rows[token] = (UUID(sub), exp)
        return token


class UnreachableSessions(Sessions):
    async def find(self, token: str) -> tuple[UUID, float] | None:
        raise ConnectionRefusedError("127.0.0.1:5432")


SESSIONS = Sessions()


class Provider(Protocol):
    async def resolve(self, token: str) -> UserId | None: ...


class TableProvider:
    def __init__(self, sessions: Sessions, clock: Callable[[], dt.datetime]) -> None:
        self._sessions = sessions
        self._clock = clock

    async def resolve(self, token: str) -> UserId | None:
        try:
            found = await self._sessions.find(token)
        except OSError as error:
            raise SessionsUnavailable from error
        if found is None or found[1] <= self._clock().timestamp():
            return None
        return UserId(found[0])


class SessionsContract(IdentityProviderContract):
    port = Provider
    invalid = returns(None)
    failure = raises(SessionsUnavailable)
    mint = staticmethod(SESSIONS.begin)


contract = SessionsContract


class TestTable(SessionsContract):
    adapter = staticmethod(lambda clock: TableProvider(SESSIONS, clock))
    down = staticmethod(lambda clock: TableProvider(UnreachableSessions(), clock))


@dataclass(frozen=True)
class Request:
    headers: dict[str, str]


class CurrentUser(Protocol):
    async def get_current_user_id(self) -> UserId: ...


class OfRequest:
    """Made anew for each request."""

    def __init__(self, sessions: Sessions, request: Request, clock: Callable[[], float]) -> None:
        self._provider = TableProvider(sessions, lambda: dt.datetime.fromtimestamp(clock(), dt.UTC))
        self._request = request

    async def get_current_user_id(self) -> UserId:
        token = self._request.headers.get("Authorization", "").removeprefix("Bearer ")
        user = await self._provider.resolve(token)
        if user is None:
            raise NotSignedIn
        return user


def of_request(token: Request, clock: Callable[[], float]) -> OfRequest:
    return OfRequest(SESSIONS, token, clock)


class TestOfRequest(IdentityProviderContract):
    port = CurrentUser
    invalid = raises(NotSignedIn)
    mint = staticmethod(SESSIONS.begin)
    request = staticmethod(lambda token: Request({"Authorization": f"Bearer {token}"}))
    adapter = staticmethod(of_request)
    down = staticmethod(lambda token, clock: OfRequest(UnreachableSessions(), token, clock.time))
