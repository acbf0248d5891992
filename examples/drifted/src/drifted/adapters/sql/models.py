"""The tables."""

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
    status: Mapped[str] = mapped_column(index=True)
    note: Mapped[str]

    lines: Mapped[list[LineModel]] = relationship(order_by="LineModel.position", lazy="joined", viewonly=True)


class LineModel(Base):
    """One line of an order."""

    __tablename__ = "order_lines"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[str]


class ArchivedOrderModel(Base):
    """An order as one document, beside the columns by which it is sought."""

    __tablename__ = "archived_orders"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(index=True)
    document: Mapped[str]


class SessionModel(Base):
    """A session of a customer."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    secret: Mapped[str]  # the hash of what refreshes it next
    over: Mapped[bool] = mapped_column(default=False)
