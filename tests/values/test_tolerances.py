"""Differences that a team has decided to live with."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from makes import DataclassOrder, Line, Money, OrderId, PlainOrder, Status, order

from dovetail.errors import ContractError
from dovetail.values import (
    any_case,
    any_order,
    compare,
    differences,
    ignored,
    same_instant,
    same_number,
    unmatched,
    within,
)

WHY = "the column cannot hold more"
NOON = datetime(2020, 7, 1, 12, tzinfo=UTC)
SAME_NOON = NOON.astimezone(ZoneInfo("Europe/Berlin"))


def test_same_instant() -> None:
    """Zones may differ, instants may not, and a lost zone is no instant."""
    tolerances = {"at": same_instant(WHY)}

    assert compare({"at": NOON}, {"at": SAME_NOON}, tolerances) is None
    assert compare({"at": NOON}, {"at": NOON + timedelta(seconds=1)}, tolerances) is not None
    assert compare({"at": NOON}, {"at": NOON.replace(tzinfo=None)}, tolerances) is not None
    assert compare({"at": NOON}, {"at": None}, tolerances) is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("1.50"), Decimal("1.5"), True),
        (Decimal(1), 1, True),
        (1, 1.0, True),
        (Decimal("0.1"), 0.1, True),
        (Decimal("-0"), 0, True),
        (Decimal("0.1"), Decimal("0.11"), False),
        (1, True, False),
        (1, "1", False),
        (Decimal("1E+999999"), 1, False),
        (Decimal("sNaN"), 1, False),
        (Decimal(1), None, False),
    ],
)
def test_same_number(one: object, other: object, same: bool) -> None:
    """Types and scales may differ, values may not; text and truth values are no numbers."""
    assert (compare([one], [other], {"": same_number(WHY)}) is None) is same
    assert (compare([other], [one], {"": same_number(WHY)}) is None) is same


@pytest.mark.parametrize(
    ("delta", "one", "other", "same"),
    [
        (timedelta(seconds=1), NOON, NOON + timedelta(seconds=1), True),
        (timedelta(seconds=1), NOON, NOON + timedelta(seconds=2), False),
        (timedelta(seconds=1), NOON, NOON.replace(tzinfo=None), False),
        (timedelta(seconds=1), NOON, None, False),
        (timedelta(seconds=1), timedelta(0), timedelta(seconds=-1), True),
        (0.01, 1.0, 1.01, True),
        (0.01, 1.0, 1.02, False),
        (Decimal("0.01"), Decimal("1.00"), Decimal("1.01"), True),
        (1, Decimal("1.00"), 2, True),
        (1, Decimal("NaN"), 2, False),
        (1, "1", 2, False),
    ],
)
def test_within(delta: Any, one: object, other: object, same: bool) -> None:
    """Values that can be weighed against each other may differ by at most the delta."""
    assert (compare([one], [other], {"": within(delta, WHY)}) is None) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Ada@x", "aDA@X", True), ("Straße", "STRASSE", True), ("a", "b", False), ("a", "a ", False), (b"a", b"A", False)],
)
def test_any_case(one: object, other: object, same: bool) -> None:
    """Of text alone."""
    assert (compare([one], [other], {"": any_case(WHY)}) is None) is same


def test_any_order() -> None:
    """A sequence is compared as a bag: each element counts as often as it is there."""
    tolerances = {"lines": any_order(WHY)}
    lines = [Line("a", 1), Line("b", 2), Line("b", 2)]

    assert compare(order(DataclassOrder, lines=lines), order(DataclassOrder, lines=lines[::-1]), tolerances) is None
    fewer = order(DataclassOrder, lines=[*lines[:2], lines[0]])
    found = compare(order(DataclassOrder, lines=lines), fewer, tolerances)
    assert found is not None
    assert found.path == ".lines"


def test_any_order_is_about_the_named_collection_alone() -> None:
    """Sequences inside the elements keep their order, and so do those beside it."""
    one, other = {"a": [{"b": [1, 2]}, {"b": [3]}]}, {"a": [{"b": [3]}, {"b": [2, 1]}]}

    assert compare(one, other, {"a": any_order(WHY)}) is not None
    assert compare(one, other, {"a": any_order(WHY), "a.b": any_order(WHY)}) is None
    assert compare(OrderedDict(a=1, b=2), OrderedDict(b=2, a=1), {"": any_order(WHY)}) is None


def test_any_order_with_a_tolerance_inside() -> None:
    """Elements find their partners even where each could take the other's."""
    tolerances = {"": any_order(WHY), "**.at": within(5, WHY)}
    one = [{"at": 0}, {"at": 4}, {"at": 9}]

    assert compare(one, [{"at": 5}, {"at": 13}, {"at": -4}], tolerances) is None
    assert compare(one, [{"at": 5}, {"at": 14}, {"at": -6}], tolerances) is not None
    assert compare([1] * 300, [2] * 300, {"": any_order(WHY)}) is not None


