"""Refresh tokens in a table: used once, also where two clients use one at the same time."""

from __future__ import annotations

import secrets
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import AccessRevokerContract, returns
from dovetail.stores import SqlAlchemyStore


class Base(DeclarativeBase):
    pass


class Refresh(Base):
    __tablename__ = "refresh_tokens"
    token: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    user: Mapped[str]
    used: Mapped[bool] = mapped_column(default=False)
    dead: Mapped[bool] = mapped_column(default=False)


class Logins(Protocol):
    def login(self, user_id: str) -> tuple[str, str]: ...
    def user_of(self, token: str) -> str | None: ...
    def refresh(self, token: str) -> tuple[str, str] | None: ...
    def logout_everywhere(self, user_id: str) -> None: ...


class SqlLogins:
    """A login shows its refresh token as well; what is dead or used is shown in vain."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def login(self, user_id: str) -> tuple[str, str]:
        return self._put(secrets.token_hex(4), user_id)

    def user_of(self, token: str) -> str | None:
        alive = select(Refresh.user).where(Refresh.login == token.partition(".")[0], Refresh.dead.is_(False))
        return self._session.scalars(alive.limit(1)).first()

    def refresh(self, token: str) -> tuple[str, str] | None:
        found = self._session.get(Refresh, token)
        if found is None or found.dead:
            return None
        if not self.taken(token):
            self._session.execute(update(Refresh).where(Refresh.login == found.login).values(dead=True))
            self._session.commit()
            return None
        return self._put(found.login, found.user)

    def taken(self, token: str) -> bool:
        """Mark it as used, in one step; whether it was not used before."""
        taking = update(Refresh).where(Refresh.token == token, Refresh.used.is_(False)).values(used=True)
        done: Any = self._session.execute(taking)
        return bool(done.rowcount == 1)

    def logout_everywhere(self, user_id: str) -> None:
        self._session.execute(update(Refresh).where(Refresh.user == user_id).values(dead=True))
        self._session.commit()

    def _put(self, login: str, user: str) -> tuple[str, str]:
        token = secrets.token_hex(8)
        self._session.add(Refresh(token=token, login=login, user=user))
        self._session.commit()
        return f"{login}.access", token


class LoginsContract(AccessRevokerContract):
    port = Logins
    refused = returns(None)
    operations = {"check": "user_of"}


contract = LoginsContract


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class TestRotation(LoginsContract):
    store = staticmethod(lambda: store(SqlLogins))
