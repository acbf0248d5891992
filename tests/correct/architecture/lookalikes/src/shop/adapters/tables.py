from __future__ import annotations

from typing import Any

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, validates

from shop.domain.orders import Order


class Base(DeclarativeBase):
    """No model: it has no table."""

    def touch(self) -> None: ...


class OrderRow(Base):
    """Conversions, validators and properties are no behaviour."""

    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)

    @classmethod
    def from_entity(cls, order: Order) -> OrderRow:
        return cls(id=order.id)

    def to_entity(self) -> Order:
        return Order(self.id)

    @validates("id")
    def not_empty(self, _key: str, value: Any) -> Any:
        return value

    @property
    def label(self) -> str:
        return self.id
