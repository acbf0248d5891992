"""Mistakes over a store that can hold nobody up: who races is seen at a barrier alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from correct.event_store.parcels import (
    Broken,
    Conflict,
    Err,
    EventStream,
    NotFound,
    Ok,
    Scanned,
    Sent,
    SqliteParcelEvents,
    contract,
    store,
)

__all__ = ["contract", "store"]

UNCONSTRAINED = "CREATE TABLE parcel_events (parcel TEXT, version INTEGER, kind TEXT, data TEXT)"


class ChecksThenInserts(SqliteParcelEvents):
    """EVT-14, EVT-13: reads the version, compares and inserts, and no constraint holds it."""

    table = UNCONSTRAINED

    def _save(self, parcel: str, rows: list[tuple[str, str]], expected: int) -> Ok[int] | Err[Conflict | Broken]:
        version = self._version(parcel)
        if version != expected:
            return Err(Conflict(expected, version))
        for place, row in enumerate(rows, 1):
            values = (parcel, version + place, *row)
            self._connection.execute("INSERT INTO parcel_events VALUES (?, ?, ?, ?)", values)
        return Ok(version + len(rows))


class LocksOnlyWhatIsThere(SqliteParcelEvents):
    """EVT-13: a first event is not held by anything."""

    table = UNCONSTRAINED

    def _save(self, parcel: str, rows: list[tuple[str, str]], expected: int) -> Ok[int] | Err[Conflict | Broken]:
        if expected:
            return super()._save(parcel, rows, expected)
        return ChecksThenInserts._save(self, parcel, rows, expected)  # type: ignore[arg-type]


class AnswersTheDriversError(SqliteParcelEvents):
    """EVT-14, EVT-13: the constraint holds, and the loser is told that the store is broken."""

    def _save(self, parcel: str, rows: list[tuple[str, str]], expected: int) -> Ok[int] | Err[Conflict | Broken]:
        return ChecksThenInserts._save(self, parcel, rows, expected)  # type: ignore[arg-type]


class ReportsThePagesVersion(SqliteParcelEvents):
    """EVT-22: what is read says the version of its last event."""

    def get_events(self, parcel_id: str, after_version: int = 0) -> Ok[EventStream] | Err[NotFound | Broken]:
        found = super().get_events(parcel_id, after_version)
        if isinstance(found, Err):
            return found
        return Ok(EventStream(found.value.events, len(found.value.events)))


class CommitsEach(SqliteParcelEvents):
    """EVT-04: a transaction for each event, and the last one cannot be written."""

    def save_events(
        self, parcel_id: str, events: Sequence[Sent | Scanned], expected_version: int
    ) -> Ok[int] | Err[Conflict | Broken]:
        answer: Ok[int] | Err[Conflict | Broken] = super().save_events(parcel_id, [], expected_version)
        for place, each in enumerate(events):
            try:
                answer = super().save_events(parcel_id, [each], expected_version + place)
            except (AttributeError, sqlite3.Error) as error:
                return Err(Broken(str(error)))
            if isinstance(answer, Err):
                return answer
        return answer
