"""Objects that SQLAlchemy maps: their state is what a caller can read of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Column, Engine, ForeignKey, Integer, String, Table, create_engine, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    attribute_keyed_dict,
    composite,
    mapped_column,
    registry,
    relationship,
)

from dovetail.values import code, compare, differences, leaves, picture


@dataclass(frozen=True)
class Price:
    amount: int
    currency: str


class Order:
    """A domain class that is mapped from outside, and so has never heard of ids and rows."""

    def __init__(self, reference: str, price: Price) -> None:
        self.reference = reference
        self.price = price
        self._lines: list[Line] = []

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)


@dataclass(eq=False)
class Line:
    sku: str
    quantity: int = 1


@pytest.fixture
def engine() -> Iterator[Engine]:
    """A database with the domain classes mapped, for as long as a test lasts."""
    mapper = registry()
    orders = Table("orders", mapper.metadata, Column("id", Integer, primary_key=True), Column("reference", String))
    orders.append_column(Column("amount", Integer))
    orders.append_column(Column("currency", String))
    lines = Table("lines", mapper.metadata, Column("id", Integer, primary_key=True), Column("sku", String))
    lines.append_column(Column("quantity", Integer))
    lines.append_column(Column("order_id", ForeignKey("orders.id")))
    mapper.map_imperatively(Line, lines)
    mapper.map_imperatively(
        Order,
        orders,
        properties={
            "_lines": relationship(Line, backref="order"),
            "price": composite(Price, orders.c.amount, orders.c.currency),
            "history": relationship(Line, viewonly=True, lazy="write_only"),
        },
    )
    engine = create_engine("sqlite://")
    mapper.metadata.create_all(engine)
    yield engine
    engine.dispose()
    mapper.dispose()


def an_order() -> Order:
    made = Order("a", Price(3, "EUR"))
    made._lines += [Line("s"), Line("t", 2)]
    return made


def test_loaded_objects_are_as_they_were_saved(engine: Engine) -> None:
    """Neither keys and back references of the mapping, nor what is loaded later, is a difference."""
    saved = an_order()
    before = picture(saved)
    with Session(engine) as session:
        session.add(saved)
        session.commit()
        assert compare(before, saved) is None

    with Session(engine) as session:
        loaded = session.scalars(select(Order)).one()
        assert compare(before, loaded) is None
        loaded._lines.pop()
        assert str(compare(before, loaded)).startswith("._lines: expected [Line(sku='s'), Line(sku='t', quantity=2)]")


def test_what_cannot_be_read_is_told(engine: Engine) -> None:
    """An attribute that its owner cannot read any more differs from every value, and the error is named."""
    saved = an_order()
    before = picture(saved)
    with Session(engine) as session:
        session.add(saved)
        session.commit()

    found = {found.path: found for found in differences(before, saved)}
    assert set(found) == {".reference", ".price", "._lines"}
    assert found["._lines"].got == "<cannot be read: DetachedInstanceError>"
    assert found["._lines"].hint == "reading it raises DetachedInstanceError"


def test_mapping_a_class_changes_no_picture() -> None:
    """An object pictured before its class was mapped is the same after."""
    before = picture(Order("a", Price(1, "EUR")))
    mapper = registry()
    table = Table("orders", mapper.metadata, Column("id", Integer, primary_key=True), Column("reference", String))
    mapper.map_imperatively(Order, table)

    assert compare(before, Order("a", Price(1, "EUR"))) is None
    mapper.dispose()


class Base(DeclarativeBase):
    pass


class OrderModel(Base):
    __tablename__ = "order_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str | None]
    items: Mapped[list[ItemModel]] = relationship(back_populates="order")
    by_sku: Mapped[dict[str, ItemModel]] = relationship(
        collection_class=attribute_keyed_dict("sku"), viewonly=True, sync_backref=False
    )


class ItemModel(Base):
    __tablename__ = "item_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("order_models.id"))
    order: Mapped[OrderModel | None] = relationship(back_populates="items")


def test_models_are_compared_by_every_mapped_attribute() -> None:
    """A model declares its attributes: all count, and one never set is None."""
    one, other = OrderModel(id=1, items=[ItemModel(sku="s")]), OrderModel(id=1, note=None, items=[ItemModel(sku="s")])

    assert compare(one, other) is None
    other.items[0].sku = "t"
    assert str(compare(one, other)) == ".items[0].sku: expected 's', got 't'"
    assert str(compare(OrderModel(id=1), OrderModel(id=2))) == ".id: expected 1, got 2"


def test_models_as_code() -> None:
    """A model is written by its keywords."""
    assert code(OrderModel(id=1, note="x")) == "OrderModel(id=1, note='x')"
    assert code(OrderModel(id=1, items=[ItemModel(sku="s")])) == "OrderModel(id=1, items=[ItemModel(sku='s')])"


def test_instrumented_collections_are_builtin() -> None:
    """The collections that SQLAlchemy puts in place of lists and dicts are lists and dicts."""
    model: Any = OrderModel(id=1, items=[ItemModel(sku="s")])
    model.by_sku["s"] = ItemModel(sku="s")

    assert type(model.items) is not list
    assert type(model.by_sku) is not dict
    assert compare(list(model.items), model.items) is None
    assert compare(dict(model.by_sku), model.by_sku) is None
    assert ("['s'].sku", "s") in list(leaves(model.by_sku))


def test_rows() -> None:
    """A result row is compared by its columns."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        one, other = (connection.exec_driver_sql(f"select 1 as a, {b} as b").one() for b in (2, 3))
    engine.dispose()

    assert compare(one, one) is None
    assert str(compare(one, other)) == "[1]: expected 2, got 3"


class ShipModel(Base):
    __tablename__ = "ship_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    crew: Mapped[list[SailorModel]] = relationship(back_populates="ship", cascade="all, delete-orphan", lazy="selectin")


class SailorModel(Base):
    __tablename__ = "sailor_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    ship_id: Mapped[int] = mapped_column(ForeignKey("ship_models.id"))
    ship: Mapped[ShipModel] = relationship(back_populates="crew")


def test_the_way_back_to_an_owner_is_no_state_of_the_child() -> None:
    """SQLAlchemy loads it only when it is asked for, and who holds the ship has it."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(ShipModel(id=1, crew=[SailorModel(id=2, name="Ann")]))
        session.commit()
    with Session(engine) as session:
        loaded = session.get(ShipModel, 1)
    engine.dispose()

    assert compare(ShipModel(id=1, crew=[SailorModel(id=2, name="Ann", ship_id=1)]), loaded) is None
    assert code(loaded) == "ShipModel(id=1, crew=[SailorModel(id=2, name='Ann', ship_id=1)])"
