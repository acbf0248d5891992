"""Mistakes in memory: what a fake gets wrong that its tests never see."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from correct.event_store.accounts import (
    ConcurrencyError,
    Deposited,
    DuplicateEvent,
    InMemoryAccountEvents,
    NewEvent,
    StoredEvent,
    contract,
)

__all__ = ["contract"]


class OrdersByText(InMemoryAccountEvents):
    """EVT-01: versions are kept as text, and 10 comes before 2."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        backwards = bounds.get("backwards", False)
        return sorted(super().load(stream, **bounds), key=lambda each: str(each.version), reverse=backwards)


class LosesTheCorrelation(InMemoryAccountEvents):
    """EVT-02: nobody added the column for the correlation id."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        return [replace(each, correlation_id=None) for each in super().load(stream, **bounds)]


class FillsInMetadata(InMemoryAccountEvents):
    """EVT-02: absent metadata comes back as a default."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        found = super().load(stream, **bounds)
        return [replace(each, metadata=each.metadata or {"source": "unknown"}) for each in found]


class LosesTheScale(InMemoryAccountEvents):
    """EVT-03: amounts go through float."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        return [replace(each, event=_through_float(each.event)) for each in super().load(stream, **bounds)]


def _through_float(event: Any) -> Any:
    return replace(event, amount=Decimal(float(event.amount))) if isinstance(event, Deposited) else event


class CutsNotes(InMemoryAccountEvents):
    """EVT-03: a column of 255 characters cuts what is longer."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        return [replace(each, event=_cut(each.event)) for each in super().load(stream, **bounds)]


def _cut(event: Any) -> Any:
    return replace(event, note=event.note[:255]) if isinstance(event, Deposited) else event


class KeepsHalfABatch(InMemoryAccountEvents):
    """EVT-04, EVT-07, EVT-09: appends one event after the other, and stops at the one that it cannot."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        version = super().append(stream, [], expected_version)
        for each in events:
            version = super().append(stream, [each])
        return version


class CountsEmptyAppends(InMemoryAccountEvents):
    """EVT-05: an append of nothing answers a version of its own."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        return super().append(stream, events, expected_version) or -1 if events else 0


class AnswersTheBatch(InMemoryAccountEvents):
    """EVT-06, EVT-05: answers how many events the first batch had."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        version = super().append(stream, events, expected_version)
        return version if version < 2 else version - 1


class AnswersWhatWasExpected(InMemoryAccountEvents):
    """EVT-06: answers by what the caller expects, so that one who expects nothing is told the batch."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        super().append(stream, events, expected_version)
        return (expected_version or 0) + len(events)


class StoresTwice(InMemoryAccountEvents):
    """EVT-07: looks at no id."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        known = self._events
        self._events = [(name, replace(each, event_id=object())) for name, each in known]  # type: ignore[arg-type]
        ids = [each.event_id for each in events]
        try:
            version = super().append(
                stream,
                [NewEvent(object(), each.event, each.metadata, each.correlation_id) for each in events],  # type: ignore[arg-type]
                expected_version,
            )
        except ConcurrencyError:
            self._events = known
            raise
        new = self._events[len(known) :]
        self._events = known + [(name, replace(each, event_id=id_)) for (name, each), id_ in zip(new, ids, strict=True)]
        return version


class TriesAgain(InMemoryAccountEvents):
    """EVT-08, EVT-07, EVT-10, EVT-11, EVT-12: after a conflict it appends to whatever is there, under new ids."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        try:
            return super().append(stream, events, expected_version)
        except ConcurrencyError:
            fresh = [replace(each, event_id=_next(each.event_id, self._position)) for each in events]
            return super().append(stream, fresh, None)


def _next(event_id: Any, number: int) -> Any:
    return type(event_id)(int=(event_id.int + (number << 64)) % (1 << 128))


class SerialisesLate(InMemoryAccountEvents):
    """EVT-09, EVT-04: an event is there before it is found that it cannot be copied."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        version = super().append(stream, [], expected_version)
        known = {each.event_id for _, each in self._events}
        if len({each.event_id for each in events} | known) < len(events) + len(known):
            raise DuplicateEvent(events)
        for each in events:
            version += 1
            self._position += 1
            stored = StoredEvent(each.event_id, each.event, each.metadata, each.correlation_id, version, self._position)
            self._events.append((stream, stored))
            self._events[-1] = (stream, copy.deepcopy(stored))
            for handler in self._handlers:
                handler(stored)
        return version


class AllowsTheOlder(InMemoryAccountEvents):
    """EVT-10, EVT-07, EVT-08, EVT-11, EVT-12: refuses an expectation that is too high, and none that is too low."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        if expected_version is not None and expected_version < self.version(stream):
            expected_version = None
        return super().append(stream, events, expected_version)


