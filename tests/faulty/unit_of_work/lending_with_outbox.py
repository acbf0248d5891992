"""Faults of outboxes: of the unit that fills them, of the relays that send what is in them, and of inboxes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from correct.unit_of_work.lending_in_sql import Base, store
from correct.unit_of_work.lending_with_outbox import (
    ATTEMPTS,
    InboxRow,
    LeasingRelay,
    LockingRelay,
    Message,
    OutboxContract,
    OutboxRow,
    OutboxUnit,
    Publish,
    to_send,
)

__all__ = ["contract", "store"]

contract = OutboxContract


class CursorRow(Base):
    __tablename__ = "cursor"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[float]


class Relayed(OutboxUnit):
    """A unit whose rows are sent by another relay."""

    made: Callable[..., Any]

    def relay(self, publish: Publish, limit: int, now: datetime) -> None:
        type(self).made(self.sessions, publish, now).run(limit)


class StoresRowsByItself(OutboxUnit):
    """UOW-26: a row over a session of its own is there whatever becomes of the unit. UOW-33"""

    def send(self, key: str, body: str) -> str:
        message_id = str(uuid4())
        with self.sessions() as session, session.begin():
            session.add(OutboxRow(id=message_id, key=key, body=body))
        return message_id


class StoresRowsAfterTheCommit(OutboxUnit):
    """UOW-26: where the second transaction fails, the member has joined and nobody is told."""

    def __init__(self, sessions: Any) -> None:
        super().__init__(sessions)
        self.collected: list[tuple[str, str]] = []

    def send(self, key: str, body: str) -> str:
        self.collected.append((key, body))
        return body

    def commit(self) -> None:
        super().commit()
        for key, body in self.collected:
            super().send(key, body)
        self.collected = []
        super().commit()

    def rollback(self) -> None:
        super().rollback()
        self.collected = []


class KeepsRowsOfWhatWasRolledBack(StoresRowsAfterTheCommit):
    """UOW-26: the rollback does not empty what was collected to be sent."""

    def commit(self) -> None:
        for key, body in self.collected:
            OutboxUnit.send(self, key, body)
        self.collected = []
        OutboxUnit.commit(self)

    def rollback(self) -> None:
        OutboxUnit.rollback(self)


class KeepsRowsOfAUnitThatFailed(KeepsRowsOfWhatWasRolledBack):
    """UOW-26: an error ends the session, and what was collected goes with the next unit of the same object."""

    def rollback(self) -> None:
        super().rollback()
        self.collected = []

    def __exit__(self, *details: Any) -> None:
        collected = self.collected
        super().__exit__(*details)
        self.collected = collected if details[0] is not None else []


class MarkingFirst(LeasingRelay):
    def run(self, limit: int) -> None:
        for _ in range(limit):
            taken = self.take()
            if taken is None:
                return
            self.sent(taken[0])
            self.publish(taken[0])


class MarksFirst(Relayed):
    """UOW-27: a crash between the mark and the broker, and the message is lost. UOW-28 UOW-29 UOW-30"""

    made = MarkingFirst


class MarkingAnyway(LeasingRelay):
    def run(self, limit: int) -> None:
        for _ in range(limit):
            taken = self.take()
            if taken is None:
                return
            with suppress(ConnectionError):
                self.publish(taken[0])
            self.sent(taken[0])


class MarksWhateverTheBrokerSays(Relayed):
    """UOW-27: what the broker has refused counts as sent. UOW-29 UOW-30"""

    made = MarkingAnyway


class DroppingWhatFails(LeasingRelay):
    def refused(self, message: Message, attempts: int) -> None:
        del attempts
        with self.sessions() as session, session.begin():
            session.execute(delete(OutboxRow).where(OutboxRow.id == message.id))


class DropsWhatTheBrokerRefuses(Relayed):
    """UOW-27: the row is deleted in any case, so that the table stays small. UOW-29 UOW-30"""

    made = DroppingWhatFails


class NotMarking(LeasingRelay):
    def sent(self, message: Message) -> None:
        self.note(message, attempts=0)


class NeverMarks(Relayed):
    """UOW-27: once its lease is over, it is sent again. UOW-26 UOW-29 UOW-30 UOW-31"""

    made = NotMarking


class ReadingOnly(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session:
            row = session.scalars(to_send().where(self.is_free())).first()
            if row is None:
                return None
            message, attempts = Message(row.id, row.key, row.body), row.attempts + 1
        self.note(message, attempts=attempts)
        return message, attempts


class TakesNothing(Relayed):
    """UOW-28: while one relay publishes what it has read, another one reads it too."""

    made = ReadingOnly


class TakingWhatItHasRead(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session:
            row = session.scalars(to_send().where(self.is_free())).first()
            if row is None:
                return None
            message, attempts = Message(row.id, row.key, row.body), row.attempts + 1
        self.note(message, attempts=attempts, free_at=self.now + 30)
        return message, attempts


class TakesWhatItHasRead(Relayed):
    """UOW-28: between the read and the mark, another relay reads the same."""

    made = TakingWhatItHasRead


class KeepingForever(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        taken = super().take()
        if taken is not None:
            self.note(taken[0], free_at=float("1e15"))
        return taken


class KeepsForever(Relayed):
    """UOW-28: a relay that dies keeps what it had taken."""

    made = KeepingForever


class KeepingTooShortly(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        taken = super().take()
        if taken is not None:
            self.note(taken[0], free_at=self.now + 10)
        return taken


class KeepsTooShortly(Relayed):
    """UOW-28: the lease is over before it is said to be."""

    made = KeepingTooShortly


class InOrderOfIds(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session, session.begin():
            unsent = select(OutboxRow).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False), self.is_free())
            row = session.scalars(unsent.order_by(OutboxRow.id)).first()
            if row is None:
                return None
            row.attempts, row.free_at = row.attempts + 1, self.now + 30
            return Message(row.id, row.key, row.body), row.attempts


class SortsByRandomIds(Relayed):
    """UOW-29: the order of random ids is none. UOW-28"""

    made = InOrderOfIds


class InOrderOfTimes(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session, session.begin():
            unsent = select(OutboxRow).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False), self.is_free())
            row = session.scalars(unsent.order_by(OutboxRow.added_at, OutboxRow.position.desc())).first()
            if row is None:
                return None
            row.attempts, row.free_at = row.attempts + 1, self.now + 30
            return Message(row.id, row.key, row.body), row.attempts


class SortsByTheTimeOfTheTransaction(Relayed):
    """UOW-29: as PostgreSQL's now() is, the time is one for all that comes up in a unit. UOW-28"""

    made = InOrderOfTimes

    def __enter__(self) -> Any:
        self.began = time.time()
        return super().__enter__()

    def send(self, key: str, body: str) -> str:
        message_id = super().send(key, body)
        for row in self.session.new:
            if isinstance(row, OutboxRow):
                row.added_at = self.began
        return message_id


