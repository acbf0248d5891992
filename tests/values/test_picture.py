"""What a picture takes in, and what it leaves alone."""

from __future__ import annotations

import functools
import weakref
from collections import Counter, OrderedDict, UserDict, defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace
from typing import Any, Generic, TypeVar

import attrs
import pydantic
import pytest
from makes import MAKES, HostileOrder, Line, Money, OrderId, PlainOrder, Status, order

from dovetail.values import Picture, compare, leaves, picture


@pytest.mark.parametrize("make", MAKES)
def test_every_field_of_every_make(make: Any) -> None:
    """A picture has each field of an object, private ones included, whatever the object is made with."""
    seen = {path.lstrip("._").removeprefix(f"{make.__name__}__"): leaf for path, leaf in leaves(order(make))}
    seen = {path.removeprefix("PlainOrder__"): leaf for path, leaf in seen.items()}

    assert seen["id"] == "a"
    assert type(seen["id"]) is OrderId
    assert seen["placed_at"] == datetime(2020, 1, 1, 12, 30, tzinfo=UTC)
    assert seen["status"] is Status.NEW
    assert seen["lines[1].sku"] == "t"
    assert seen["lines[1].price.amount"] == Decimal("1.50")


@pytest.mark.parametrize("make", MAKES)
def test_stays_as_it_was(make: Any) -> None:
    """What happens to the object afterwards does not reach the picture."""
    line = Line("s", 1)
    value = order(make, lines=[line])
    before = picture(value)
    assert compare(before, value) is None

    line.quantity = 7
    assert str(compare(before, value)).endswith("lines[0].quantity: expected 1, got 7")


def test_collections_stay_as_they_were() -> None:
    """What is put into a collection or taken out afterwards does not reach the picture."""
    values: list[Any] = [[1], {1}, {"a": 1}, deque([1]), bytearray(b"a"), defaultdict(list, a=[1])]
    before = [picture(value) for value in values]

    for value in values:
        value.clear()
    assert all(compare(then, now) is not None for then, now in zip(before, values, strict=True))


def test_a_picture_is_its_own_picture() -> None:
    """Picturing twice is picturing once, also for a picture inside a value."""
    once = picture([1])

    assert picture(once) is once
    assert isinstance(once, Picture)
    assert compare([[1], 2], [once, 2]) is None


def test_nothing_of_the_class_is_called() -> None:
    """No special method and no property of a class runs while its objects are pictured and compared."""
    one, other = order(HostileOrder), order(HostileOrder, status=Status.PAID)
    found = compare({"orders": [one, one]}, {"orders": [one, other]})

    assert str(found) == "['orders'][1].status: expected Status.NEW, got Status.PAID"


def test_builtin_subclasses_with_hostile_methods() -> None:
    """Subclasses of builtins are read as the builtin, whatever they make of iteration, equality or text."""

    class Lines(list):  # type: ignore[type-arg]
        __iter__ = __len__ = __eq__ = __repr__ = __getitem__ = HostileOrder.__eq__  # type: ignore[assignment]

    class Sku(str):
        __eq__ = __hash__ = __str__ = __repr__ = __len__ = HostileOrder.__eq__  # type: ignore[assignment]

    class Amount(Decimal):
        __eq__ = __hash__ = __str__ = __repr__ = __bool__ = HostileOrder.__eq__  # type: ignore[assignment]

    def value(text: str) -> object:
        return Lines([Sku(text), Amount("1.0")])

    assert compare(value("a"), value("a")) is None
    assert str(compare(value("a"), value("b"))) == "[0]: expected Sku('a'), got Sku('b')"


