"""Faults of units that send events out."""

from __future__ import annotations

from types import TracebackType

from correct.unit_of_work.lending_in_sql import SqlUnit, store
from correct.unit_of_work.lending_with_events import (
    Bus,
    MemberJoined,
    PublishingContract,
    PublishingUnit,
    RefusingUnit,
    SavepointUnit,
    TestRefusingUnit,
    TestSavepointUnit,
)
from dovetail import UnitOfWorkContract

__all__ = ["contract", "held_to", "store"]

contract = PublishingContract


class WorksAfterItsEnd(RefusingUnit):
    """UOW-10: a closed session opens itself again, and the port says that this is refused."""

    commit = SqlUnit.commit


class PublishesFirst(PublishingUnit):
    """UOW-21: the confirmation is out before the commit fails. UOW-22 UOW-24"""

    def commit(self) -> None:
        collected, self.collected = self.collected, []
        for event in collected:
            self.bus.publish(event)
        SqlUnit.commit(self)


class PublishesBackwards(PublishingUnit):
    """UOW-21: what came up first goes out last."""

    def commit(self) -> None:
        self.collected.reverse()
        super().commit()


class RemembersWhatWasRolledBack(PublishingUnit):
    """UOW-21: the rollback empties the session, and not the list of events."""

    def rollback(self) -> None:
        SqlUnit.rollback(self)


class PublishesOnEveryPath(PublishingUnit):
    """UOW-21: events go out in the end, whatever has happened."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        for event in self.collected:
            self.bus.publish(event)


class PublishesInsideOfTheTransaction(PublishingUnit):
    """UOW-22: what the handler asks for is not committed yet. UOW-21"""

    def commit(self) -> None:
        self.session.flush()
        for event in self.collected:
            self.bus.publish(event)
        self.collected.clear()
        self.session.commit()


class PublishesEverythingAgain(PublishingUnit):
    """UOW-23: nobody empties the list."""

    def commit(self) -> None:
        SqlUnit.commit(self)
        for event in self.collected:
            self.bus.publish(event)


class DropsWhatComesUpMeanwhile(Bus):
    """A bus that drops an event while another one is being handled."""

    busy = False

    def publish(self, event: MemberJoined) -> None:
        if self.busy:
            return
        self.busy = True
        super().publish(event)
        self.busy = False


class DropsTheEventsOfHandlers(PublishingUnit):
    """UOW-23: what a handler's own unit sends is lost, since the bus is busy."""

    bus = DropsWhatComesUpMeanwhile()


class StopsAtTheFirst(Bus):
    """A bus that stops at the first handler that fails."""

    def publish(self, event: MemberJoined) -> None:
        for handler in self.handlers:
            handler(event)


class HandlersStopEachOther(PublishingUnit):
    """UOW-24: the port says that handlers are isolated."""

    bus = StopsAtTheFirst()


class HandlersUndoTheCommit(PublishingUnit):
    """UOW-24: the order is taken back because a mail server is down. UOW-21 UOW-22"""

    bus = StopsAtTheFirst()

    def commit(self) -> None:
        for event in self.collected:
            self.bus.publish(event)
        self.collected.clear()
        self.session.commit()


class SendsWhatTheSavepointHad(SavepointUnit):
    """UOW-25: the rows of the savepoint are gone, and its events go out."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        collected = list(self.collected)
        super().__exit__(kind, error, trace)
        if self.open:
            self.collected = collected


def held_to(adapter: type) -> type[UnitOfWorkContract]:
    """The contract of an adapter."""
    for base, suite in ((RefusingUnit, TestRefusingUnit), (SavepointUnit, TestSavepointUnit)):
        if issubclass(adapter, base):
            return suite
    return contract
