"""Differences that a team has decided to live with, each with its reason.

A pattern names a part of a value by its attributes, without indexes: `lines.price` is the price of every line. Keys of
a mapping may be named like attributes or left out like indexes, a leading `**.` matches at any depth, and leading
underscores may be left out. What a tolerance says of a part it says of everything inside that part, except `any_order`,
which says nothing of the collections inside a sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dovetail.errors import ContractError
from dovetail.values.quantities import decimal_of, same_moment

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A kind of difference that counts as none; made by one of the functions of this module.

    Attributes:
        name: the function that makes it.
        reason: why the difference is right.
        accepts: whether two leaves count as the same.
    """

    name: str
    reason: str
    accepts: Callable[[Any, Any], bool]

    def __post_init__(self) -> None:
        if not (self.reason or "").strip():
            delta = "timedelta(seconds=1), " if self.name == "within" else ""
            raise ContractError(
                f"the tolerance {self.name} has no reason",
                f'say why the difference is right, as in {self.name}({delta}"the column keeps whole seconds")',
            )


def same_instant(reason: str) -> Tolerance:
    """Aware datetimes of one instant count as the same, whatever their zones."""
    return Tolerance("same_instant", reason, _same_instant)


def same_number(reason: str) -> Tolerance:
    """Numbers of one value count as the same, whatever their types and scales."""
    return Tolerance("same_number", reason, _same_number)


def any_order(reason: str) -> Tolerance:
    """A sequence counts as the same in any order of its elements."""
    return Tolerance("any_order", reason, _never)


def any_case(reason: str) -> Tolerance:
    """Text counts as the same in any case, as `str.casefold` compares it.

    Of a repository's key, of a unique field, and of what a query asks for, it says more: whatever case it is asked in,
    the aggregate is found, and two that differ in case alone agree.
    """
    return Tolerance("any_case", reason, _same_text)


def ignored(reason: str) -> Tolerance:
    """The part is not compared."""
    return Tolerance("ignored", reason, _always)


def within(delta: timedelta | float | Decimal, reason: str) -> Tolerance:
    """Numbers, dates and times that lie at most `delta` apart count as the same."""

    def near(expected: Any, got: Any) -> bool:
        if isinstance(delta, timedelta):
            return bool(abs(expected - got) <= delta)
        numbers = decimal_of(expected), decimal_of(got)
        return None not in numbers and abs(numbers[0] - numbers[1]) <= Decimal(str(delta))  # type: ignore[operator]

    return Tolerance("within", reason, near)


def _always(_expected: object, _got: object) -> bool:
    return True


def _never(_expected: object, _got: object) -> bool:
    return False


def _same_instant(expected: object, got: object) -> bool:
    return isinstance(expected, datetime) and isinstance(got, datetime) and same_moment(expected, got)


def _same_text(expected: object, got: object) -> bool:
    return isinstance(expected, str) and isinstance(got, str) and expected.casefold() == got.casefold()


def _same_number(expected: object, got: object) -> bool:
    number = decimal_of(expected)
    return number is not None and number == decimal_of(got)
