"""Sessions in a table: faults of awaited providers, and of providers for one request."""

from __future__ import annotations

from typing import Any

from correct.identity_providers.sessions import (
    SESSIONS,
    SessionsContract,
    SessionsUnavailable,
    TableProvider,
    UnreachableSessions,
    UserId,
)

contract = SessionsContract


def adapter_of(provider: Any) -> Any:
    return lambda clock: provider(SESSIONS, clock)


def down_of(provider: Any) -> Any:
    return lambda clock: provider(UnreachableSessions(), clock)


class RemembersForEver(TableProvider):
    """IDP-02: who was found once is kept, and so is the time."""

    async def resolve(self, token: str) -> UserId | None:
        known: dict[str, UserId] = self.__dict__.setdefault("known", {})
        if token not in known:
            user = await super().resolve(token)
            if user is None:
                return None
            known[token] = user
        return known[token]


class ForgetsToLook(TableProvider):
    """IDP-02 IDP-13: a session is looked up, and its time is not."""

    async def resolve(self, token: str) -> UserId | None:
        found = await self._sessions.find(token)
        return None if found is None else UserId(found[0])


class ComparesBeginnings(TableProvider):
    """IDP-06 IDP-09: a token is looked for by its beginning, as the index has it."""

    async def resolve(self, token: str) -> UserId | None:
        begin = token[: len(token) // 2]
        match = next((each for each in self._sessions.rows if token and each.startswith(begin)), token)
        return await super().resolve(match)


class SilentWhenDown(TableProvider):
    """IDP-13: whatever goes wrong, nobody is signed in."""

    async def resolve(self, token: str) -> UserId | None:
        try:
            return await super().resolve(token)
        except SessionsUnavailable:
            return None


class DriverComesThrough(TableProvider):
    """IDP-13: what the driver raises comes through as it is."""

    async def resolve(self, token: str) -> UserId | None:
        found = await self._sessions.find(token)
        return None if found is None or found[1] <= self._clock().timestamp() else UserId(found[0])


class CurrentUserOnItself(TableProvider):
    """IDP-14: the user who was found is kept on the provider, over an await."""

    async def resolve(self, token: str) -> UserId | None:
        self.user = await super().resolve(token)
        await self._sessions.find(token)
        return self.user
