"""Refresh tokens in a table: a fault that shows where two clients use one at the same time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from correct.access_revokers.rotation import LoginsContract, Refresh, SqlLogins, store


def contract_of(revoker: type) -> Any:
    return LoginsContract


def store_of(revoker: Any) -> Any:
    return lambda: store(revoker)


class LooksAndThenMarks(SqlLogins):
    """REV-05: whether it was used is asked first, and it is marked afterwards."""

    def taken(self, token: str) -> bool:
        used = self._session.scalar(select(Refresh.used).where(Refresh.token == token))
        if used:
            return False
        self._session.execute(update(Refresh).where(Refresh.token == token).values(used=True))
        return True
