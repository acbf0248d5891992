"""Journals: dictionaries, one at a time, counted from 0; an unknown one is an error; readers poll and acknowledge."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from hypothesis import strategies as st

from dovetail import EventStoreContract, raises


class NoSuchJournal(LookupError):
    """Nothing was ever written there."""


class Behind(Exception):
    """Somebody else has written meanwhile."""


@dataclass(frozen=True)
class Entry:
    sequence: int
    position: int
    payload: dict[str, Any]
    recorded_at: dt.datetime


class Journals(Protocol):
    def record(self, journal: str, event: dict[str, Any], version: int) -> int: ...
    def read(self, journal: str, start: int = 0, limit: int | None = None) -> list[Entry]: ...
    def stream_version(self, journal: str) -> int: ...
    def has_stream(self, journal: str) -> bool: ...
    def events_since(self, since: dt.datetime) -> list[Entry]: ...
    def poll(self, reader: str) -> list[Entry]: ...
    def ack(self, reader: str, position: int) -> None: ...


class MemoryJournals:
    def __init__(self) -> None:
        self._entries: list[tuple[str, Entry]] = []
        self._reached: dict[str, int] = {}

    def record(self, journal: str, event: dict[str, Any], version: int) -> int:
        written = self._of(journal)
        if len(written) != version:
            raise Behind(journal)
        now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=len(self._entries) // 2)
        entry = Entry(len(written), len(self._entries), copy.deepcopy(event), now)
        self._entries.append((journal, entry))
        return len(written) + 1

    def _of(self, journal: str) -> list[Entry]:
        return [entry for name, entry in self._entries if name == journal]

    def read(self, journal: str, start: int = 0, limit: int | None = None) -> list[Entry]:
        written = self._of(journal)
        if not written:
            raise NoSuchJournal(journal)
        return copy.deepcopy(written[start : None if limit is None else start + limit])

    def stream_version(self, journal: str) -> int:
        return len(self._of(journal))

    def has_stream(self, journal: str) -> bool:
        return bool(self._of(journal))

    def events_since(self, since: dt.datetime) -> list[Entry]:
        return copy.deepcopy([entry for _, entry in self._entries if entry.recorded_at > since])

    def poll(self, reader: str) -> list[Entry]:
        reached = self._reached.get(reader, -1)
        return copy.deepcopy([entry for _, entry in self._entries if entry.position > reached])

    def ack(self, reader: str, position: int) -> None:
        self._reached[reader] = max(self._reached.get(reader, -1), position)


class JournalsContract(EventStoreContract):
    port = Journals
    events = st.fixed_dictionaries(
        {"text": st.text(max_size=8), "tags": st.lists(st.text("ab", max_size=2), max_size=2)}
    )
    conflict = raises(Behind)
    unknown = raises(NoSuchJournal)


contract = JournalsContract


class TestMemoryJournals(JournalsContract):
    adapter = MemoryJournals
