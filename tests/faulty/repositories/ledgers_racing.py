"""Ledgers that writers race for."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from correct.repositories.databases import file_engine
from correct.repositories.ledgers import (
    Base,
    Ledger,
    LedgerContract,
    LedgerRow,
    MoveRow,
    SqlLedgers,
    StaleLedger,
)
from dovetail.stores import SqlAlchemyStore

contract = LedgerContract


def store(adapter: type[SqlLedgers]) -> SqlAlchemyStore[SqlLedgers]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class LooksBeforeItWrites(SqlLedgers):
    """REPO-25: the version is compared in one transaction, and counted in the next."""

    def _replace(self, ledger: Ledger) -> None:
        known = self._session.scalar(select(LedgerRow.version).where(LedgerRow.name == ledger.name))
        self._session.rollback()
        if known != ledger.version:
            raise StaleLedger(ledger.name)
        values = {"owner": ledger.owner, "version": ledger.version + 1}
        self._session.execute(update(LedgerRow).where(LedgerRow.name == ledger.name).values(values))
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        self._write_moves(ledger)


class LooksWithoutALock(SqlLedgers):
    """REPO-25: the version is compared and counted in one transaction, which locks nothing in between."""

    def _replace(self, ledger: Ledger) -> None:
        known = self._session.scalar(select(LedgerRow.version).where(LedgerRow.name == ledger.name))
        if known != ledger.version:
            self._session.rollback()
            raise StaleLedger(ledger.name)
        values = {"owner": ledger.owner, "version": ledger.version + 1}
        self._session.execute(update(LedgerRow).where(LedgerRow.name == ledger.name).values(values))
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        self._write_moves(ledger)
