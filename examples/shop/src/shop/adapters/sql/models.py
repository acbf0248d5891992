"""The tables: how orders are written down, which is no concern of the domain's."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """What all tables of the shop belong to."""


class OrderModel(Base):
    """An order, without its lines."""

    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    placed_at: Mapped[str]  # ISO 8601: SQLite drops the offset of a DateTime
    status: Mapped[str] = mapped_column(index=True)
    note: Mapped[str]

    # Joined, for one statement sees one moment: two could see an order and the lines of its next version.
    lines: Mapped[list[LineModel]] = relationship(order_by="LineModel.position", lazy="joined")


class LineModel(Base):
    """One line of an order. Its position tells it from an equal one."""

    __tablename__ = "order_lines"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    quantity: Mapped[int]
    amount: Mapped[str]  # text: a Numeric would turn 1.50 into 1.5000000000
    currency: Mapped[str]


class SessionModel(Base):
    """A session of a customer, for as long as it goes on."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    secret: Mapped[str]  # the hash of what refreshes it next: who reads this table can refresh nothing
