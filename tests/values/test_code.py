"""Values as Python that a person can paste."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from ipaddress import IPv4Address
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, NewType
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
import msgspec
import pydantic
import pytest
from makes import (
    MAKES,
    Colour,
    Line,
    Money,
    OrderId,
    Permission,
    PydanticOrder,
    Status,
    order,
)

from dovetail.values import code, compare, picture

Sku = NewType("Sku", str)


class Amount(Decimal):
    """A number with a class of its own."""


class Ratio(float):
    """Likewise."""


NAMES: dict[str, Any] = {cls.__name__: cls for cls in (*MAKES, Line, Money, OrderId, Status, Colour, Permission)}
NAMES |= {cls.__name__: cls for cls in (datetime, date, time, timedelta, timezone, Decimal, Fraction, UUID, ZoneInfo)}
NAMES |= {cls.__name__: cls for cls in (Counter, OrderedDict, defaultdict, deque, IPv4Address, PurePosixPath)}
NAMES |= {"MappingProxyType": MappingProxyType, "re": re, "Amount": Amount, "Ratio": Ratio}

LEAVES: list[tuple[object, str]] = [
    (None, "None"),
    (True, "True"),
    (-1, "-1"),
    (16**2000, "0x1" + "0" * 2000),
    (1.5, "1.5"),
    (float("nan"), "float('nan')"),
    (float("-inf"), "float('-inf')"),
    (Ratio(1.5), "Ratio(1.5)"),
    (1 + 2j, "(1+2j)"),
    ("a'b", '"a\'b"'),
    (b"\0", "b'\\x00'"),
    (OrderId("a"), "OrderId('a')"),
    (Sku("a"), "'a'"),
    ("a" * 255, "'a' * 255"),
    ("ab" * 100 + "c", "'ab' * 100 + 'c'"),
    ("<" + "a" * 255 + ">" + "b" * 50, "'<' + 'a' * 255 + '>' + 'b' * 50"),
    (b"\0" * 99, "b'\\x00' * 99"),
    (OrderId("a" * 255), "OrderId('a' * 255)"),
    (Decimal("1.50"), "Decimal('1.50')"),
    (Decimal("-0"), "Decimal('-0')"),
    (Amount("1.50"), "Amount('1.50')"),
    (Fraction(1, 3), "Fraction(1, 3)"),
    (datetime(2020, 1, 1), "datetime(2020, 1, 1)"),
    (datetime(2020, 1, 1, 12, tzinfo=UTC), "datetime(2020, 1, 1, 12, tzinfo=timezone.utc)"),
    (
        datetime(2020, 10, 25, 2, 30, 0, 5, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
        "datetime(2020, 10, 25, 2, 30, 0, 5, tzinfo=ZoneInfo('Europe/Berlin'), fold=1)",
    ),
    (
        datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
        "datetime(2020, 1, 1, tzinfo=timezone(timedelta(days=-1, hours=18, minutes=30)))",
    ),
    (date(2020, 1, 1), "date(2020, 1, 1)"),
    (time(0), "time(0)"),
    (time(1, 2, tzinfo=UTC), "time(1, 2, tzinfo=timezone.utc)"),
    (timedelta(0), "timedelta(0)"),
    (timedelta(days=1, seconds=3), "timedelta(days=1, seconds=3)"),
    (UUID(int=5), "UUID('00000000-0000-0000-0000-000000000005')"),
    (PurePosixPath("a/b"), "PurePosixPath('a/b')"),
    (IPv4Address("127.0.0.1"), "IPv4Address('127.0.0.1')"),
    (re.compile("a+"), "re.compile('a+')"),
    (Status.PAID, "Status.PAID"),
    (Colour.RED, "Colour.RED"),
    (Permission.READ | Permission.WRITE, "Permission.READ | Permission.WRITE"),
    (Permission(0), "Permission(0)"),
    (int, "int"),
    (len, "len"),
    (range(3), "range(0, 3)"),
    (..., "Ellipsis"),
]

COLLECTIONS: list[tuple[object, str]] = [
    ([], "[]"),
    ((1,), "(1,)"),
    ((1, 2), "(1, 2)"),
    (set(), "set()"),
    ({2, 1}, "{1, 2}"),
    (frozenset({1}), "frozenset({1})"),
    (frozenset(), "frozenset()"),
    ({"a": [1]}, "{'a': [1]}"),
    (deque([1]), "deque([1])"),
    (deque(), "deque()"),
    (OrderedDict(a=1), "OrderedDict({'a': 1})"),
    (defaultdict(None, a=1), "defaultdict(None, {'a': 1})"),
    (defaultdict(), "defaultdict(None)"),
    (Counter("aa"), "Counter({'a': 2})"),
    (MappingProxyType({"a": 1}), "MappingProxyType({'a': 1})"),
    (MappingProxyType({}), "MappingProxyType({})"),
    (bytearray(b"a"), "bytearray(b'a')"),
]


@pytest.mark.parametrize(("value", "text"), [*LEAVES, *COLLECTIONS], ids=lambda value: str(value)[:40])
def test_leaves_and_collections(value: object, text: str) -> None:
    """Each leaf and collection is written as a person would write it, and can be pasted."""
    assert code(value) == text
    assert compare(value, eval(text, dict(NAMES))) is None


FIELDS = "id=OrderId('a'), placed_at=datetime(2020, 1, 1, 12, 30, tzinfo=timezone.utc)"
LINES = "[Line(sku='s', quantity=1), Line(sku='t', quantity=2, price=Money(amount=Decimal('1'), currency='USD'))]"


@pytest.mark.parametrize("make", [make for make in MAKES if make is not PydanticOrder])
def test_objects_of_every_make_are_pasted_back(make: Any) -> None:
    """The text of an object, run as Python, gives the object again."""
    dear = Line("t", 2, Money(Decimal(1), "USD"))
    for value in (order(make, lines=[Line("s", 1), dear], status=Status.PAID), order(make, lines=[])):
        assert compare(value, eval(code(value), dict(NAMES))) is None
        assert code(picture(value)) == code(value)


@pytest.mark.parametrize("make", MAKES)
def test_objects_are_written_by_their_constructor(make: Any) -> None:
    """Parameters come in the constructor's order and under its names, without plain defaults."""
    value = order(make, lines=[Line("s", 1), Line("t", 2, Money(Decimal(1), "USD"))])

    assert code(value) == f"{make.__name__}({FIELDS}, lines={LINES})"


