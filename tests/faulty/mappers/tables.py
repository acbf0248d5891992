"""Models whose columns do not hold what the domain allows; each fault is a contract over a table of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, SmallInteger, String, Table, create_engine

from dovetail import MapperContract


@dataclass
class Label:
    key: int
    text: str
    price: Decimal
    count: int
    comment: str | None
    printed: datetime

    def __post_init__(self) -> None:
        if self.printed.tzinfo is not UTC or not 0 < self.key < 2**31 or not -(2**15) <= self.count < 2**40:
            raise ValueError("no label")
        if len(self.text) > 300 or not self.price.is_finite():
            raise ValueError("no label")


def _to_row(label: Label) -> dict[str, Any]:
    return dict(vars(label))


def _from_row(row: dict[str, Any]) -> Label:
    return Label(**row)


def _table(**columns: Any) -> Table:
    held: dict[str, Any] = {
        "key": Column("key", Integer, primary_key=True),
        "text": Column("text", String),
        "price": Column("price", Numeric),
        "count": Column("count", Numeric),
        "comment": Column("comment", String),
        "printed": Column("printed", DateTime(timezone=True)),
    }
    return Table("labels", MetaData(), *(held | columns).values())


class _Labels(MapperContract):
    to_model = _to_row
    to_domain = _from_row


class ShortText(_Labels):
    """MAP-16: twelve characters, for any text."""

    table = _table(text=Column("text", String(12)))


class NotQuiteLongEnough(_Labels):
    """MAP-16: 255 characters, where the domain says 300."""

    table = _table(text=Column("text", String(255)))


class SmallCount(_Labels):
    """MAP-16: 16 bits, for any count."""

    table = _table(count=Column("count", SmallInteger))


class CountWithinLimits(_Labels):
    """MAP-16: 32 bits, where the domain says 40."""

    table = _table(count=Column("count", Integer))


class WholePrices(_Labels):
    """MAP-16: no decimal places."""

    table = _table(price=Column("price", Numeric(12, 0)))


class CommentRequired(_Labels):
    """MAP-16: NOT NULL, where the domain says that there may be none."""

    table = _table(comment=Column("comment", String, nullable=False))


class NaivePrinting(_Labels):
    """MAP-16: a column without time zone for a moment that has one."""

    table = _table(printed=Column("printed", DateTime()))


class ScaleOfTheColumn(_Labels):
    """MAP-18: a column of two places gives 1.50 for 1.5."""

    table = _table(price=Column("price", Numeric(12, 2)), printed=Column("printed", DateTime(timezone=True)))
    store = staticmethod(lambda: create_engine("sqlite://"))
