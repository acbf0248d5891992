"""Passbooks made from what happened to them: a save appends what is pending; `replay` is no change of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Protocol

from hypothesis import strategies as st

from dovetail import RepositoryContract, raises


@dataclass(frozen=True)
class PassbookEvent:
    """Any of them."""


@dataclass(frozen=True)
class Begun(PassbookEvent):
    holder: str


@dataclass(frozen=True)
class PaidIn(PassbookEvent):
    cents: int


@dataclass(eq=False)
class Passbook:
    id: str
    holder: str = ""
    cents: int = 0
    version: int = 0
    _pending_events: list[PassbookEvent] = field(default_factory=list, repr=False)

    @classmethod
    def begin(cls, passbook_id: str, holder: str) -> Passbook:
        passbook = cls(passbook_id)
        passbook._happen(Begun(holder))
        return passbook

    def pay_in(self, cents: int) -> None:
        if cents <= 0:
            raise ValueError(cents)
        self._happen(PaidIn(cents))

    def replay(self, events: Iterable[PassbookEvent]) -> None:
        for event in events:
            self._apply(event)
            self.version += 1

    @property
    def pending_events(self) -> tuple[PassbookEvent, ...]:
        return tuple(self._pending_events)

    def mark_stored(self) -> None:
        self.version += len(self._pending_events)
        self._pending_events.clear()

    def _happen(self, event: PassbookEvent) -> None:
        self._apply(event)
        self._pending_events.append(event)

    @singledispatchmethod
    def _apply(self, event: PassbookEvent) -> None:
        raise TypeError(event)

    @_apply.register
    def _(self, event: Begun) -> None:
        self.holder = event.holder

    @_apply.register
    def _(self, event: PaidIn) -> None:
        self.cents += event.cents


class NoSuchPassbook(Exception):
    pass


class Outdated(Exception):
    pass


class Passbooks(Protocol):
    def get(self, passbook_id: str) -> Passbook: ...
    def save(self, passbook: Passbook) -> None: ...


class InMemoryPassbooks:
    def __init__(self) -> None:
        self._streams: dict[str, list[PassbookEvent]] = {}

    def get(self, passbook_id: str) -> Passbook:
        if passbook_id not in self._streams:
            raise NoSuchPassbook(passbook_id)
        passbook = Passbook(passbook_id)
        passbook.replay(self._streams[passbook_id])
        return passbook

    def save(self, passbook: Passbook) -> None:
        stream = self._streams.get(passbook.id, [])
        if len(stream) != passbook.version:
            raise Outdated(passbook.id)
        self._streams[passbook.id] = [*stream, *passbook.pending_events]
        passbook.mark_stored()


class PassbooksContract(RepositoryContract):
    port = Passbooks
    aggregates = st.builds(Passbook.begin, st.text(max_size=8), st.text("Ana ", min_size=1, max_size=8))
    missing = raises(NoSuchPassbook)
    stale = raises(Outdated)


class TestInMemoryPassbooks(PassbooksContract):
    adapter = InMemoryPassbooks
