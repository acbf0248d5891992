"""Where two values differ, and how that is told."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from makes import (
    MAKES,
    Colour,
    DataclassOrder,
    EntityOrder,
    Line,
    Money,
    OrderId,
    Permission,
    PlainOrder,
    Status,
    order,
)

from dovetail.values import Difference, compare, differences, picture

NOON = datetime(2020, 7, 1, 12)
pgproto = pytest.importorskip("asyncpg.pgproto.pgproto")
BERLIN = ZoneInfo("Europe/Berlin")


def _steady(value: Any) -> str:
    """A test id that is the same in every process."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


@pytest.mark.parametrize("make", MAKES)
def test_each_make_by_each_field(make: Any) -> None:
    """Two objects of one make differ exactly where one field differs, however they compare themselves."""
    assert compare(order(make), order(make)) is None

    changes: dict[str, object] = {"id": OrderId("b"), "status": Status.PAID, "lines": [Line("s", 1)]}
    changes["placed_at"] = datetime(2020, 1, 1, 12, 30)
    for name, value in changes.items():
        found = differences(order(make), order(make, **{name: value}))
        assert len(found) == 1
        assert found[0].path.endswith(name)


def test_equality_by_id_hides_nothing() -> None:
    """Objects that are equal by their own account differ by structure."""
    one, other = order(EntityOrder), order(EntityOrder, status=Status.PAID)

    assert one == other
    assert compare(one, other) == Difference(".status", "Status.NEW", "Status.PAID")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, 1.0),
        (1, Decimal(1)),
        ("a", OrderId("a")),
        ("red", Colour.RED),
        (3, Permission.READ | Permission.WRITE),
        ("a", b"a"),
        ([1], (1,)),
        ({1}, frozenset({1})),
        ({}, OrderedDict()),
        ([], None),
        ("", None),
        (0, None),
        (0, ""),
        (Decimal("1.5"), Decimal("1.50")),
        (Decimal(0), Decimal("-0")),
        (Decimal("NaN"), Decimal("sNaN")),
        (Decimal("NaN"), float("nan")),
        ("é", "e\u0301"),
        (NOON, NOON.replace(tzinfo=UTC)),
        (NOON.replace(tzinfo=UTC), NOON.replace(tzinfo=UTC).astimezone(BERLIN)),
        (NOON.replace(tzinfo=BERLIN), NOON.replace(tzinfo=timezone(timedelta(hours=1)))),
        (datetime(2020, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2020, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)),
        (time(12), time(12, tzinfo=UTC)),
        (NOON.date(), NOON),
        (UUID(int=1), str(UUID(int=1))),
        (PurePosixPath("a"), "a"),
        (int, bool),
        (object(), object()),
        (Status.NEW, "new"),
    ],
    ids=_steady,
)
def test_values_that_are_not_the_same(one: object, other: object) -> None:
    """What a careless equality lets pass is a difference, from either side."""
    assert compare(one, other) is not None
    assert compare([other], [one]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (float("nan"), float("nan")),
        (0.0, -0.0),
        (complex("nan"), complex("nan")),
        (Decimal("sNaN"), Decimal("sNaN")),
        (NOON.replace(tzinfo=BERLIN), NOON.replace(tzinfo=timezone(timedelta(hours=2)))),
        (NOON, NOON.replace(fold=1)),
        (time(12), time(12, fold=1)),
        (UTC, timezone(timedelta(0))),
        (ZoneInfo("UTC"), ZoneInfo.no_cache("UTC")),
        (lambda: 1, lambda: 2),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (UUID(int=5), pgproto.UUID(str(UUID(int=5)))),
    ],
    ids=_steady,
)
def test_values_that_are_the_same(one: object, other: object) -> None:
    """What differs in nothing that a domain can mean is no difference."""
    assert compare(one, other) is None
    assert compare({"a": [other]}, {"a": [one]}) is None


def test_the_path_names_attributes_indexes_and_keys() -> None:
    """A path can be pasted behind the name of the value."""
    one = order(PlainOrder, lines=[Line("s", 1, Money(Decimal(1)))])
    other = order(PlainOrder, lines=[Line("s", 1, Money(Decimal(2)))])
    found = compare({"orders": (one,)}, {"orders": (other,)})

    assert found == Difference("['orders'][0]._lines[0].price.amount", "Decimal('1')", "Decimal('2')")


def test_the_root_has_no_path() -> None:
    """Values that differ as a whole have an empty path."""
    assert compare(1, 2) == Difference("", "1", "2")
    assert str(compare(1, 2)) == "expected 1, got 2"


def test_one_line() -> None:
    """The text of a difference is one line, whatever is in it."""
    found = compare({"a\n": "x\ny" * 90}, {"a\n": [1]})

    assert "\n" not in str(found)


