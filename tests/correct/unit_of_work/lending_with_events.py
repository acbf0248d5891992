"""Lending units that send events out once they are committed, and in which units may be nested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy.orm import Session

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_memory import MemoryUnit
from correct.unit_of_work.lending_in_sql import SqlCopies, SqlMembers, SqlUnit, store
from dovetail import raises
from dovetail.stores import MemoryStore


@dataclass(frozen=True)
class MemberJoined:
    member_id: str


class Bus:
    """Calls each handler, whatever becomes of the ones before it."""

    def __init__(self) -> None:
        self.handlers: list[Callable[[MemberJoined], Any]] = []
        self.failures: list[Exception] = []

    def publish(self, event: MemberJoined) -> None:
        for handler in self.handlers:
            try:
                handler(event)
            except Exception as error:
                self.failures.append(error)


BUS = Bus()


def joins(unit: Any, member: Member) -> MemberJoined:
    """An event comes up in a unit."""
    event = MemberJoined(member.id)
    unit.collected.append(event)
    return event


class PublishingUnit(SqlUnit):
    """Collects events, and sends them when the commit has succeeded."""

    bus = BUS

    def __enter__(self) -> Self:
        self.collected: list[MemberJoined] = []
        return super().__enter__()

    def commit(self) -> None:
        super().commit()
        collected, self.collected = self.collected, []
        for event in collected:
            self.bus.publish(event)

    def rollback(self) -> None:
        super().rollback()
        self.collected.clear()


class UnitWithItsBus(PublishingUnit):
    """Has a bus of its own, so that what a handler does in another unit goes out of that one's."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        super().__init__(sessions)
        self.bus = Bus()


class PublishingContract(LendingContract):
    emits = staticmethod(joins)
    subscribe = staticmethod(lambda uow, handler: uow.bus.handlers.append(handler))
    handlers = "isolated"


class SavepointUnit(SqlUnit):
    """Begun again inside of itself, it is a savepoint, and what is collected in that goes with it."""

    bus = BUS

    def __init__(self, sessions: Callable[[], Session]) -> None:
        super().__init__(sessions)
        self.open: list[Any] = []
        self.collected: list[MemberJoined] = []

    def __enter__(self) -> Self:
        if self.open:
            self.open.append((self.session.begin_nested(), len(self.collected)))
            return self
        self.open.append(None)
        self.collected = []
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        inner = self.open.pop()
        if inner is None:
            super().__exit__(kind, error, trace)
            return
        savepoint, collected = inner
        if savepoint.is_active and error is not None:
            savepoint.rollback()
            del self.collected[collected:]

    def commit(self) -> None:
        if len(self.open) > 1:
            self.open[-1][0].commit()
            return
        self.session.commit()
        collected, self.collected = self.collected, []
        for event in collected:
            self.bus.publish(event)

    def rollback(self) -> None:
        super().rollback()
        self.collected.clear()


class WithSavepoints(PublishingUnit):
    """Has savepoints of its own."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        collected = len(self.collected)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.collected[collected:]
            raise


class JoiningUnit(SqlUnit):
    """Begun again inside of itself, it is the same unit; an inner failure dooms it."""

    depth = 0
    doomed = False

    def __enter__(self) -> Self:
        self.depth += 1
        if self.depth > 1:
            return self
        self.doomed = False
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.depth -= 1
        if not self.depth:
            super().__exit__(kind, error, trace)
        elif error is not None:
            self.doomed = True

    def commit(self) -> None:
        if self.doomed:
            raise RuntimeError("a part of this unit of work has failed")
        if self.depth == 1:
            super().commit()


class NestedUnitError(Exception):
    """A unit is begun inside of itself."""


class RefusingUnit(SqlUnit):
    """Serves once at a time, and refuses to be used when it is over."""

    is_open = False

    def __enter__(self) -> Self:
        if self.is_open:
            raise NestedUnitError
        self.is_open = True
        super().__enter__()
        self.members, self.copies = SqlMembers(self.session), SqlCopies(self.session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_open = False
        super().__exit__(kind, error, trace)

    def commit(self) -> None:
        if not self.is_open:
            raise NestedUnitError
        super().commit()


class ListingUnit(MemoryUnit):
    """Adds what goes out to a list that it is given with its data."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.published: list[MemberJoined] = data.setdefault("published", [])

    def commit(self) -> None:
        collected = list(self.collected)
        super().commit()
        self.published.extend(deepcopy(collected))

    def rollback(self) -> None:
        super().rollback()
        self.collected: list[MemberJoined] = []


class TestPublishingUnit(PublishingContract):
    store = staticmethod(lambda: store(PublishingUnit))


class TestUnitWithItsBus(PublishingContract):
    store = staticmethod(lambda: store(UnitWithItsBus))


class TestSavepointUnit(PublishingContract):
    nested = "savepoint"
    store = staticmethod(lambda: store(SavepointUnit))


class TestWithSavepoints(PublishingContract):
    store = staticmethod(lambda: store(WithSavepoints))


class TestJoiningUnit(LendingContract):
    nested = "joins"
    store = staticmethod(lambda: store(JoiningUnit))


class TestRefusingUnit(LendingContract):
    nested = raises(NestedUnitError)
    ended = raises(NestedUnitError)
    at_once = raises(NestedUnitError)
    reused = "works"
    store = staticmethod(lambda: store(RefusingUnit))


class TestListingUnit(LendingContract):
    emits = staticmethod(joins)
    events = staticmethod(lambda uow: uow.published)
    store = staticmethod(lambda: MemoryStore(ListingUnit))
