"""Ledgers that count their saves, and lose one all the same."""

from __future__ import annotations

from correct.on_servers.ledgers_in_sql import CountsInTheMapper, LedgerModel, _moves
from correct.repositories.ledgers import Ledger


class CountsTheOwnerAlone(CountsInTheMapper):
    """REPO-25, REPO-19: SQLAlchemy counts a save only where the row itself changes, and moves are rows of their own."""

    def _write(self, model: LedgerModel, ledger: Ledger) -> None:
        model.owner = ledger.owner
        model.moves = _moves(ledger)