def test_hidden_state_is_shown_when_there_is_any() -> None:
    """State that the constructor does not take is shown under its own name, unless it says nothing."""

    @dataclass
    class Notes:
        texts: list[str]

    @dataclass
    class Basket:
        owner: str
        total: int = field(default=7, init=False)
        items: list[str] = field(default_factory=list, init=False)
        notes: Notes = field(default_factory=lambda: Notes([]), init=False)

    basket = Basket("a")
    assert code(basket) == "Basket('a')"

    basket.items.append("x")
    basket.total = 8
    assert code(basket) == "Basket('a', items=['x'], total=8)"
    basket.notes.texts.append("y")
    assert code(basket) == "Basket('a', items=['x'], notes=Notes(['y']), total=8)"


def test_aliases() -> None:
    """A field is written under the name by which its constructor takes it."""

    class Model(pydantic.BaseModel):
        order_id: str = pydantic.Field(alias="orderId")
        total: int = 1

    class Named(pydantic.BaseModel, populate_by_name=True):
        order_id: str = pydantic.Field(alias="orderId")
        total: int = 1

    @attrs.define
    class Entity:
        _order_id: str = attrs.field(alias="oid")
        _total: int = 1

    assert code(Model(orderId="a")) == "Model(orderId='a')"
    assert code(Named(orderId="a")) == "Named(order_id='a')"
    assert code(Entity(oid="a", total=2)) == "Entity(oid='a', total=2)"


def test_one_parameter_is_given_by_position() -> None:
    """A constructor of one parameter needs no name for it, where it takes none it has one."""

    @dataclass(frozen=True)
    class Sku:
        value: str

    class Struct(msgspec.Struct, kw_only=True):
        value: str

    assert code(Sku("a")) == "Sku('a')"
    assert code(Struct(value="a")) == "Struct(value='a')"


def test_exceptions() -> None:
    """An exception is written by its constructor, else by what it was raised with."""

    class NotFound(Exception):
        def __init__(self, order_id: str) -> None:
            super().__init__(f"no order {order_id}")
            self.order_id = order_id

    class Refused(Exception):
        def __init__(self, why: str) -> None:
            super().__init__(why)

    assert code(NotFound("a")) == "NotFound('a')"
    assert code(Refused("a")) == "Refused('a')"
    assert code(KeyError("a", 1)) == "KeyError('a', 1)"
    assert code(ValueError()) == "ValueError()"


def test_constructors_that_say_nothing() -> None:
    """Where the constructor cannot be read, all state is shown by its own names."""

    class Factory:
        def __init__(self, **fields: object) -> None:
            self.__dict__.update(fields)

    class Parsed:
        def __init__(self, text: str) -> None:
            self.amount, self.currency = text.split()

    assert code(Factory(a=1, b=[2])) == "Factory(a=1, b=[2])"
    assert code(Parsed("1 EUR")) == "Parsed(amount='1', currency='EUR')"


def test_attributes_of_builtin_subclasses() -> None:
    """A builtin value with attributes shows both."""

    class Lines(list):  # type: ignore[type-arg]
        pass

    lines = Lines([1])
    assert code(lines) == "Lines([1])"
    lines.owner = "me"  # type: ignore[attr-defined]
    assert code(lines) == "Lines([1], owner='me')"

    price = Amount("1.0")
    price.currency = "EUR"  # type: ignore[attr-defined]
    assert code(price) == "Amount('1.0', currency='EUR')"


def test_values_that_contain_themselves() -> None:
    """Where a value contains itself, it says so and ends."""
    endless: list[Any] = [1]
    endless.append(endless)
    assert code(endless) == "[1, ...]"

    line: Any = Line("s", 1)
    line.price = line
    assert code(line) == "Line(sku='s', quantity=1, price=...)"


def test_very_deep_values() -> None:
    """What is too deep to read is left out."""
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]

    assert code(deep).startswith("[[[[")
    assert "..." in code(deep)


def test_unknown_types() -> None:
    """A type that shows no state is asked for its text, which may fail."""

    class Silent:
        def __repr__(self) -> str:
            raise RuntimeError

    assert code(iter([])) == "<list_iterator object>"
    assert code(list[Silent()]) == "<GenericAlias>"  # type: ignore[misc]
