from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Discounted:
    price: Mapped[int]

    def discount(self) -> int:
        return self.price // 10


class OrderModel(Discounted, Base):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)
    price: Mapped[int]
