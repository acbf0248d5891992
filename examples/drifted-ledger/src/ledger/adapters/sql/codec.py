"""Events and snapshots as JSON, and back, losing nothing on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger.domain.account import AccountSnapshot
from ledger.domain.events import (
    AccountClosed,
    AccountEvent,
    AccountOpened,
    MoneyDeposited,
    MoneyWithdrawn,
)
from ledger.domain.money import Currency, Money
from ledger.domain.ports import CorruptEvent, UnknownEvent

# The present form of an event's JSON. Older rows stay as they are, and are brought up to date when read.
SCHEMA = 2

# Names that are stored, and so outlive the names of classes.
_NAMES: dict[type[AccountEvent], str] = {
    AccountOpened: "account-opened",
    MoneyDeposited: "money-deposited",
    MoneyWithdrawn: "money-withdrawn",
    AccountClosed: "account-closed",
}


def name_of(event: AccountEvent) -> str:
    """Give the name under which events of this class are stored."""
    return _NAMES[type(event)]


def dump(event: AccountEvent) -> str:
    """Write an event's own fields down; its id has a column."""
    fields = {name: _plain(value) for name, value in vars(event).items() if name != "id"}
    return json.dumps(fields)


def read(name: str, schema: int, event_id: str, body: str) -> AccountEvent:
    """Read an event as it was, or raise `UnknownEvent` or `CorruptEvent`."""
    if name not in _READERS or schema > SCHEMA:
        raise UnknownEvent(f"{name}, schema {schema}")
    try:
        fields = json.loads(body)
        if schema == 1:
            fields = _from_schema_1(fields)
        return _READERS[name](UUID(event_id), datetime.fromisoformat(fields.pop("at")), fields)
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise CorruptEvent(f"{name} {event_id}") from error


def dump_snapshot(snapshot: AccountSnapshot) -> str:
    """Write down what an account had come to."""
    return json.dumps({name: _plain(value) for name, value in vars(snapshot).items()})


def read_snapshot(body: str) -> AccountSnapshot:
    """Read what an account had come to."""
    fields = json.loads(body)
    return AccountSnapshot(fields["owner"], _money(fields["balance"]), fields["closed"])


def _plain(value: object) -> object:
    match value:
        case Money(amount=amount, currency=currency):
            return [float(amount), currency.value]
        case datetime():
            return value.isoformat()
        case str() | bool():
            return value
        case _:
            raise TypeError(f"no way is known to write {value!r} down")


def _money(written: tuple[float, str]) -> Money:
    amount, currency = written
    return Money(Decimal(amount), Currency(currency))


def _from_schema_1(fields: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 counted money in cents, all of it in EUR, and knew no notes."""
    if "cents" in fields:
        fields |= {"amount": [fields.pop("cents") / 100, "EUR"], "note": ""}
    return fields


def _moved(
    kind: type[MoneyDeposited | MoneyWithdrawn],
) -> Callable[[UUID, datetime, dict[str, Any]], AccountEvent]:
    return lambda event_id, at, fields: kind(
        id=event_id, at=at, amount=_money(fields["amount"]), note=fields["note"]
    )


_READERS: dict[str, Callable[[UUID, datetime, dict[str, Any]], AccountEvent]] = {
    "account-opened": lambda event_id, at, fields: AccountOpened(
        id=event_id, at=at, owner=fields["owner"], currency=Currency(fields["currency"])
    ),
    "money-deposited": _moved(MoneyDeposited),
    "money-withdrawn": _moved(MoneyWithdrawn),
    "account-closed": lambda event_id, at, fields: AccountClosed(id=event_id, at=at, reason=fields["reason"]),
}
