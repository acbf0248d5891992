"""Recipes of numbers."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.values.strategies import corpus
from dovetail.values.strategies.limited import limited
from dovetail.values.strategies.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dovetail.values.strategies.limits import Limits
    from dovetail.values.strategies.recipe import Strategy

_DIGITS = 28  # of a decimal in the context that Python begins with
_BEYOND = 1000  # how far values go where a limit is beyond the common range


def _cents(least: int, most: int, places: int = 2) -> Strategy:
    """Decimals of a fixed number of places, between bounds given in units of the last place."""
    return st.integers(least, most).map(lambda unit: Decimal(unit).scaleb(-places))


_INTS: tuple[Strategy, ...] = (
    st.integers(0, 2**31 - 1),
    st.integers(1, 2**31 - 1),
    st.integers(0, 10_000),
    st.integers(1, 10_000),
    st.integers(0, 100),
    st.integers(1, 100),
    st.integers(1, 10),
    st.integers(1, 5),
    st.integers(1, 3),
    st.integers(1900, 2100),
    st.integers(1024, 65535),
    st.integers(18, 99),
    st.integers(-(2**31), -1),
    st.integers(100_000, 999_999),
)
_DECIMALS: tuple[Strategy, ...] = (
    _cents(0, 99_999_999),
    _cents(1, 99_999_999),
    st.integers(0, 999_999).map(Decimal),
    st.integers(1, 999_999).map(Decimal),
    _cents(0, 1_000_000),
    _cents(1, 1_000_000),
    _cents(0, 10_000),
    _cents(1, 10_000),
    _cents(0, 100),
    _cents(1, 100),
    _cents(-9_000, 9_000),
    _cents(-99_999_999, -1),
)


def _tidy(low: float | None, high: float | None, *, exclude_min: bool = False, exclude_max: bool = False) -> Strategy:
    """Floats that are not so near to zero that a column may take them for zero."""
    exact = st.floats(
        low,
        high,
        allow_nan=False,
        allow_infinity=False,
        allow_subnormal=False,
        exclude_min=exclude_min,
        exclude_max=exclude_max,
    )
    return exact.filter(lambda value: value == 0 or abs(value) > 1e-6)


_FLOATS: tuple[Strategy, ...] = (
    _tidy(0, 1e6),
    _tidy(0.01, 1e6),
    _tidy(-180, 180),
    _tidy(-90, 90),
    _tidy(0, 100),
    _tidy(0.01, 100),
    _tidy(0, 1),
    _tidy(0.01, 0.99),
    _tidy(-1e6, -0.01),
)


def integers(limits: Limits) -> Recipe:
    """Integers of 32 bits; larger ones are extreme."""
    unit = limits.multiple_of or 1
    low, high = _steps(limits, Fraction(unit), 2**31 // unit - 1)
    return limited(int, limits, _times(unit, st.integers(low, high)), _INTS)


def decimals(limits: Limits) -> Recipe:
    """Decimals of up to two places, below a million; finer and larger ones are extreme."""
    if limits.scale is not None:
        return _of_scale(limits, limits.scale)
    most = 2 if limits.decimal_places is None else limits.decimal_places
    for places in dict.fromkeys((min(2, most), 0, min(6, most), most, 12)):
        unit = limits.multiple_of or Decimal(1).scaleb(-places)
        digits = min(8, limits.max_digits or 8)
        low, high = _steps(limits, Fraction(unit), 10**digits - 1)
        if low <= high:
            break
    count = st.integers(low, max(low, high))
    exact = _times(unit, count) if limits.multiple_of else _cents(low, max(low, high), places)
    return limited(Decimal, limits, exact, _DECIMALS)


def _of_scale(limits: Limits, scale: int) -> Recipe:
    """Decimals as a column of a fixed scale gives them back: all with so many places, a zero without a sign."""
    unit = Decimal(1).scaleb(-scale)
    low, high = _steps(limits, Fraction(unit), 10 ** min(8, limits.max_digits or 8) - 1)

    def in_scale(values: Iterable[Decimal]) -> list[Decimal]:
        finite = [value.quantize(unit) for value in values if value.is_finite() and value.adjusted() < _DIGITS - scale]
        return [value for value in dict.fromkeys(finite) if limits.allows(value) and (value or not value.is_signed())]

    hostile, extreme = in_scale(corpus.hostile(Decimal)), in_scale(corpus.extreme(Decimal))
    return Recipe.leaf(_cents(low, max(low, high), scale), hostile=hostile, extreme=extreme, kind=Decimal)


def floats(limits: Limits) -> Recipe:
    """Finite floats of a size that 15 digits hold; others are extreme."""
    low, high = _steps(limits, Fraction(1, 4), 4 * 10**9)
    exact = _tidy(
        _first(limits.ge, limits.gt, -1e9 if low >= -4e9 else None),
        _first(limits.le, limits.lt, 1e9 if high <= 4e9 else None),
        exclude_min=limits.ge is None and limits.gt is not None,
        exclude_max=limits.le is None and limits.lt is not None,
    )
    return limited(float, limits, exact, _FLOATS)


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _times(unit: Any, counts: Strategy) -> Strategy:
    return counts if unit == 1 else counts.map(lambda count: count * unit)


def _steps(limits: Limits, unit: Fraction, most: int) -> tuple[int, int]:
    """The least and the greatest multiple of a unit within the limits, up to `most` of it where they do not say."""
    lower = [math.ceil(Fraction(limits.ge) / unit)] if _says(limits.ge) else []
    lower += [math.floor(Fraction(limits.gt) / unit) + 1] if _says(limits.gt) else []
    upper = [math.floor(Fraction(limits.le) / unit)] if _says(limits.le) else []
    upper += [math.ceil(Fraction(limits.lt) / unit) - 1] if _says(limits.lt) else []
    low = max(lower, default=-most)
    high = min(upper, default=most)
    if low > high and not upper:
        high = low + _BEYOND
    if low > high and not lower:
        low = high - _BEYOND
    return low, high


def _says(bound: Any) -> bool:
    return bound is not None and math.isfinite(bound)
