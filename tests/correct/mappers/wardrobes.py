"""Wardrobes, whose rows have a version that SQLAlchemy fills in and counts: no mapper gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from dovetail import MapperContract


@dataclass
class Wardrobe:
    number: int
    coats: int = 0


class Base(DeclarativeBase):
    pass


class WardrobeRow(Base):
    __tablename__ = "wardrobes"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coats: Mapped[int]
    version: Mapped[int] = mapped_column()
    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class WardrobeMapper:
    @staticmethod
    def to_row(wardrobe: Wardrobe) -> WardrobeRow:
        return WardrobeRow(number=wardrobe.number, coats=wardrobe.coats)

    @staticmethod
    def to_wardrobe(row: WardrobeRow) -> Wardrobe:
        return Wardrobe(row.number, row.coats)


def in_memory() -> Engine:
    return create_engine("sqlite://")


class WardrobeContract(MapperContract):
    mapper = WardrobeMapper
    store = staticmethod(in_memory)
