"""Ledgers whose saves are counted, in the other ways in which that is done."""

from __future__ import annotations

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from correct.repositories.ledgers import (
    DuplicateLedger,
    Ledger,
    LedgerContract,
    LedgerRow,
    LedgersUnavailable,
    MoveRow,
    SqlLedgers,
    StaleLedger,
)

contract = LedgerContract


class LocksTheRow(SqlLedgers):
    """Compares what it has read for update. SQLite knows no such lock."""

    def _replace(self, ledger: Ledger) -> None:
        row = select(LedgerRow.version).where(LedgerRow.name == ledger.name).with_for_update()
        if self._session.scalar(row) != ledger.version:
            self._session.rollback()
            raise StaleLedger(ledger.name)
        values = {"owner": ledger.owner, "version": ledger.version + 1}
        self._session.execute(update(LedgerRow).where(LedgerRow.name == ledger.name).values(values))
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        self._write_moves(ledger)


class Base(DeclarativeBase):
    pass


class LedgerModel(Base):
    __tablename__ = "counted_ledgers"
    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    version: Mapped[int] = mapped_column()
    moves: Mapped[list[MoveModel]] = relationship(
        order_by="MoveModel.position", cascade="all, delete-orphan", lazy="selectin"
    )
    __mapper_args__ = {"version_id_col": version}


class MoveModel(Base):
    __tablename__ = "counted_moves"
    id: Mapped[int] = mapped_column(primary_key=True)
    ledger: Mapped[str] = mapped_column(ForeignKey("counted_ledgers.name"))
    position: Mapped[int]
    text: Mapped[str]


class CountsInTheMapper:
    """SQLAlchemy's own counter, which is made to count changes of the moves too."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, ledger: Ledger) -> None:
        try:
            self._session.add(LedgerModel(name=ledger.name, owner=ledger.owner, moves=_moves(ledger)))
            self._session.commit()
        except IntegrityError as error:
            self._session.rollback()
            raise DuplicateLedger(ledger.name) from error
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def update(self, ledger: Ledger) -> None:
        try:
            model = self._session.get(LedgerModel, ledger.name)
            if model is None or model.version != ledger.version:
                self._session.rollback()
                raise StaleLedger(ledger.name)
            self._write(model, ledger)
            self._session.commit()
        except StaleDataError as error:
            self._session.rollback()
            raise StaleLedger(ledger.name) from error
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def find(self, name: str) -> Ledger | None:
        try:
            model = self._session.get(LedgerModel, name, populate_existing=True)
            found = model and Ledger(name, model.owner, [each.text for each in model.moves], model.version)
            self._session.rollback()
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error
        return found or None

    def remove(self, name: str) -> None:
        try:
            if (model := self._session.get(LedgerModel, name)) is not None:
                self._session.delete(model)
            self._session.commit()
        except SQLAlchemyError as error:
            self._session.rollback()
            raise LedgersUnavailable from error

    def _write(self, model: LedgerModel, ledger: Ledger) -> None:
        model.owner = ledger.owner
        flag_modified(model, "owner")
        model.moves = _moves(ledger)


def _moves(ledger: Ledger) -> list[MoveModel]:
    return [MoveModel(position=n, text=text) for n, text in enumerate(ledger.moves)]