def test_the_shallowest_difference_comes_first() -> None:
    """The first difference is the one that is quickest to grasp."""
    one = order(DataclassOrder, lines=[Line("s", 1)])
    other = order(DataclassOrder, lines=[Line("s", 2)], status=Status.PAID)

    assert [found.path for found in differences(one, other)] == [".status", ".lines[0].quantity"]


def test_a_collection_of_another_length_is_told_as_a_whole() -> None:
    """When elements come or go, the collection is the place."""
    one, other = order(DataclassOrder, lines=[]), order(DataclassOrder, lines=[Line("", 1)])

    assert compare(one, other) == Difference(".lines", "[]", "[Line(sku='', quantity=1)]", "1 element added")
    assert compare({"a": 1}, {"a": 1, "b": 2}) == Difference("", "{'a': 1}", "{'a': 1, 'b': 2}", "1 entry added")
    assert compare({1, 2, 3}, {1, 4}) == Difference("", "{1, 2, 3}", "{1, 4}")


def test_a_long_collection_is_told_by_what_changed() -> None:
    """What both have at the start and the end is left out of a long text, but for the neighbours of the change."""
    lines = [Line(f"s{number}", number) for number in range(40)]
    found = compare(lines, lines[:20] + lines[21:])

    assert found is not None
    assert found.expected == (
        "[..., Line(sku='s19', quantity=19), Line(sku='s20', quantity=20), Line(sku='s21', quantity=21), ...]"
    )
    assert found.got == "[..., Line(sku='s19', quantity=19), Line(sku='s21', quantity=21), ...]"
    assert found.hint == "1 element lost"


def test_a_long_set_is_told_by_what_the_other_lacks() -> None:
    """Elements and entries that both have are left out of a long text."""
    numbers = set(range(1000, 1100))

    assert compare(numbers, numbers | {7}) == Difference("", "{...}", "{7, ...}", "1 element added")


def test_long_texts_are_told_by_their_first_difference() -> None:
    """Of long texts the surroundings of the first difference are told."""
    text = " ".join(map(str, range(200)))
    found = compare(text, text.replace("150", "xyz"))

    assert found is not None
    assert found.expected == "…'7 148 149 150 151 152 153 154 155 156 15…'"
    assert found.got == "…'7 148 149 xyz 151 152 153 154 155 156 15…'"


def test_large_parts_are_told_briefly() -> None:
    """A text is never much longer than a line."""
    large = [order(PlainOrder, lines=[Line("s" * 30, number) for number in range(50)]) for _ in range(20)]
    found = compare({"a": large}, {"a": None})

    assert found is not None
    assert len(found.expected) <= 120


def test_other_order() -> None:
    """A sequence with the same elements in another order is told as such, once."""
    lines = [Line("a", 1), Line("b", 2), Line("c", 3)]

    assert [str(found) for found in differences(lines[:2], lines[1::-1])] == [
        "expected [Line(sku='a', quantity=1), Line(sku='b', quantity=2)], "
        "got [Line(sku='b', quantity=2), Line(sku='a', quantity=1)] (same elements, other order)"
    ]
    assert compare(OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)) == Difference(
        "", "OrderedDict({'a': 1, 'b': 2})", "OrderedDict({'b': 2, 'a': 1})", "same entries, other order"
    )


def test_sets_without_usable_hashes() -> None:
    """Elements that hash by identity are matched by their structure, each to one other."""

    class Tag:
        def __init__(self, name: str, *notes: str) -> None:
            self.name, self.notes = name, set(notes)

    assert compare({Tag("a", "x", "y"), Tag("b")}, {Tag("b"), Tag("a", "y", "x")}) is None
    assert compare({Tag("a"), Tag("a")}, {Tag("a"), Tag("b")}) is not None
    assert compare({Tag("a", "x")}, {Tag("a", "y")}) is not None


def test_keys_without_usable_hashes() -> None:
    """Entries are matched by the structure of their keys."""

    class Key:
        def __init__(self, name: str) -> None:
            self.name = name

    assert compare({Key("a"): 1, Key("b"): 2}, {Key("b"): 2, Key("a"): 1}) is None
    assert compare({Key("a"): 1}, {Key("a"): 2}) == Difference("[Key('a')]", "1", "2")
    assert compare({1: "x"}, {True: "x"}) == Difference("", "{1: 'x'}", "{True: 'x'}")


def test_many_equal_elements() -> None:
    """Hundreds of equal elements are matched without trouble."""
    one, other = [[1]] * 500 + [[2]], [[1]] * 501

    assert compare(one, other) == Difference("[500][0]", "2", "1")


def test_duplicates_lost() -> None:
    """Elements of which one is left are told as duplicates."""
    found = compare([Line("a", 1), Line("a", 1)], [Line("a", 1)])

    assert found is not None
    assert found.hint == "1 duplicate lost"


