"""Lending units with an outbox over SQLAlchemy: relays lease rows, or lock them where the server is PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_sql import Base, SqlUnit, store
from dovetail import Outbox

LEASE = timedelta(seconds=30)
ATTEMPTS = 3


class OutboxRow(Base):
    __tablename__ = "outbox"
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str]
    body: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[float] = mapped_column(default=0.0)
    free_at: Mapped[float] = mapped_column(default=0.0)  # until then a relay has it, or nobody tries it again
    sent: Mapped[bool] = mapped_column(default=False)
    dead: Mapped[bool] = mapped_column(default=False)


class InboxRow(Base):
    __tablename__ = "inbox"
    id: Mapped[str] = mapped_column(primary_key=True)


@dataclass(frozen=True)
class Message:
    id: str
    key: str
    body: str


Publish = Callable[[Message], Any]


class OutboxUnit(SqlUnit):
    """Stores what is to be sent with all the rest."""

    def flush(self) -> None:
        self.session.flush()

    def send(self, key: str, body: str) -> str:
        row = OutboxRow(id=str(uuid4()), key=key, body=body, added_at=time.time())
        self.session.add(row)
        return row.id

    def is_new(self, message_id: str) -> bool:
        """Note that a message is received; whether it is for the first time."""
        if self.session.get(InboxRow, message_id) is not None:
            return False
        self.session.add(InboxRow(id=message_id))
        self.session.flush()
        return True

    def relay(self, publish: Publish, limit: int, now: datetime) -> None:
        LeasingRelay(self.sessions, publish, now).run(limit)

    def receive(self, message: Message, handle: Callable[[Any], Any]) -> None:
        """Let a message have its effect, unless it has had it."""
        with self:
            if self.is_new(message.id):
                handle(self)
                self.commit()

    def waiting(self) -> list[str]:
        with self.sessions() as session:
            return list(
                session.scalars(select(OutboxRow.id).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False)))
            )

    def given_up(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(OutboxRow.id).where(OutboxRow.dead)))


def to_send() -> Any:
    """The first message of each key that is neither sent nor given up, the oldest first."""
    earlier = aliased(OutboxRow)
    overtaken = (
        select(earlier.position)
        .where(earlier.key == OutboxRow.key, earlier.position < OutboxRow.position)
        .where(earlier.sent.is_(False), earlier.dead.is_(False))
        .exists()
    )
    unsent = select(OutboxRow).where(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False), ~overtaken)
    return unsent.order_by(OutboxRow.position).limit(1)


class LeasingRelay:
    """Takes one message after the other for the length of a lease, and publishes it when that is committed."""

    def __init__(self, sessions: Callable[[], Session], publish: Publish, now: datetime) -> None:
        self.sessions = sessions
        self.publish = publish
        self.now = now.timestamp()

    def run(self, limit: int) -> None:
        for _ in range(limit):
            taken = self.take()
            if taken is None:
                return
            message, attempts = taken
            try:
                self.publish(message)
            except ConnectionError:
                self.refused(message, attempts)
            else:
                self.sent(message)

    def take(self) -> tuple[Message, int] | None:
        with self.sessions() as session, session.begin():
            found = to_send().where(self.is_free()).with_for_update(skip_locked=True)
            taking = update(OutboxRow).where(
                OutboxRow.position == found.with_only_columns(OutboxRow.position).scalar_subquery()
            )
            taken = session.scalars(
                taking.where(self.is_free())
                .values(free_at=self.now + LEASE.total_seconds(), attempts=OutboxRow.attempts + 1)
                .returning(OutboxRow)
                .execution_options(synchronize_session=False)
            ).one_or_none()
            return None if taken is None else (Message(taken.id, taken.key, taken.body), taken.attempts)

    def is_free(self) -> ColumnElement[bool]:
        return OutboxRow.free_at <= self.now

    def sent(self, message: Message) -> None:
        self.note(message, sent=True)

    def refused(self, message: Message, attempts: int) -> None:
        if attempts >= ATTEMPTS:
            self.note(message, dead=True)
        else:
            self.note(message, free_at=self.now + 60 * 2**attempts)

    def note(self, message: Message, **values: Any) -> None:
        with self.sessions() as session, session.begin():
            session.execute(update(OutboxRow).where(OutboxRow.id == message.id).values(**values))


class LockingRelay:
    """Keeps the row of a message locked while it publishes it: for PostgreSQL, where another relay goes past that."""

    def __init__(self, sessions: Callable[[], Session], publish: Publish) -> None:
        self.sessions = sessions
        self.publish = publish

    def run(self, limit: int) -> None:
        for _ in range(limit):
            with self.sessions() as session, session.begin():
                row = session.scalars(self.next()).first()
                if row is None:
                    return
                self.publish(Message(row.id, row.key, row.body))
                row.sent = True

    def next(self) -> Any:
        return (
            select(OutboxRow)
            .where(OutboxRow.sent.is_(False))
            .order_by(OutboxRow.position)
            .limit(1)
            .with_for_update(skip_locked=True)
        )


class OnlyRelay:
    """The only one that works, for as long as its connection has a lock of PostgreSQL's that stands for that."""

    LOCK = 4711

    def __init__(self, sessions: Callable[[], Session], publish: Publish) -> None:
        self.sessions = sessions
        self.publish = publish

    def run(self) -> None:
        with self.sessions() as session, session.connection().engine.connect() as connection:
            session.rollback()
            if not connection.scalar(select(func.pg_try_advisory_lock(self.LOCK))):
                return
            connection.commit()
            try:
                self.send_all()
            finally:
                connection.execute(select(func.pg_advisory_unlock(self.LOCK)))

    def send_all(self) -> None:
        with self.sessions() as session:
            unsent = select(OutboxRow).where(OutboxRow.sent.is_(False)).order_by(OutboxRow.position)
            messages = [Message(row.id, row.key, row.body) for row in session.scalars(unsent)]
        for message in messages:
            self.publish(message)
            with self.sessions() as session, session.begin():
                session.execute(update(OutboxRow).where(OutboxRow.id == message.id).values(sent=True))


def joins(unit: Any, member: Member) -> Any:
    """Something to send comes up: its id."""
    return unit.send(member.id, f"{member.name} has joined")


LEASING = Outbox(
    rows=lambda uow: uow.waiting(),
    relay=lambda uow, publish, limit, now: uow.relay(publish, limit, now),
    key=lambda message: message.key,
    lease=LEASE,
    dead=lambda uow: uow.given_up(),
    attempts=ATTEMPTS,
    inbox=lambda uow, message, handle: uow.receive(message, handle),
)
LOCKING = Outbox(
    rows=lambda uow: uow.waiting(),
    relay=lambda uow, publish, limit: LockingRelay(uow.sessions, publish).run(limit),
    publishing="inside",
)


ALONE = Outbox(
    rows=lambda uow: uow.waiting(),
    relay=lambda uow, publish: OnlyRelay(uow.sessions, publish).run(),
    key=lambda message: message.key,
)


class OutboxContract(LendingContract):
    emits = staticmethod(joins)
    outbox = LEASING


class LockingContract(LendingContract):
    """Only for PostgreSQL: SQLite has no locks on rows."""

    emits = staticmethod(joins)
    outbox = LOCKING


class OnlyRelayContract(LendingContract):
    """Only for PostgreSQL, whose lock it is."""

    emits = staticmethod(joins)
    outbox = ALONE


class TestOutboxUnit(OutboxContract):
    store = staticmethod(lambda: store(OutboxUnit))
