"""Sessions in a table: faults of what is deleted, what is remembered and who commits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from correct.access_revokers.sessions import (
    CommittingSessions,
    RevokerContract,
    SessionRow,
    SessionsContract,
    SqlRevoker,
    SqlSessions,
    beside,
    store,
)


def contract_of(revoker: type) -> Any:
    return RevokerContract if issubclass(revoker, SqlRevoker) else SessionsContract


def store_of(revoker: Any) -> Any:
    if issubclass(revoker, SqlRevoker):
        return lambda: store(beside(revoker))
    own = issubclass(revoker, CommittingSessions)
    return lambda: store(revoker, commit=not own, file=own)


class RemembersWhoItLetIn(SqlSessions):
    """REV-01 REV-07 REV-08: who was checked is remembered, for the sake of the database; the store has one process."""

    known: dict[str, UUID] = {}

    def resolve(self, token: str) -> UUID | None:
        if token not in self.known and (user := super().resolve(token)) is not None:
            self.known[token] = user
        return self.known.get(token)


class DeletesNothing(SqlRevoker):
    """REV-01 REV-03 REV-07 REV-08: the statement is made, and never executed."""

    def remove_all_user_access(self, user_id: UUID) -> None:
        delete(SessionRow).where(SessionRow.user_id == user_id)


class DeletesOne(SqlRevoker):
    """REV-01: of a user's sessions, the one with the smallest token is deleted."""

    def remove_all_user_access(self, user_id: UUID) -> None:
        tokens = select(SessionRow.token).where(SessionRow.user_id == user_id).order_by(SessionRow.token).limit(1)
        self._session.execute(delete(SessionRow).where(SessionRow.token.in_(tokens.scalar_subquery())))


class MustBeThere(SqlSessions):
    """REV-03: what is deleted is loaded first, and must be there."""

    def revoke(self, token: str) -> None:
        self._session.delete(self._session.get_one(SessionRow, token))


class DeletesEverybody(SqlSessions):
    """REV-04 REV-03: a condition went missing."""

    def revoke_all(self, user_id: UUID) -> None:
        self._session.execute(delete(SessionRow))


class SignsOutEverywhere(SqlSessions):
    """REV-04: signing out on one device signs out on all."""

    def revoke(self, token: str) -> None:
        user = self.resolve(token)
        if user is not None:
            self.revoke_all(user)


class ForgetsToCommit(CommittingSessions):
    """REV-07: deleted in a transaction that nobody commits."""

    def revoke(self, token: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.token == token))


class CommitsByItself(SqlSessions):
    """REV-08: the unit of work around it is committed in its middle."""

    def revoke(self, token: str) -> None:
        super().revoke(token)
        self._session.commit()


class AutonomousRevoker(SqlRevoker):
    """REV-08: revokes for sure, in a transaction of its own."""

    def remove_all_user_access(self, user_id: UUID) -> None:
        super().remove_all_user_access(user_id)
        self._session.commit()


class SaysItIsRevoked(CommittingSessions):
    """REV-09: a failure is written into the log, and the caller goes on."""

    def revoke(self, token: str) -> None:
        try:
            super().revoke(token)
        except Exception:
            self._session.rollback()


class LetsInWhenItCannotAsk(CommittingSessions):
    """REV-09: a user who was known by the token's own word is let in while the table cannot be read."""

    owners: dict[str, UUID] = {}

    def create_session(self, user_id: UUID) -> str:
        token = super().create_session(user_id)
        self.owners[token] = user_id
        return token

    def resolve(self, token: str) -> UUID | None:
        try:
            return self._session.scalar(select(SessionRow.user_id).where(SessionRow.token == token))
        except SQLAlchemyError:
            return self.owners.get(token)