def test_another_class_of_one_shape() -> None:
    """Classes are part of the structure, by identity, told by their modules when their names are the same."""

    @dataclass
    class Line:
        sku: str
        quantity: int
        price: Money

    found = compare(order(DataclassOrder).lines[0], Line("s", 1, Money(Decimal("1.50"))))

    assert found is not None
    assert found.hint == "type differs: makes.Line became test_compare.Line"


def test_pictures_on_either_side() -> None:
    """Objects and pictures may be given on both sides."""
    one, other = order(DataclassOrder), order(DataclassOrder, status=Status.PAID)
    expected = compare(one, other)

    assert expected is not None
    assert compare(picture(one), other) == expected
    assert compare(one, picture(other)) == expected
    assert compare(picture(one), picture(other)) == expected


HINTS: list[tuple[object, object, str | None]] = [
    (NOON.replace(tzinfo=BERLIN), NOON.replace(tzinfo=BERLIN).astimezone(UTC), "same instant, other zone"),
    (NOON.replace(tzinfo=BERLIN), NOON, "the time zone was lost"),
    (NOON, NOON.replace(tzinfo=UTC), "a time zone was added"),
    (NOON.replace(tzinfo=BERLIN), NOON.replace(tzinfo=UTC), "same wall clock, other zone: another instant"),
    (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), None),
    (NOON.replace(microsecond=123456), NOON, "microseconds lost"),
    (NOON.replace(microsecond=123456), NOON.replace(microsecond=123000), "microseconds cut to milliseconds"),
    (NOON, NOON.date(), "the time of day was lost"),
    (Decimal("1.50"), Decimal("1.5"), "equal as numbers, the scale differs"),
    (Decimal("-0"), Decimal(0), "equal as numbers, the sign of zero differs"),
    (Decimal("0.1"), 0.1, "equal as numbers, the type differs: Decimal became float"),
    (Decimal("1.239"), Decimal("1.24"), "rounded to 2 decimal places"),
    (Decimal("1.239"), Decimal("1.23"), "rounded to 2 decimal places"),
    (Decimal("1.2"), Decimal("7.3"), None),
    (Decimal("NaN"), Decimal("sNaN"), None),
    (Decimal("Infinity"), Decimal(1), None),
    (Decimal("1E-9999999"), Decimal("1E+9999999"), None),
    (Decimal("sNaN"), None, None),
    (Decimal("0.0"), None, "zero became None"),
    ("a ", "a", "trailing whitespace lost"),
    (" a", "a", "leading whitespace lost"),
    (" a ", "a", "surrounding whitespace lost"),
    ("e\u0301", "é", "text normalised (NFC)"),
    ("é", "e\u0301", "text normalised (NFD)"),
    ("ﬁ", "fi", "text normalised (NFKC)"),
    ("Ab", "ab", "changed to lower case"),
    ("Ab", "AB", "changed to upper case"),
    ("a\0b", "ab", "NUL characters lost"),
    ("a\0b", "a", "cut at the first NUL"),
    ("a\r\nb", "a\nb", "line ends changed"),
    ("aé", "a?", "characters outside of ASCII replaced"),
    ("x" * 300, "x" * 255, "cut to 255 of 300 characters"),
    ("00", "0", None),
    ("\udc80", "?", "characters outside of ASCII replaced"),
    ("a", "b", None),
    ("", None, "what was empty became None"),
    ([], None, "what was empty became None"),
    (0, None, "zero became None"),
    (False, None, "False became None"),
    ([1], None, None),
    (None, "", None),
    (Status.PAID, "paid", "the member of Status became its value"),
    (OrderId("a"), "a", "type differs: OrderId became str"),
    (True, 1, "type differs: bool became int"),
    ([1], (1,), "type differs: list became tuple"),
    (Status.NEW, Status.PAID, None),
]


@pytest.mark.parametrize(("expected", "got", "hint"), HINTS, ids=lambda value: repr(value)[:40])
def test_hints(expected: object, got: object, hint: str | None) -> None:
    """A hint says what probably happened, and nothing where nothing sensible can be said."""
    found = compare([expected], [got])

    assert found is not None
    assert found.hint == hint


def test_enums_of_any_value() -> None:
    """Members are compared as members, whatever their values are."""

    class Size(Enum):
        SMALL = ["s"]
        LARGE = ["l"]

    assert compare(Size.SMALL, Size.SMALL) is None
    assert compare(Size.SMALL, Size.LARGE) == Difference("", "Size.SMALL", "Size.LARGE")
    assert compare(Permission.READ | Permission.WRITE, Permission.READ) == Difference(
        "", "Permission.READ | Permission.WRITE", "Permission.READ"
    )
