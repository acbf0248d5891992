"""What each library of classes says of a class: fields, constructor, frozen or not, another value in one field."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any, NamedTuple, NewType, TypeVar

import attrs
import msgspec
import pydantic
import pytest
import sqlalchemy as sa
import sqlmodel
from sqlalchemy import orm

from dovetail.records import constructor_of, is_frozen, is_mapped, is_valid, overwritten, replaced, replacement_code
from dovetail.records.bookkeeping import bookkeeping_of
from dovetail.suites.calls.attributes import attributes
from dovetail.values import compare, identical


@dataclasses.dataclass(frozen=True)
class Parcel:
    number: str
    grams: int = 100


@attrs.frozen
class Crate:
    number: str
    _grams: int = 100


class Box(pydantic.BaseModel):
    number: str
    grams: int = pydantic.Field(100, gt=0)


class Bag(msgspec.Struct, frozen=True):
    number: str
    grams: int = 100


class Letter(NamedTuple):
    number: str
    grams: int = 100


class Sack:
    def __init__(self, number: str, grams: int = 100) -> None:
        if grams <= 0:
            raise ValueError("a sack has a weight")
        self.number = number
        self._grams = grams

    @property
    def grams(self) -> int:
        return self._grams


ALL = [Parcel, Crate, Box, Bag, Letter, Sack]


@pytest.mark.parametrize("cls", ALL)
def test_a_constructor_takes_its_fields(cls: Any) -> None:
    construction = constructor_of(cls)

    assert construction is not None
    assert [one.field for one in construction.parameters] == ["number", "grams"]
    assert [one.required for one in construction.parameters] == [True, False]
    assert construction.parameters[1].default == 100


@pytest.mark.parametrize("cls", ALL)
def test_one_field_is_replaced_in_a_copy(cls: Any) -> None:
    before = cls(number="a")
    after = replaced(before, "grams", 7)

    assert (after.number, getattr(after, "grams", None) or after._grams) == ("a", 7)
    assert identical(before, cls(number="a"))


@pytest.mark.parametrize("cls", [Box, Sack])
def test_a_class_that_refuses_a_value_refuses_it_in_a_copy(cls: Any) -> None:
    with pytest.raises(ValueError):
        replaced(cls(number="a"), "grams", -1)


@pytest.mark.parametrize("cls", ALL)
def test_a_database_may_hand_over_anything(cls: Any) -> None:
    name = "grams" if hasattr(cls(number="a"), "grams") and cls is not Sack else "_grams"
    broken = overwritten(cls(number="a"), name, -1)

    assert getattr(broken, name) == -1
    assert is_valid(broken) is (cls not in (Box, Sack))


@pytest.mark.parametrize("cls", ALL)
def test_frozen_classes_are_known(cls: Any) -> None:
    assert is_frozen(cls) is (cls in (Parcel, Crate, Bag, Letter))


def test_the_copy_is_written_as_the_library_has_it() -> None:
    texts = [replacement_code(cls(number="a"), "it", "grams", "7") for cls in ALL]

    assert texts == [
        "it = replace(it, grams=7)",
        "it = evolve(it, grams=7)",
        "it = it.model_copy(update={'grams': 7})",
        "it = msgspec.structs.replace(it, grams=7)",
        "it = it._replace(grams=7)",
        None,
    ]


class Base(orm.DeclarativeBase):
    pass


class Declared(Base):
    __tablename__ = "declared"
    number: orm.Mapped[str] = orm.mapped_column(primary_key=True)


class Table(sqlmodel.SQLModel, table=True):
    number: str = sqlmodel.Field(primary_key=True)


class Classical:
    def __init__(self, number: str) -> None:
        self.number = number


def test_a_class_is_mapped_in_whatever_way() -> None:
    """Declared, of SQLModel, or mapped beside it."""
    assert not is_mapped(Classical)
    registry = orm.registry()
    registry.map_imperatively(
        Classical, sa.Table("classical", registry.metadata, sa.Column("number", sa.String, primary_key=True))
    )

    assert all(map(is_mapped, (Declared, Table, Classical)))
    assert not any(map(is_mapped, (Base, *ALL)))


class Hall(Base):
    __tablename__ = "halls"
    number = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20), nullable=False)
    note = sa.Column(sa.Text)
    heated = sa.Column(sa.Boolean, default=True)
    seats = orm.relationship("Seat", back_populates="hall")
    stage = orm.relationship("Stage", back_populates="hall", uselist=False)
    plays = orm.relationship("Play", secondary="halls_plays", back_populates="halls")
    every_play = orm.relationship("Play", secondary="halls_plays", lazy="dynamic", overlaps="plays,halls")


class Seat(Base):
    __tablename__ = "seats"
    number = sa.Column(sa.Integer, primary_key=True)
    hall_number = sa.Column(sa.Integer, sa.ForeignKey("halls.number"), nullable=False)
    hall = orm.relationship("Hall", back_populates="seats")


class Stage(Base):
    __tablename__ = "stages"
    number = sa.Column(sa.Integer, primary_key=True)
    hall_number = sa.Column(sa.Integer, sa.ForeignKey("halls.number"))
    hall = orm.relationship("Hall", back_populates="stage")


class Play(Base):
    __tablename__ = "plays"
    title = sa.Column(sa.String(40), primary_key=True)
    halls = orm.relationship("Hall", secondary="halls_plays", back_populates="plays")


sa.Table(
    "halls_plays",
    Base.metadata,
    sa.Column("hall", sa.ForeignKey("halls.number"), primary_key=True),
    sa.Column("play", sa.ForeignKey("plays.title"), primary_key=True),
)


def test_columns_say_their_types_where_no_annotation_does() -> None:
    """What has a default is not meant to be absent; the way back to who holds a child is nothing to be given."""
    assert dict(attributes(Hall)) == {
        "number": int,
        "name": str,
        "note": str | None,
        "heated": bool,
        "seats": list[Seat],
        "stage": Stage | None,
        "plays": list[Play],
    }
    hall, seat = constructor_of(Hall), constructor_of(Seat)
    assert hall is not None
    assert [each.name for each in hall.parameters] == [*attributes(Hall)]
    assert seat is not None
    assert not seat.parameters


@pytest.mark.parametrize("hint", [NewType("Number", str), TypeVar("T"), int | None], ids=str)
def test_what_is_no_class_has_no_constructor(hint: Any) -> None:
    """Any annotation may be asked about."""
    assert constructor_of(hint) is None


def test_objects_that_are_mapped_are_never_copied() -> None:
    with pytest.raises(TypeError, match="mapped"):
        replaced(Declared(number="a"), "number", "b")


def test_an_object_mapper_keeps_its_books_beside_the_state() -> None:
    """Django's `_state` is none; a class of one's own may well have a `_state`."""

    class Order:
        def __init__(self, state: str) -> None:
            self._state = state

    assert compare(Order("open"), Order("closed")) is not None
    assert "_state" not in bookkeeping_of(Order)


def test_a_django_model_is_compared_by_its_fields() -> None:
    """One that is new and one that comes from the database differ in Django's own notes alone."""
    script = """
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=[])
django.setup()
from django.db import models
from dovetail.values import compare
class Order(models.Model):
    note = models.TextField()
    class Meta:
        app_label = "shop"
new, loaded = Order(id=1, note="a"), Order.from_db("default", ["id", "note"], [1, "a"])
assert compare(new, loaded) is None, compare(new, loaded)
assert compare(new, Order(id=1, note="b")).path == ".note"
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
