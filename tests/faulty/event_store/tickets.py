"""Mistakes of async stores: whoever awaits lets the others in."""

from __future__ import annotations

from collections.abc import Iterable

from correct.event_store.tickets import AsyncTicketEvents, TicketEvent, VersionConflict, contract, store

__all__ = ["contract", "store"]


class ChecksThenInserts(AsyncTicketEvents):
    """EVT-14, EVT-13, EVT-15: others write between its check and its insert."""

    table = "CREATE TABLE ticket_events (ticket TEXT, version INT, data TEXT)"

    async def append(self, ticket: str, events: Iterable[TicketEvent], expected: int | None = None) -> int:
        rows = [each.model_dump_json() for each in events]
        version = await self._version(ticket)
        if expected is not None and version != expected:
            raise VersionConflict(ticket)
        numbered = [(ticket, version + place, row) for place, row in enumerate(rows, 1)]
        await self._connection.execute("BEGIN IMMEDIATE")
        await self._connection.executemany("INSERT INTO ticket_events VALUES (?, ?, ?)", numbered)
        await self._connection.commit()
        return version + len(rows)
