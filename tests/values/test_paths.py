"""The leaves of a value, each with its path."""

from __future__ import annotations

from collections import namedtuple
from decimal import Decimal
from typing import Any

from makes import Line, Money, OrderId, PlainOrder, Status, order

from dovetail.values import leaves, picture


def test_every_leaf_has_its_path() -> None:
    """Leaves come in the order of the value, each with a path that leads to it."""
    value = order(PlainOrder, placed_at=None, lines=[Line("s", 1, Money(Decimal(1)))])

    assert list(leaves(value)) == [
        ("._id", OrderId("a")),
        ("._PlainOrder__placed_at", None),
        (".status", Status.NEW),
        ("._lines[0].sku", "s"),
        ("._lines[0].quantity", 1),
        ("._lines[0].price.amount", Decimal(1)),
        ("._lines[0].price.currency", "EUR"),
        ("._version", 0),
    ]
    assert list(leaves(picture(value))) == list(leaves(value))


def test_paths_lead_to_their_leaves() -> None:
    """A path behind the name of a value is the Python that reads the leaf, wherever Python can."""
    point = namedtuple("point", "x y")
    value = {"a": [1, (2, {3: "x"})], ("k", 1): {"p": point(1, 2)}, Status.NEW: Line("s", 1)}
    names = {"value": value, "Status": Status}

    found = dict(leaves(value))
    assert found
    assert all(eval(f"value{path}", names) == leaf for path, leaf in found.items())


def test_leaves_at_the_root_and_in_sets() -> None:
    """A leaf is its own only leaf; the elements of a set have no names; what is empty has no leaves."""
    assert list(leaves(1)) == [("", 1)]
    assert sorted(leaves({1, 2})) == [("{}", 1), ("{}", 2)]
    assert list(leaves({"a": [], "b": {}})) == []


def test_shared_parts_and_cycles() -> None:
    """A part that is there twice is given twice; a cycle is not entered again; depth is no trouble."""
    price = Money(Decimal(1))
    assert [path for path, _ in leaves([price, price])] == ["[0].amount", "[0].currency", "[1].amount", "[1].currency"]

    endless: list[Any] = [1]
    endless.append(endless)
    assert list(leaves(endless)) == [("[0]", 1)]

    deep: Any = 1
    for _ in range(3_000):
        deep = [deep]
    assert list(leaves(deep)) == [("[0]" * 3_000, 1)]


def test_long_keys_are_cut() -> None:
    """A key that is a whole document does not make the path unreadable."""
    [(path, _)] = leaves({" ".join(map(str, range(1000))): 1})

    assert len(path) < 60