class Overtaking(LeasingRelay):
    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session, session.begin():
            unsent = select(OutboxRow).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False), self.is_free())
            row = session.scalars(unsent.order_by(OutboxRow.position)).first()
            if row is None:
                return None
            row.attempts, row.free_at = row.attempts + 1, self.now + 30
            return Message(row.id, row.key, row.body), row.attempts


class OvertakesWhatWasRefused(Relayed):
    """UOW-29: while the first message waits to be tried again, the second one of its key goes out. UOW-28"""

    made = Overtaking


class Unlimited(LeasingRelay):
    def run(self, limit: int) -> None:
        super().run(limit or 100)


class TakesAllWhereItMayTakeNone(Relayed):
    """UOW-29: 0 is taken for no limit."""

    made = Unlimited


class OneMore(LeasingRelay):
    def run(self, limit: int) -> None:
        super().run(limit + 1 if limit else 0)


class TakesOneMore(Relayed):
    """UOW-29: a limit of two is three."""

    made = OneMore


class NeverGivingUp(LeasingRelay):
    def refused(self, message: Message, attempts: int) -> None:
        self.note(message, free_at=self.now + 60)


class NeverGivesUp(Relayed):
    """UOW-30: the same message is tried for ever."""

    made = NeverGivingUp


class ForgettingTheDead(LeasingRelay):
    def refused(self, message: Message, attempts: int) -> None:
        if attempts < ATTEMPTS:
            super().refused(message, attempts)
            return
        self.note(message, sent=True)


class DropsAfterTheLastAttempt(Relayed):
    """UOW-30: after its last attempt a message is nowhere."""

    made = ForgettingTheDead


class HeadOfTheLine(LeasingRelay):
    def run(self, limit: int) -> None:
        for _ in range(limit):
            taken = self.take()
            if taken is None:
                return
            try:
                self.publish(taken[0])
            except ConnectionError:
                self.note(taken[0], free_at=0.0, attempts=0)
                return
            self.sent(taken[0])


class OneKeepsAllWaiting(Relayed):
    """UOW-30: a relay that stops at the first failure, and begins with the same message the next time."""

    made = HeadOfTheLine