class AllowsTheNewer(InMemoryAccountEvents):
    """EVT-10: compares with `<`, so that a version from nowhere will do."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        if expected_version is not None and expected_version > self.version(stream):
            expected_version = None
        return super().append(stream, events, expected_version)


class NamesTheWrongVersion(InMemoryAccountEvents):
    """EVT-10: the conflict has the two versions the wrong way round."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        try:
            return super().append(stream, events, expected_version)
        except ConcurrencyError as error:
            raise ConcurrencyError(error.actual, error.expected) from None


class TakesZeroForAny(InMemoryAccountEvents):
    """EVT-11: `if expected_version:` takes "no stream" for "any version"."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        return super().append(stream, events, expected_version or None)


class CountsBeforeItChecks(InMemoryAccountEvents):
    """EVT-12, EVT-10: the version moves on although the append is refused."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: dict[str, int] = {}

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        before = self._versions.get(stream, 0)
        refused = expected_version is not None and expected_version != before
        if refused and expected_version is not None:
            self._versions[stream] = before + (len(events) if expected_version == before - 1 else 0)
            raise ConcurrencyError(expected_version, before)
        version = super().append(stream, events)
        self._versions[stream] = version
        return version

    def delete(self, stream: str) -> None:
        self._versions.pop(stream, None)
        super().delete(stream)


class RaisesWithBounds(InMemoryAccountEvents):
    """EVT-17: an unknown stream is empty, and with a bound an error."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        if bounds.get("from_version") is not None and not self.version(stream):
            raise KeyError(stream)
        return super().load(stream, **bounds)


class SkipsByOffset(InMemoryAccountEvents):
    """EVT-18, EVT-19, EVT-21: from the third event on, a bound is taken for an offset."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        lower = bounds.get("from_version")
        if lower is not None and lower > 2:
            bounds["from_version"] = lower + 1
        return super().load(stream, **bounds)


class LosesTheLast(InMemoryAccountEvents):
    """EVT-18: an upper bound beyond the last event cuts that off."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        upper = bounds.get("to_version")
        found = super().load(stream, **bounds)
        return found[:-1] if upper is not None and upper > self.version(stream) else found


class TakesZeroForAll(InMemoryAccountEvents):
    """EVT-19: `if limit:` takes 0 for no limit."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        bounds["limit"] = bounds.get("limit") or None
        return super().load(stream, **bounds)


class LimitsBeforeTheBound(InMemoryAccountEvents):
    """EVT-19, EVT-21: the limit is applied to the stream, and the bound to what is left."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        lower = bounds.pop("from_version", None)
        return [each for each in super().load(stream, **bounds) if lower is None or each.version >= lower]


class ReversesThePage(InMemoryAccountEvents):
    """EVT-20, EVT-19: cuts forwards, and reverses what it has."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        backwards = bounds.pop("backwards", False)
        found = super().load(stream, **bounds)
        return found[::-1] if backwards else found


class GivesTheFirstAsLast(InMemoryAccountEvents):
    """EVT-20: the last event is the one that was stored last of all."""

    def last(self, stream: str) -> StoredEvent | None:
        return copy.deepcopy(self._events[-1][1]) if self._events else None


