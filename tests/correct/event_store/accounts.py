"""An account's events in memory: numbered from 1, dataclasses, plain returns, everything a port may offer."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from dovetail import EventStoreContract, raises, returns


@dataclass(frozen=True)
class Opened:
    owner: str
    limits: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Deposited:
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class Closed:
    at: dt.datetime
    reasons: dict[str, str] = field(default_factory=dict)


Event = Opened | Deposited | Closed


@dataclass(frozen=True)
class NewEvent:
    event_id: UUID
    event: Event
    metadata: dict[str, str] = field(default_factory=dict)
    correlation_id: str | None = None


@dataclass(frozen=True)
class StoredEvent:
    event_id: UUID
    event: Event
    metadata: dict[str, str]
    correlation_id: str | None
    version: int
    position: int


class ConcurrencyError(Exception):
    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"expected version {expected}, and it is {actual}")
        self.expected = expected
        self.actual = actual


class DuplicateEvent(Exception):
    """An event of that id is stored."""


class AccountEvents(Protocol):
    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int: ...
    def load(
        self,
        stream: str,
        *,
        from_version: int | None = None,
        to_version: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> list[StoredEvent]: ...
    def version(self, stream: str) -> int: ...
    def last(self, stream: str) -> StoredEvent | None: ...
    def read_all(self, after: int = 0, limit: int | None = None) -> list[StoredEvent]: ...
    def by_type(self, event_type: type) -> list[StoredEvent]: ...
    def delete(self, stream: str) -> None: ...
    def save_snapshot(self, stream: str, version: int, state: dict[str, int]) -> None: ...
    def load_snapshot(self, stream: str) -> tuple[int, dict[str, int]] | None: ...
    def subscribe(self, handler: Callable[[StoredEvent], None]) -> None: ...


class InMemoryAccountEvents:
    def __init__(self) -> None:
        self._events: list[tuple[str, StoredEvent]] = []
        self._snapshots: dict[str, tuple[int, dict[str, int]]] = {}
        self._handlers: list[Callable[[StoredEvent], None]] = []
        self._position = 0

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        version = self.version(stream)
        if expected_version is not None and expected_version != version:
            raise ConcurrencyError(expected_version, version)
        known = {each.event_id for _, each in self._events}
        new = []
        for number, event in enumerate(events, 1):
            if event.event_id in known:
                raise DuplicateEvent(event.event_id)
            known.add(event.event_id)
            kept = copy.deepcopy(event)
            new.append(
                StoredEvent(
                    kept.event_id,
                    kept.event,
                    kept.metadata,
                    kept.correlation_id,
                    version + number,
                    self._position + number,
                )
            )
        self._position += len(new)
        self._events += [(stream, each) for each in new]
        for each in new:
            for handler in self._handlers:
                handler(copy.deepcopy(each))
        return version + len(new)

    def load(
        self,
        stream: str,
        *,
        from_version: int | None = None,
        to_version: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> list[StoredEvent]:
        found = [
            each
            for name, each in self._events
            if name == stream
            and (from_version is None or each.version >= from_version)
            and (to_version is None or each.version <= to_version)
        ]
        found = found[::-1] if backwards else found
        return copy.deepcopy(found if limit is None else found[:limit])

    def version(self, stream: str) -> int:
        return sum(name == stream for name, _ in self._events)

    def last(self, stream: str) -> StoredEvent | None:
        return next(iter(self.load(stream, limit=1, backwards=True)), None)

    def read_all(self, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        found = [each for _, each in self._events if each.position > after]
        return copy.deepcopy(found if limit is None else found[:limit])

    def by_type(self, event_type: type) -> list[StoredEvent]:
        return copy.deepcopy([each for _, each in self._events if type(each.event) is event_type])

    def delete(self, stream: str) -> None:
        self._events = [(name, each) for name, each in self._events if name != stream]
        self._snapshots.pop(stream, None)

    def save_snapshot(self, stream: str, version: int, state: dict[str, int]) -> None:
        known = self._snapshots.get(stream)
        if known is None or known[0] <= version:
            self._snapshots[stream] = version, dict(state)

    def load_snapshot(self, stream: str) -> tuple[int, dict[str, int]] | None:
        return copy.deepcopy(self._snapshots.get(stream))

    def subscribe(self, handler: Callable[[StoredEvent], None]) -> None:
        self._handlers.append(handler)


class AccountEventsContract(EventStoreContract):
    port = AccountEvents
    conflict = raises(ConcurrencyError)
    duplicate = raises(DuplicateEvent)
    unknown = returns([])
    after_delete = "anew"


contract = AccountEventsContract


class TestInMemoryAccountEvents(AccountEventsContract):
    adapter = InMemoryAccountEvents