def test_keys_with_hostile_methods() -> None:
    """Keys and elements whose hash or equality has turned hostile are matched by their structure."""

    class Key:
        armed = False

        def __init__(self, name: str) -> None:
            self.name = name

        def __hash__(self) -> int:
            return order(HostileOrder).__hash__() if Key.armed else id(self)

    one, other = {Key("a"): 1, Key("b"): 2}, {Key("b"): 2, Key("a"): 1}
    elements, others = set(one), set(other)
    Key.armed = True

    assert compare(one, other) is None
    assert compare(elements, others) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [1, 3]),
        ((1, 2), (1, 3)),
        ({1, 2}, {1, 3}),
        (frozenset({1}), frozenset({2})),
        ({"a": 1}, {"a": 2}),
        (deque([1]), deque([2])),
        (OrderedDict(a=1), OrderedDict(a=2)),
        (defaultdict(list, a=[1]), defaultdict(list, a=[2])),
        (Counter("aa"), Counter("a")),
        (MappingProxyType({"a": 1}), MappingProxyType({"a": 2})),
        (UserDict(a=1), UserDict(a=2)),
        (SimpleNamespace(a=1), SimpleNamespace(a=2)),
        (bytearray(b"a"), bytearray(b"b")),
        (memoryview(b"a"), memoryview(b"b")),
        (functools.partial(max, 1), functools.partial(max, 2)),
        ({"a": 1}.keys(), {"b": 1}.keys()),
        ({"a": 1}.values(), {"a": 2}.values()),
        (ValueError("a"), ValueError("b")),
        (range(3), range(4)),
        (slice(1), slice(2)),
        ([[]], [[[]]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_kinds_of_values(one: object, other: object) -> None:
    """Values of each kind are the same as themselves and differ from another."""
    assert compare(picture(one), one) is None
    assert compare(one, other) is not None


def test_attributes_of_builtin_subclasses() -> None:
    """A subclass of a builtin may have attributes, and they count."""

    class Lines(list):  # type: ignore[type-arg]
        owner = "nobody"

    class Amount(Decimal):
        currency: str

    one, other = Lines([1]), Lines([1])
    one.owner, other.owner = "a", "b"
    assert str(compare(one, other)) == ".owner: expected 'a', got 'b'"

    other.owner = "a"
    other.append(2)
    assert str(compare(one, other)) == "expected [1], got [1, 2] (1 element added)"

    price, cost = Amount("1.0"), Amount("1.0")
    price.currency, cost.currency = "EUR", "USD"
    assert str(compare(price, cost)) == ".currency: expected 'EUR', got 'USD'"
    assert list(leaves(price)) == [("", price), (".currency", "EUR")]


def test_exceptions() -> None:
    """An exception is what it was raised with and its attributes, not where it was raised."""

    class NotFound(Exception):
        def __init__(self, order_id: str) -> None:
            super().__init__(f"no order {order_id}")
            self.order_id = order_id

    def raised(order_id: str) -> NotFound:
        try:
            raise NotFound(order_id) from ValueError("why")
        except NotFound as error:
            error.add_note("a note")
            return error

    assert compare(NotFound("a"), raised("a")) is None
    assert str(compare(NotFound("a"), raised("b"))) == ".order_id: expected 'a', got 'b'"
    assert str(compare(KeyError("a"), KeyError("b"))) == ".args[0]: expected 'a', got 'b'"


def test_cached_properties_are_no_state() -> None:
    """What a cached property has computed is no difference, in classes with `__dict__`, with slots and in models."""

    class Plain:
        @functools.cached_property
        def total(self) -> int:
            return 3

    @attrs.define
    class Slotted:
        price: int = 1

        @functools.cached_property
        def total(self) -> int:
            return 3

    class Model(pydantic.BaseModel):
        price: int = 1

        @pydantic.computed_field  # type: ignore[prop-decorator]
        @functools.cached_property
        def total(self) -> int:
            return 3

    for make in (Plain, Slotted, Model):
        used = make()
        assert used.total == 3
        assert compare(make(), used) is None
        assert compare(used, make()) is None


def test_cached_hashes_and_type_arguments_are_no_state() -> None:
    """What attrs keeps of a hash and what typing keeps of a subscription is no difference."""
    kind = TypeVar("kind")

    @attrs.frozen(cache_hash=True)
    class Sku:
        text: str

    class Box(Generic[kind]):
        def __init__(self, content: kind) -> None:
            self.content = content

    used = Sku("a")
    hash(used)
    assert compare(Sku("a"), used) is None
    assert compare(Box(1), Box[int](1)) is None


def test_pydantic_extras_and_private_attributes() -> None:
    """Extra and private attributes of a model are state; which fields were set is not."""

    class Model(pydantic.BaseModel, extra="allow"):
        a: int = 1
        _secret: int = 2

    assert compare(Model(), Model(a=1)) is None
    assert str(compare(Model.model_validate({"b": 1}), Model.model_validate({"b": 2}))) == ".b: expected 1, got 2"
    other = Model()
    other._secret = 3
    assert str(compare(Model(), other)) == "._secret: expected 2, got 3"


def test_class_level_defaults() -> None:
    """An attribute that one object has and the other takes from its class has the same value or another."""

    class Plain:
        status = "new"

    explicit, other, extra = Plain(), Plain(), Plain()
    explicit.status, other.status = "new", "paid"
    extra.note = "x"  # type: ignore[attr-defined]

    assert compare(Plain(), explicit) is None
    assert compare(explicit, Plain()) is None
    assert str(compare(Plain(), other)) == ".status: expected 'new', got 'paid'"
    assert str(compare(Plain(), extra)) == ".note: expected <no such attribute>, got 'x' (the attribute was added)"
    assert str(compare(extra, Plain())) == ".note: expected 'x', got <no such attribute> (the attribute is missing)"


def test_order_of_assignment_is_no_difference() -> None:
    """Attributes are compared by name, in whatever order they were assigned."""
    one, other = SimpleNamespace(a=1, b=2), SimpleNamespace(b=2, a=1)

    assert compare(one, other) is None


def test_slots_never_filled() -> None:
    """A slot that was never filled is missing, which is a difference only where the other has it."""
    one, other = order(MAKES[8]), order(MAKES[8])
    assert compare(one, other) is None

    other.unset = 1
    assert "the attribute was added" in str(compare(one, other))


def test_weak_references_are_followed() -> None:
    """A weak reference stands for what it refers to."""
    one, same, other = PlainOrder(OrderId("a"), None), PlainOrder(OrderId("a"), None), PlainOrder(OrderId("b"), None)  # type: ignore[arg-type]

    assert compare(weakref.ref(one), weakref.ref(same)) is None
    assert str(compare([weakref.ref(one)], [weakref.ref(other)])) == "[0]._id: expected OrderId('a'), got OrderId('b')"


def test_objects_that_contain_themselves() -> None:
    """Cycles are pictured and compared like anything else, in whatever round they close."""

    @dataclass
    class Node:
        name: str
        next: Any = None

    def ring(*names: str) -> Node:
        nodes = [Node(name) for name in names]
        for node, after in zip(nodes, nodes[1:] + nodes[:1], strict=True):
            node.next = after
        return nodes[0]

    assert compare(ring("a", "b"), ring("a", "b")) is None
    assert compare(ring("a"), ring("a", "a")) is None
    assert str(compare(ring("a", "b"), ring("a", "c"))) == ".next.name: expected 'b', got 'c'"
    assert compare(picture(ring("a", "b")), ring("a", "b")) is None

    endless: list[object] = []
    endless.append({"self": endless})
    assert compare(picture(endless), endless) is None


def test_children_that_know_their_parent() -> None:
    """Parents and children that refer to each other compare deeply, inside sets too."""

    class Child:
        def __init__(self, name: str, parent: Parent) -> None:
            self.name, self.parent = name, parent

    class Parent:
        def __init__(self, *names: str) -> None:
            self.children = {Child(name, self) for name in names}

    assert compare(Parent("a", "b"), Parent("b", "a")) is None
    assert str(compare(Parent("a"), Parent("b"))) == (
        ".children: expected {Child(name='a', parent=Parent(children={...}))}, "
        "got {Child(name='b', parent=Parent(children={...}))}"
    )


def test_shared_objects_are_no_difference_from_copies() -> None:
    """Whether two parts are one object or equal objects is no matter of structure."""
    price = Money(Decimal(1))

    assert compare([price, price], [Money(Decimal(1)), Money(Decimal(1))]) is None


def test_very_deep_and_very_shared_values() -> None:
    """Depth does not exhaust the stack, nor sharing the time."""
    deep: list[object] = []
    other: list[object] = [1]
    for _ in range(20_000):
        deep, other = [deep], [other]
    assert compare(picture(deep), deep) is None
    assert "1 element added" in str(compare(deep, other))

    shared: list[object] = [1]
    for _ in range(200):
        shared = [shared, shared]
    assert compare(picture(shared), shared) is None