class TriesTheDeadAgain(Relayed):
    """UOW-30: dead letters are listed, and tried again all the same."""

    made = NeverGivingUp

    def given_up(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(OutboxRow.id).where(OutboxRow.attempts >= ATTEMPTS)))


class ReceivesWithoutLooking(OutboxUnit):
    """UOW-31: nobody asks whether a message was received before."""

    def is_new(self, message_id: str) -> bool:
        del message_id
        return True


class RemembersFirst(OutboxUnit):
    """UOW-31: the id is stored before the handler runs, and stays where that fails."""

    def is_new(self, message_id: str) -> bool:
        with self.sessions() as session, session.begin():
            if session.get(InboxRow, message_id) is not None:
                return False
            session.add(InboxRow(id=message_id))
        return True


class RemembersAfterwards(OutboxUnit):
    """UOW-31: between the look and the note, the message is received by another one too."""

    def receive(self, message: Message, handle: Callable[[Any], Any]) -> None:
        with self.sessions() as session:
            if session.get(InboxRow, message.id) is not None:
                return
        with self:
            handle(self)
            self.commit()
        with self.sessions() as session, session.begin():
            session.merge(InboxRow(id=message.id))


class PublishesInside(OutboxUnit):
    """UOW-32: the transaction is open while the broker is asked. UOW-27 UOW-28 UOW-29 UOW-30"""

    def relay(self, publish: Publish, limit: int, now: datetime) -> None:
        del now
        LockingRelay(self.sessions, publish).run(limit)


class FollowingACursor(LeasingRelay):
    def run(self, limit: int) -> None:
        for _ in range(limit):
            with self.sessions() as session:
                cursor = session.get(CursorRow, "relay")
                seen = 0.0 if cursor is None else cursor.at
                row = session.scalars(self.after(seen)).first()
                if row is None:
                    return
                message, at = Message(row.id, row.key, row.body), self.place(row)
            self.publish(message)
            self.sent(message)
            with self.sessions() as session, session.begin():
                session.merge(CursorRow(name="relay", at=at))

    def after(self, seen: float) -> Any:
        return select(OutboxRow).where(OutboxRow.added_at > seen).order_by(OutboxRow.added_at).limit(1)

    def place(self, row: OutboxRow) -> float:
        return row.added_at


class FollowsTheTime(Relayed):
    """UOW-33: what was added earlier and committed later is never seen. UOW-28 UOW-30"""

    made = FollowingACursor


class FollowingPositions(FollowingACursor):
    def after(self, seen: float) -> Any:
        return select(OutboxRow).where(OutboxRow.position > seen).order_by(OutboxRow.position).limit(1)

    def place(self, row: OutboxRow) -> float:
        return float(row.position)


class HidesWhatIsTaken(OutboxUnit):
    """UOW-33: what a relay has taken is in no list, also where that relay is dead. UOW-27"""

    def waiting(self) -> list[str]:
        with self.sessions() as session:
            unsent = select(OutboxRow.id).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False))
            return list(session.scalars(unsent.where(OutboxRow.free_at == 0.0)))


class Unguarded(LeasingRelay):
    """For PostgreSQL: the rows are picked without a lock, and taken whatever has become of them meanwhile."""

    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session, session.begin():
            found = to_send().where(self.is_free()).with_only_columns(OutboxRow.position)
            picked = session.scalars(found).first()
            if picked is None:
                return None
            taken = session.scalars(
                update(OutboxRow)
                .where(OutboxRow.position == picked)
                .values(free_at=self.now + 30, attempts=OutboxRow.attempts + 1)
                .returning(OutboxRow)
            ).one()
            return Message(taken.id, taken.key, taken.body), taken.attempts


class WithoutSkipLocked(LockingRelay):
    """For PostgreSQL: two relays that publish inside of their transactions, and do not lock what they read."""

    def next(self) -> Any:
        return select(OutboxRow).where(OutboxRow.sent.is_(False)).order_by(OutboxRow.position).limit(1)


class MarkingAllInOne(LeasingRelay):
    def run(self, limit: int) -> None:
        with self.sessions() as session:
            unsent = select(OutboxRow).where(OutboxRow.sent.is_(False)).order_by(OutboxRow.position).limit(limit)
            batch = [Message(row.id, row.key, row.body) for row in session.scalars(unsent)]
        with self.sessions() as session, session.begin():
            for message in batch:
                self.publish(message)
                session.execute(update(OutboxRow).where(OutboxRow.id == message.id).values(sent=True))


class PublishesBetweenItsMarks(Relayed):
    """UOW-32: with the first mark a transaction begins, and it is open while the second message is published. UOW-28"""

    made = MarkingAllInOne