class RepeatsAtThePage(InMemoryAccountEvents):
    """EVT-21, EVT-19: a full page begins with the last event of the one before."""

    def read_all(self, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        return super().read_all(after - 1 if limit is not None and after > 1 else after, limit)


class ReportsAllVersions(InMemoryAccountEvents):
    """EVT-22: asked for a stream's version, it gives the last position; its appends know better."""

    def version(self, stream: str) -> int:
        return self._position

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        kept, counted = type(self).version, InMemoryAccountEvents.version
        try:
            type(self).version = counted  # type: ignore[method-assign]
            return super().append(stream, events, expected_version)
        finally:
            type(self).version = kept  # type: ignore[method-assign]


class MixesPrefixes(InMemoryAccountEvents):
    """EVT-23: a stream gets the events of all whose names begin with its own."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        names = {name for name, _ in self._events if name.startswith(stream)}
        return [each for name in sorted(names) for each in super(MixesPrefixes, self).load(name, **bounds)]


class IgnoresCase(InMemoryAccountEvents):
    """EVT-23: names are compared as some databases compare text."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        return super().append(stream.lower(), events, expected_version)

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        return super().load(stream.lower(), **bounds)


class PicksByPrefix(InMemoryAccountEvents):
    """EVT-24: a type gets the events of all types of the same beginning."""

    def by_type(self, event_type: type) -> list[StoredEvent]:
        letter = event_type.__name__[:1]
        return [each for _, each in self._events if type(each.event).__name__[:1] <= letter]


class CountsInTheStream(InMemoryAccountEvents):
    """EVT-25, EVT-21: the position counts within a stream."""

    def read_all(self, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        return [replace(each, position=each.version) for each in super().read_all(after, limit)]


class ForgetsToDeleteFromAll(InMemoryAccountEvents):
    """EVT-28: a deleted stream's events still come by position."""

    def __init__(self) -> None:
        super().__init__()
        self._gone: list[StoredEvent] = []

    def delete(self, stream: str) -> None:
        self._gone += [each for name, each in self._events if name == stream]
        super().delete(stream)

    def read_all(self, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        gone = [each for each in self._gone if each.position > after]
        return sorted([*gone, *super().read_all(after, limit)], key=lambda each: each.position)


class DeletesNeighbours(InMemoryAccountEvents):
    """EVT-28: a delete takes everything."""

    def delete(self, stream: str) -> None:
        self._events.clear()


class KeepsTheLatestSnapshot(InMemoryAccountEvents):
    """EVT-29: a snapshot that is saved late takes the place of a newer one."""

    def save_snapshot(self, stream: str, version: int, state: dict[str, int]) -> None:
        self._snapshots[stream] = version, dict(state)


class SharesSnapshots(InMemoryAccountEvents):
    """EVT-29: one snapshot for all streams."""

    def save_snapshot(self, stream: str, version: int, state: dict[str, int]) -> None:
        super().save_snapshot("", version, state)

    def load_snapshot(self, stream: str) -> tuple[int, dict[str, int]] | None:
        return super().load_snapshot("")


class TellsSubscribersTwice(InMemoryAccountEvents):
    """EVT-31: a handler is registered twice."""

    def subscribe(self, handler: Callable[[StoredEvent], None]) -> None:
        self._handlers += [handler, handler]


class TellsSubscribersTheLast(InMemoryAccountEvents):
    """EVT-31: a handler is told of the last event of a batch alone."""

    def subscribe(self, handler: Callable[[StoredEvent], None]) -> None:
        def last_of_a_batch(event: StoredEvent) -> None:
            if event.position == self._position:
                handler(event)

        super().subscribe(last_of_a_batch)


class TellsSubscribersFirst(InMemoryAccountEvents):
    """EVT-31: handlers are called before the version is compared, and so for events that are refused."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        try:
            return super().append(stream, events, expected_version)
        except ConcurrencyError:
            elsewhere = InMemoryAccountEvents()
            for handler in self._handlers:
                elsewhere.subscribe(handler)
            elsewhere.append(stream, events)
            raise


class HandsOutItsEvents(InMemoryAccountEvents):
    """EVT-32: what is loaded is what is stored."""

    def load(self, stream: str, **bounds: Any) -> list[StoredEvent]:
        kept = {id(each.event_id): each for _, each in self._events}
        by_id = {each.event_id: each for each in kept.values()}
        return [by_id[each.event_id] for each in super().load(stream, **bounds)]


class KeepsTheCallersEvents(InMemoryAccountEvents):
    """EVT-32: the metadata that is stored is the caller's own."""

    def append(self, stream: str, events: Sequence[NewEvent], expected_version: int | None = None) -> int:
        version = super().append(stream, events, expected_version)
        given = {each.event_id: each for each in events}
        self._events = [
            (name, replace(each, metadata=given[each.event_id].metadata, event=given[each.event_id].event))
            if each.event_id in given
            else (name, each)
            for name, each in self._events
        ]
        return version
