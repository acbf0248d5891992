"""Stock ledgers with optimistic concurrency, in a SQLite file that several connections write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ForeignKey, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, ignores, raises
from dovetail.stores import SqlAlchemyStore


class StaleLedger(Exception):
    """Somebody else saved this ledger since it was loaded."""


class LedgersUnavailable(Exception):
    """The ledgers cannot be reached."""


class DuplicateLedger(Exception):
    """There is a ledger of this name."""


@dataclass
class Ledger:
    name: str
    owner: str
    moves: list[str] = field(default_factory=list)
    version: int = 0

    def record(self, move: str) -> None:
        self.moves.append(move)

    def hand_over(self, owner: str) -> None:
        self.owner = owner


class Ledgers(Protocol):
    def add(self, ledger: Ledger) -> None: ...
    def update(self, ledger: Ledger) -> None: ...
    def find(self, name: str) -> Ledger | None: ...
    def remove(self, name: str) -> None: ...


class Base(DeclarativeBase):
    pass


class LedgerRow(Base):
    __tablename__ = "ledgers"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    version: Mapped[int]


class MoveRow(Base):
    __tablename__ = "moves"
    ledger: Mapped[str] = mapped_column(ForeignKey("ledgers.name"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class SqlLedgers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, ledger: Ledger) -> None:
        try:
            self._session.execute(insert(LedgerRow).values(name=ledger.name, owner=ledger.owner, version=1))
            self._write_moves(ledger)
            self._session.commit()
        except IntegrityError as error:
            self._session.rollback()
            raise DuplicateLedger(ledger.name) from error
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def update(self, ledger: Ledger) -> None:
        try:
            self._replace(ledger)
            self._session.commit()
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def find(self, name: str) -> Ledger | None:
        try:
            row = self._session.execute(
                select(LedgerRow.owner, LedgerRow.version).where(LedgerRow.name == name)
            ).first()
            moves = self._session.scalars(select(MoveRow.text).where(MoveRow.ledger == name).order_by(MoveRow.position))
            found = row and Ledger(name, row.owner, list(moves), row.version)
            self._session.rollback()
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error
        return found or None

    def remove(self, name: str) -> None:
        try:
            self._session.execute(delete(MoveRow).where(MoveRow.ledger == name))
            self._session.execute(delete(LedgerRow).where(LedgerRow.name == name))
            self._session.commit()
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def _replace(self, ledger: Ledger) -> None:
        same = (LedgerRow.name == ledger.name, LedgerRow.version == ledger.version)
        values = {"owner": ledger.owner, "version": ledger.version + 1}
        changed: Any = self._session.execute(update(LedgerRow).where(*same).values(values))
        if changed.rowcount != 1:
            self._session.rollback()
            raise StaleLedger(ledger.name)
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        self._write_moves(ledger)

    def _write_moves(self, ledger: Ledger) -> None:
        rows = [{"ledger": ledger.name, "position": n, "text": text} for n, text in enumerate(ledger.moves)]
        if rows:
            self._session.execute(insert(MoveRow), rows)


class LedgerContract(RepositoryContract):
    port = Ledgers
    duplicate = raises(DuplicateLedger)
    stale = raises(StaleLedger)
    missing_update = raises(StaleLedger)
    missing_delete = ignores()


class Suite(LedgerContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlLedgers))
