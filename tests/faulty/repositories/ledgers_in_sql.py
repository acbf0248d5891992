"""Ledgers whose transactions and conditions are not quite those of a ledger."""

from __future__ import annotations

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert

from correct.repositories.databases import file_engine
from correct.repositories.ledgers import Base, Ledger, LedgerContract, LedgerRow, MoveRow, SqlLedgers
from dovetail.stores import SqlAlchemyStore

contract = LedgerContract


def store(adapter: type[SqlLedgers]) -> SqlAlchemyStore[SqlLedgers]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class TakesTheLastWriter(SqlLedgers):
    """REPO-19, REPO-25, REPO-28: the version is counted and never compared."""

    def _replace(self, ledger: Ledger) -> None:
        values = {"owner": ledger.owner, "version": LedgerRow.version + 1}
        self._session.execute(update(LedgerRow).where(LedgerRow.name == ledger.name).values(values))
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        self._write_moves(ledger)


class CommitsBetweenTheTables(SqlLedgers):
    """REPO-20: the ledger is committed, and its moves are in a transaction of their own."""

    def add(self, ledger: Ledger) -> None:
        moves, ledger.moves = ledger.moves, []
        super().add(ledger)
        ledger.moves = moves
        if moves:
            self._write_moves(ledger)
            self._session.commit()


class OverwritesOnAdd(SqlLedgers):
    """REPO-10, REPO-32: an upsert where the port promises to refuse."""

    def add(self, ledger: Ledger) -> None:
        row = {"name": ledger.name, "owner": ledger.owner, "version": 1}
        self._session.execute(upsert(LedgerRow).values(row).on_conflict_do_update(["name"], set_=row))
        self._session.execute(delete(MoveRow).where(MoveRow.ledger == ledger.name))
        if ledger.moves:
            rows = [{"ledger": ledger.name, "position": n, "text": text} for n, text in enumerate(ledger.moves)]
            self._session.execute(insert(MoveRow), rows)
        self._session.commit()
