"""Constructors that refuse values get others, without the user's help."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from drawing import drawn_of, many, simplest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from dovetail.values.strategies import for_type

CURRENCIES = frozenset({"SEK", "NOK", "DKK"})
MOST = 1_000


@dataclass(frozen=True)
class Quantity:
    value: int

    def __post_init__(self) -> None:
        if self.value <= 0:
            raise ValueError("positive")


@dataclass(frozen=True)
class Title:
    value: str

    def __post_init__(self) -> None:
        if not self.value.strip() or len(self.value) > 100:
            raise ValueError("1 to 100 characters")


@dataclass(frozen=True)
class Price:
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.amount < 0 or self.amount > MOST:
            raise ValueError("amount")
        if self.currency not in CURRENCIES:
            raise ValueError("currency")


@dataclass(frozen=True)
class Code:
    value: str

    def __post_init__(self) -> None:
        if len(self.value) != 3 or not self.value.isascii() or not self.value.isupper():
            raise ValueError("three capitals")


@dataclass(frozen=True)
class Period:
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("order")


@dataclass(frozen=True)
class Discount:
    kind: str
    amount: Decimal
    price: Decimal

    def __post_init__(self) -> None:
        if self.kind not in ("percent", "flat"):
            raise ValueError("kind")
        if self.kind == "percent" and self.amount > 100:
            raise ValueError("more than all")
        if self.amount > self.price:
            raise ValueError("more than the price")


@dataclass
class Basket:
    quantities: list[Quantity]

    def __post_init__(self) -> None:
        if not self.quantities:
            raise ValueError("empty")
        if len(set(self.quantities)) < len(self.quantities):
            raise ValueError("twice")


@dataclass
class Member:
    """Checks one thing after the other, each of a different shape."""

    email: str
    phone: str
    country: str
    born: date
    password: str
    age: int

    def __post_init__(self) -> None:
        if not re.match(r"^[^@\s]+@[^@\s]+\.[a-z]+$", self.email):
            raise ValueError("email")
        if not self.phone.startswith("+") or not self.phone[1:].isdigit():
            raise ValueError("phone")
        if self.country not in {"NL", "BE"}:
            raise ValueError("country")
        if self.born > date.today():
            raise ValueError("born")
        if len(self.password) < 8 or self.password.lower() == self.password or self.password.isalpha():
            raise ValueError("password")
        if not 18 <= self.age <= 120:
            raise ValueError("age")


class Version7(NamedTuple):
    value: UUID


class Ordered(Version7):
    def __new__(cls, value: UUID) -> Ordered:
        if (value.int >> 76) & 0xF != 7:
            raise ValueError("version")
        return super().__new__(cls, value)


@dataclass
class Cents:
    """Has a descriptor that checks."""

    class Checked:
        def __set_name__(self, owner: type, name: str) -> None:
            self.name = f"_{name}"

        def __get__(self, one: object, owner: type) -> int:
            if one is None:
                raise AttributeError
            value: int = getattr(one, self.name)
            return value

        def __set__(self, one: object, value: int) -> None:
            if value % 5:
                raise ValueError("fives")
            setattr(one, self.name, value)

    value: int = Checked()  # type: ignore[assignment]


@dataclass
class Loan:
    taken: datetime
    due: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        if self.taken.utcoffset() != timedelta(0) or self.due.utcoffset() != timedelta(0):
            raise ValueError("UTC only")
        if self.due < self.taken:
            raise ValueError("order")


class Shares:
    def __init__(self, parts: list[int]) -> None:
        if sum(parts) != 100:
            raise ValueError("all parts together are 100")
        self.parts = parts


@pytest.mark.parametrize("cls", [Quantity, Title, Price, Code, Period, Discount, Basket, Ordered, Cents, Loan])
def test_what_a_constructor_accepts_is_found(cls: Any) -> None:
    """Hardly any example is lost, and they differ."""
    drawn = drawn_of(cls)
    assert len(drawn) >= 38
    assert len(set(map(repr, drawn))) > 14


def test_one_check_after_another_is_satisfied() -> None:
    """No drawn row passes six checks at once: each that is passed shows the next."""
    members = drawn_of(Member)
    assert len({one.email for one in members}) > 15
    assert {one.country for one in members} == {"NL", "BE"}


def test_values_at_the_bounds_that_the_code_names_are_tried() -> None:
    """A column is often one shorter than what the domain allows."""
    assert any(len(title.value) == 100 for title in drawn_of(Title, 400))
    assert any(price.amount == MOST for price in drawn_of(Price, 400))
    assert all(len(title.value) <= 64 for title in many(for_type(Title, extremes=False)))


def test_hostile_values_that_are_accepted_stay() -> None:
    """Only those that the constructor refuses are left out."""
    titles = {title.value for title in drawn_of(Title, 400)}
    assert {"a", "A", "a ", "007", "None", "%"} <= titles
    assert Decimal("0.00").as_tuple() in {price.amount.as_tuple() for price in drawn_of(Price, 400)}


def test_choices_come_from_the_code() -> None:
    """A constant that the constructor compares with tells more than its name."""
    assert {price.currency for price in drawn_of(Price)} == CURRENCIES


def test_values_of_one_type_are_put_in_order_and_not_set_aside() -> None:
    """Both ends of a period vary."""
    periods = drawn_of(Period)
    assert len({period.start for period in periods}) > 8
    assert len({period.end for period in periods}) > 8


def test_a_refused_value_is_replaced_alone() -> None:
    """Where one value does not go with the others, the others are kept."""
    discounts = drawn_of(Discount)
    assert {discount.kind for discount in discounts} == {"percent", "flat"}
    assert len({discount.price for discount in discounts}) > 12
    baskets = drawn_of(Basket)
    assert {len(basket.quantities) for basket in baskets} >= {1, 2, 3}


def test_refusing_types_shrink_to_simple_values() -> None:
    """A finding shows what matters."""
    assert simplest(for_type(Quantity)) == Quantity(1)
    assert date(2000, 1, 1) in (simplest(for_type(Period)).start, simplest(for_type(Period)).end)


def test_a_constructor_that_accepts_nothing_known_is_named() -> None:
    """The error says what the constructor said."""
    with pytest.raises(Exception, match=r"Shares: Shares has no usable constructor \(ValueError\('all parts") as error:
        for_type(Shares)
    assert "dovetail.strategies.register(Shares, st.builds(Shares, ...))" in str(error.value)


def test_utc_only_is_found_by_asking() -> None:
    """Without a word in the module, the constructor tells."""
    assert {loan.due.tzinfo for loan in drawn_of(Loan)} == {UTC}


@dataclass(frozen=True)
class Volume:
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 10_000:
            raise ValueError("a volume's number")


@dataclass
class Edition:
    title: str
    volumes: tuple[Volume, ...] = ()

    def __post_init__(self) -> None:
        numbers = [volume.number for volume in self.volumes]
        if numbers != sorted(set(numbers)):
            raise ValueError("in order, and each once")


def test_where_several_are_mostly_refused_there_are_none_or_one() -> None:
    """What has no children at all is drawn too: a join loses it."""
    sizes = {len(edition.volumes) for edition in drawn_of(Edition)}
    assert {0, 1} <= sizes


@dataclass
class Rack:
    shelves: int
    pots: list[str]

    def __post_init__(self) -> None:
        if self.shelves not in (2, 3, 4):
            raise ValueError("two to four shelves")


def test_what_no_mend_helps_is_made_like_what_was_accepted() -> None:
    """As many shelves as pots are accepted by chance; a rack of one pot has the shelves that were accepted then."""
    racks, refusals = [], []

    @settings(max_examples=60, database=None, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(st.data())
    def each(data: st.DataObject) -> None:
        try:
            racks.append(data.draw(for_type(Rack)))
        except UnsatisfiedAssumption as refused:
            refusals.append(refused)

    each()
    assert any(len(rack.pots) == 1 for rack in racks)
    assert not refusals
