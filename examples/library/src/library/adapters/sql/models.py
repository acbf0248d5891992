"""The tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """What all tables of the library belong to."""


class BookModel(Base):
    """A book, without its copies. `version` is the database's own: of two who change it, one is too late."""

    __tablename__ = "books"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(index=True)
    authors: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    copies: Mapped[list[CopyModel]] = relationship(
        order_by="CopyModel.number", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class CopyModel(Base):
    """One copy of a book."""

    __tablename__ = "copies"

    book_id: Mapped[str] = mapped_column(ForeignKey("books.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    condition: Mapped[str]
    borrower: Mapped[str | None] = mapped_column(index=True)
    due: Mapped[date | None]


class MemberModel(Base):
    """A member, without fines."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    since: Mapped[date]
    version: Mapped[int] = mapped_column()

    fines: Mapped[list[FineModel]] = relationship(
        order_by="FineModel.position", lazy="selectin", cascade="all, delete-orphan"
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class FineModel(Base):
    """One fine. Its position tells it from an equal one."""

    __tablename__ = "fines"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[str]  # text: SQLite makes a float of a Numeric
    reason: Mapped[str]


class ClosureModel(Base):
    """A day on which the library is closed."""

    __tablename__ = "closures"

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str]


class CardModel(Base):
    """The number of the latest card of a member."""

    __tablename__ = "cards"

    member_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
