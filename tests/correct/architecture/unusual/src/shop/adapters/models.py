from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.domain.orders import Order


class Base(DeclarativeBase):
    pass


class OrderModel(Base):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)

    def map_to_domain(self) -> Order:
        return Order(self.id)

    def serialize(self) -> dict[str, str]:
        return {"id": self.id}