def test_ignored() -> None:
    """An ignored part may be anything, also absent or of another type."""
    tolerances = {"status": ignored(WHY), "lines.price": ignored(WHY)}
    one = order(DataclassOrder, lines=[Line("s", 1)])
    other = order(DataclassOrder, lines=[Line("s", 1, None)], status=None)  # type: ignore[arg-type]

    assert compare(one, other, tolerances) is None
    assert compare({"a": 1}, {"a": [1]}, {"a": ignored(WHY)}) is None
    assert compare(1, [2], {"": ignored(WHY)}) is None


def test_a_tolerance_holds_for_what_is_inside() -> None:
    """A tolerance of a part is one of everything in it, and of nothing beside it."""
    one, other = Money(Decimal("1.50")), Money(Decimal("1.5"))
    tolerances = {"lines.price": same_number(WHY)}

    assert compare(_priced(one), _priced(other), tolerances) is None
    assert compare(_priced(one), _priced(other), {"lines.quantity": same_number(WHY)}) is not None
    assert compare([_priced(one)], [_priced(other)], {"": same_number(WHY)}) is None


def _priced(price: Money) -> DataclassOrder:
    return order(DataclassOrder, lines=[Line("s", 1, price)])  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "pattern",
    [
        "lines.price.amount",
        ".lines[0].price.amount",
        "_lines.price.amount",
        "**.amount",
        "**.price.amount",
        "**.lines.price.amount",
        "**",
        "",
    ],
)
def test_patterns_that_match(pattern: str) -> None:
    """Indexes, leading dots and leading underscores may be left out; `**` is any depth."""
    one = order(PlainOrder, lines=[Line("s", 1, Money(Decimal("1.50")))])
    other = order(PlainOrder, lines=[Line("s", 1, Money(Decimal("1.5")))])

    assert compare(one, other, {pattern: same_number(WHY)}) is None
    assert unmatched({pattern: same_number(WHY)}, [one]) == []


@pytest.mark.parametrize(
    "pattern", ["price.amount", "lines.amount", "amount", "**.amounts", "line.price", "**.lines.amount"]
)
def test_patterns_that_do_not_match(pattern: str) -> None:
    """A pattern leads from the root to the part, step by step."""
    one = order(PlainOrder, lines=[Line("s", 1, Money(Decimal("1.50")))])
    other = order(PlainOrder, lines=[Line("s", 1, Money(Decimal("1.5")))])

    assert compare(one, other, {pattern: same_number(WHY)}) is not None
    assert unmatched({pattern: same_number(WHY)}, [one]) == [pattern]


def test_private_names_are_named_plainly() -> None:
    """A name that Python has mangled is named as it was written."""
    one, other = order(PlainOrder), order(PlainOrder, placed_at=None)

    assert compare(one, other, {"placed_at": ignored(WHY)}) is None
    assert compare(one, other, {"__placed_at": ignored(WHY)}) is None


def test_keys_of_a_mapping() -> None:
    """Keys may be named like attributes, or left out like indexes."""
    one, other = {"by_sku": {"s": {"price": 1}, 7: {"price": 1}}}, {"by_sku": {"s": {"price": 1.0}, 7: {"price": 1.0}}}

    assert compare(one, other, {"by_sku.price": same_number(WHY)}) is None
    assert [found.path for found in differences(one, other, {"by_sku.s.price": same_number(WHY)})] == [
        "['by_sku'][7]['price']"
    ]


