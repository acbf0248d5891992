"""Narrower and narrower ways to draw a number or a text, for constructors that refuse most values."""

from __future__ import annotations

import string
from decimal import Decimal

from hypothesis import strategies as st

from dovetail.values.strategies.recipe import Strategy

_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits


def _of(alphabet: str, least: int, most: int) -> Strategy:
    return st.text(alphabet, min_size=least, max_size=most)


def cents(least: int, most: int, places: int = 2) -> Strategy:
    """Decimals of a fixed number of places, given by their bounds in the last place."""
    return st.integers(least, most).map(lambda unit: Decimal(unit).scaleb(-places))


INTS: tuple[Strategy, ...] = (
    st.integers(0, 2**31 - 1),
    st.integers(1, 2**31 - 1),
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
DECIMALS: tuple[Strategy, ...] = (
    cents(0, 99_999_999),
    cents(1, 99_999_999),
    st.integers(0, 999_999).map(Decimal),
    st.integers(1, 999_999).map(Decimal),
    cents(0, 10_000),
    cents(1, 10_000),
    cents(0, 100),
    cents(1, 100),
    cents(-99_999_999, -1),
)
FLOATS: tuple[Strategy, ...] = (
    st.floats(0, 1e6),
    st.floats(0.01, 1e6),
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.floats(0, 100),
    st.floats(0.01, 100),
    st.floats(0, 1),
    st.floats(0.01, 0.99),
    st.floats(-1e6, -0.01),
)
# Shapes of text by the words that name them; a field of such a name tries its shape early.
SHAPES: dict[str, Strategy] = {
    "currency": st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY"]),
    "email mail": st.builds("{}@{}.com".format, _of(_LOWER, 1, 8), _of(_LOWER, 1, 8)),
    "id uuid guid key": st.uuids(version=4).map(str),
    "url uri link website": st.builds("https://{}.example/{}".format, _of(_LOWER, 1, 8), _of(_LOWER, 0, 8)),
    "phone mobile tel": _of(_DIGITS, 8, 9).map(lambda digits: f"+491{digits}"),
    "country nationality": st.sampled_from(["DE", "US", "GB", "FR", "JP"]),
    "language locale lang": st.sampled_from(["en", "de", "fr", "ja"]),
    "zone timezone tz": st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo"]),
    "color colour": _of("0123456789abcdef", 6, 6).map(lambda digits: f"#{digits}"),
    "zip postcode postal plz": _of(_DIGITS, 5, 5),
    "sku code number ref reference": st.builds("{}-{}".format, _of(_UPPER, 3, 3), _of(_DIGITS, 3, 5)),
    "isbn": st.sampled_from(["9780306406157", "9783161484100", "9781491954324"]),
    "iban": st.sampled_from(["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"]),
    "ip host address": st.ip_addresses(v=4).map(str),
    "date day": st.dates().map(str),
    "version": st.builds("{}.{}.{}".format, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    "slug handle username": st.builds("{}-{}".format, _of(_LOWER, 1, 6), _of(_LOWER + _DIGITS, 1, 6)),
    "path": _of(_LOWER, 1, 8).map(lambda name: f"/{name}"),
    "hash digest checksum sha": _of("0123456789abcdef", 64, 64),
}
_PLAIN: tuple[Strategy, ...] = (
    st.text(st.characters(min_codepoint=33, max_codepoint=0xFFFF, exclude_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=20),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
    _of(_LOWER + _UPPER + _DIGITS, 1, 20),
    _of(_LOWER + _UPPER, 1, 20),
    _of(_LOWER + _UPPER, 3, 20),
    _of(_LOWER + _UPPER + _DIGITS, 8, 20),
    _of(_UPPER + _DIGITS, 1, 12),
    _of(_UPPER, 3, 10),
    _of(_LOWER, 1, 10),
    _of(_LOWER, 3, 10),
    _of(_UPPER, 4, 4),
    _of(_UPPER, 3, 3),
    _of(_UPPER, 2, 2),
    _of(_UPPER, 1, 1),
    _of(_DIGITS, 1, 10),
    _of("123456789", 1, 1),
    *(_of(_DIGITS, count, count) for count in (3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 16)),
    _of("0123456789abcdef", 8, 8),
    _of("0123456789abcdef", 32, 32),
    _of(_UPPER + _DIGITS, 17, 17),
    _of(_UPPER + _DIGITS, 26, 26),
    st.builds("{} {}".format, _of(_LOWER, 2, 8).map(str.title), _of(_LOWER, 2, 8).map(str.title)),
    st.builds("Aa1!{}".format, _of(_LOWER, 8, 12)),
)


def texts(name: str) -> tuple[Strategy, ...]:
    """The ladder for a text field of this name: plain ones, widest first, then the shape that its name speaks of."""
    words = set(name.lower().replace("_", " ").split())
    told = [shape for words_of, shape in SHAPES.items() if words & set(words_of.split())]
    return (*_PLAIN[:1], *told, *_PLAIN[1:], *(shape for shape in SHAPES.values() if shape not in told))
