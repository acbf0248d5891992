"""An outbox in memory, beside the data of a unit: of units that share it, and of one that has it alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_memory import MemoryUnit
from dovetail import Outbox
from dovetail.stores import MemoryStore

LEASE = timedelta(seconds=10)
_NUMBERS = count(1)


class UnitWithOutbox(MemoryUnit):
    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.sent_later: list[dict[str, Any]] = []

    def commit(self) -> None:
        sent_later = list(self.sent_later)
        super().commit()
        self.data.setdefault("outbox", []).extend(sent_later)

    def rollback(self) -> None:
        super().rollback()
        self.sent_later = []

    def post(self, body: str) -> None:
        self.sent_later.append({"message_id": next(_NUMBERS), "body": body, "free_at": None, "failures": 0})

    def __enter__(self) -> Any:
        self.sent_later = []
        return super().__enter__()


class Alone(UnitWithOutbox):
    """Has its data to itself."""

    def __init__(self) -> None:
        super().__init__({})


def relay(uow: UnitWithOutbox, publish: Callable[[Any], Any], now: datetime, limit: int) -> None:
    """Send what is free; give a message up at its second failure."""
    outbox = uow.data.setdefault("outbox", [])
    for each in [row for row in outbox if row["free_at"] is None or row["free_at"] <= now][:limit]:
        each["free_at"] = now + LEASE
        try:
            publish({"message_id": each["message_id"], "body": each["body"]})
        except ConnectionError:
            each["failures"] += 1
            each["free_at"] = None
            if each["failures"] == 2:
                outbox.remove(each)
                uow.data.setdefault("dead", []).append(each)
        else:
            outbox.remove(each)


def receive(uow: UnitWithOutbox, message: dict[str, Any], handle: Callable[[Any], Any]) -> None:
    """Let a message have its effect once."""
    received = uow.data.setdefault("received", set())
    if message["message_id"] in received:
        return
    with uow:
        handle(uow)
        uow.commit()
    received.add(message["message_id"])


def joins(unit: Any, member: Member) -> None:
    """Something to send comes up."""
    unit.post(f"{member.id} has joined")


class MemoryOutboxContract(LendingContract):
    emits = staticmethod(joins)
    outbox = Outbox(
        rows=lambda uow: uow.data.get("outbox", []),
        relay=relay,
        lease=LEASE,
        dead=lambda uow: uow.data.get("dead", []),
        attempts=2,
        inbox=receive,
    )


class TestOutboxInMemory(MemoryOutboxContract):
    store = staticmethod(lambda: MemoryStore(UnitWithOutbox))


class TestOutboxAlone(MemoryOutboxContract):
    adapter = Alone