def test_tolerances_in_cycles_and_shared_parts() -> None:
    """One object at two places is held to the tolerances of each."""

    class Entity:
        def __init__(self, amount: object) -> None:
            self.amount, self.me = amount, self
            self.parts = [self]

    tolerances = {"**.amount": same_number(WHY)}
    assert compare(Entity(1), Entity(1.0), tolerances) is None
    assert compare(Entity(1), Entity(2), tolerances) is not None

    one, other = Money(Decimal("1.50")), Money(Decimal("1.5"))
    found = compare({"a": one, "b": one}, {"a": other, "b": other}, {"a": same_number(WHY)})
    assert found is not None
    assert found.path == "['b'].amount"


def test_unmatched_looks_at_all_values() -> None:
    """A pattern may be matched by any of the values."""
    tolerances = {"lines.price": ignored(WHY), "lines.prize": ignored(WHY), "status": ignored(WHY)}
    empty, full = order(DataclassOrder, lines=[]), order(DataclassOrder)

    assert unmatched(tolerances, [empty]) == ["lines.price", "lines.prize"]
    assert unmatched(tolerances, [empty, full]) == ["lines.prize"]


@pytest.mark.parametrize("reason", ["", "  ", None])
@pytest.mark.parametrize("make", [same_instant, same_number, any_order, ignored, lambda reason: within(1, reason)])
def test_a_reason_is_required(make: Any, reason: Any) -> None:
    """A tolerance without a reason is refused."""
    with pytest.raises(ContractError, match="has no reason"):
        make(reason)


@pytest.mark.parametrize("pattern", ["a..b", "a.", "a b", "a.**.b", "a-b", "*.a", "..a"])
def test_malformed_patterns_are_refused(pattern: str) -> None:
    """What can be no path is an error that says how to write one."""
    with pytest.raises(ContractError, match=r"is no path to a field\n.*'lines.price'"):
        compare(1, 1, {pattern: ignored(WHY)})


def test_what_is_no_tolerance_is_refused() -> None:
    """A bare reason or a flag is an error that says what to write."""
    with pytest.raises(ContractError, match=r"is no tolerance for 'a'\n.*same_instant"):
        compare(1, 1, {"a": "SQLite drops zones"})  # type: ignore[dict-item]


def test_tolerances_do_not_hide_what_lies_beside() -> None:
    """A tolerated difference leaves the next one to be found."""
    one = order(DataclassOrder, id=OrderId("a"))
    other = order(DataclassOrder, id=OrderId("b"), status=Status.PAID)

    assert [found.path for found in differences(one, other, {"id": ignored(WHY)})] == [".status"]


class Shelf:
    """What knows its books, each of which knows its shelf."""

    def __init__(self, row: int | None, *prices: int) -> None:
        self.books = [Book(row, price, self) for price in prices]


class Book:
    def __init__(self, row: int | None, price: int, shelf: Shelf) -> None:
        self.row, self.price, self.shelf = row, price, shelf


@pytest.mark.parametrize("order", [{}, {"books": any_order(WHY)}], ids=["in order", "in any order"])
def test_a_tolerance_holds_for_what_a_circle_leads_back_to(order: dict[str, Any]) -> None:
    """`.books[0].shelf.books[0].row` is `.books[0].row` by another way; other differences are found as before."""
    tolerances = {"books.row": ignored(WHY), **order}

    assert compare(Shelf(None, 3, 4), Shelf(7, 3, 4), tolerances) is None
    found = compare(Shelf(None, 3, 4), Shelf(7, 3, 5), tolerances)
    assert found is not None
    assert found.path.startswith(".books")


def test_a_tolerance_holds_in_its_own_place_alone() -> None:
    """An object that two attributes share is no circle: what one place tolerates, the other tells."""
    one, other = Book(1, 3, Shelf(1)), Book(2, 3, Shelf(1))

    found = compare({"a": one, "b": one}, {"a": other, "b": other}, {"a.row": ignored(WHY)})

    assert found is not None
    assert found.path == "['b'].row"
