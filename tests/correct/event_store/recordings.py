"""Events that say themselves where they belong, as some libraries have them: a stream's id and a number in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from dovetail import EventStoreContract, raises, returns


@dataclass(frozen=True)
class StoredEvent:
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


@dataclass(frozen=True)
class Notification(StoredEvent):
    id: int


class IntegrityError(Exception):
    """That number of the stream is taken."""


class Recorder(Protocol):
    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None: ...
    def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]: ...
    def select_notifications(self, start: int | None, limit: int) -> Sequence[Notification]: ...


class MemoryRecorder:
    def __init__(self) -> None:
        self._events: list[StoredEvent] = []

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None:
        taken = {(each.originator_id, each.originator_version) for each in self._events}
        for each in stored_events:
            place = each.originator_id, each.originator_version
            if place in taken:
                raise IntegrityError(place)
            taken.add(place)
        start = len(self._events)
        self._events += stored_events
        return list(range(start + 1, len(self._events) + 1))

    def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        found = [
            each
            for each in self._events
            if each.originator_id == originator_id
            and (gt is None or each.originator_version > gt)
            and (lte is None or each.originator_version <= lte)
        ]
        found.sort(key=lambda each: each.originator_version, reverse=desc)
        return found if limit is None else found[:limit]

    def select_notifications(self, start: int | None, limit: int) -> Sequence[Notification]:
        every = [
            Notification(each.originator_id, each.originator_version, each.topic, each.state, number)
            for number, each in enumerate(self._events, 1)
        ]
        return [each for each in every if start is None or each.id >= start][:limit]


class RecorderContract(EventStoreContract):
    port = Recorder
    conflict = raises(IntegrityError)
    unknown = returns([])


contract = RecorderContract


class TestMemoryRecorder(RecorderContract):
    adapter = MemoryRecorder
