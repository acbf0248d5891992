"""Narrower and narrower ways to draw a number or a text, for constructors that refuse most values."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from dovetail.values.strategies.recipe import Strategy

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
_HEX = "0123456789abcdef"


def cents(least: int, most: int, places: int = 2) -> Strategy:
    """Decimals of a fixed number of places, between bounds given in units of the last place."""
    return st.integers(least, most).map(lambda unit: Decimal(unit).scaleb(-places))


def _of(alphabet: str, least: int, most: int | None = None) -> Strategy:
    return st.text(alphabet, min_size=least, max_size=least if most is None else most)


INTS: tuple[Strategy, ...] = (
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
DECIMALS: tuple[Strategy, ...] = (
    cents(0, 99_999_999),
    cents(1, 99_999_999),
    st.integers(0, 999_999).map(Decimal),
    st.integers(1, 999_999).map(Decimal),
    cents(0, 1_000_000),
    cents(1, 1_000_000),
    cents(0, 10_000),
    cents(1, 10_000),
    cents(0, 100),
    cents(1, 100),
    cents(-9_000, 9_000),
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
# Shapes of text, by the words that a field of such a shape has in its name.
_SHAPES: dict[str, Strategy] = {
    "currency": st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY"]),
    "email mail": st.builds("{}@{}.com".format, _of(LOWER, 1, 8), _of(LOWER, 1, 8)),
    "id uuid guid key": st.uuids(version=4).map(str),
    "url uri link website": st.builds("https://{}.example/{}".format, _of(LOWER, 1, 8), _of(LOWER, 0, 8)),
    "phone mobile tel number": _of(DIGITS, 8, 9).map(lambda digits: f"+491{digits}"),
    "country nationality": st.sampled_from(["DE", "US", "GB", "FR", "JP"]),
    "language locale lang": st.sampled_from(["en", "de", "fr", "ja"]),
    "zone timezone tz": st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo"]),
    "color colour": _of(_HEX, 6).map(lambda digits: f"#{digits}"),
    "zip postcode postal plz": _of(DIGITS, 5),
    "sku code ref reference": st.builds("{}-{}".format, _of(UPPER, 3), _of(DIGITS, 3, 5)),
    "isbn": st.sampled_from(["9780306406157", "9783161484100", "9781491954324"]),
    "iban": st.sampled_from(["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"]),
    "card pan": st.sampled_from(["4111111111111111", "5500005555555559", "340000000000009"]),
    "ip host address": st.ip_addresses(v=4).map(str),
    "date day": st.dates().map(str),
    "time": st.times().map(lambda moment: moment.strftime("%H:%M")),
    "version": st.builds("{}.{}.{}".format, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    "slug handle username": st.builds("{}-{}".format, _of(LOWER, 1, 6), _of(LOWER + DIGITS, 1, 6)),
    "path": _of(LOWER, 1, 8).map(lambda name: f"/{name}"),
    "hash digest checksum sha": _of(_HEX, 64),
    "ssn": st.builds("{}-{}-{}".format, _of("12345", 3), _of("12345", 2), _of("12345", 4)),
    "name": st.builds("{} {}".format, _of(LOWER, 2, 8).map(str.title), _of(LOWER, 2, 8).map(str.title)),
    "password secret": _of(LOWER, 8, 12).map(lambda word: f"Aa1!{word}"),
}
_VISIBLE = st.characters(min_codepoint=33, max_codepoint=0xFFFF, exclude_categories=("Cs", "Zs", "Cc"))
_WIDEST: tuple[Strategy, ...] = (
    st.text(_VISIBLE, min_size=1, max_size=20),
    st.text(_VISIBLE, min_size=1, max_size=8),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
)
_PLAIN: tuple[Strategy, ...] = (
    _of(LOWER + UPPER + DIGITS, 1, 20),
    _of(LOWER + UPPER, 1, 20),
    _of(LOWER + UPPER, 3, 20),
    _of(LOWER + UPPER + DIGITS, 8, 20),
    _of(UPPER + DIGITS, 1, 12),
    _of(UPPER, 3, 10),
    _of(LOWER, 1, 10),
    _of(LOWER, 3, 10),
    *(_of(UPPER, count) for count in (4, 3, 2, 1)),
    _of(DIGITS, 1, 10),
    _of("123456789", 1),
    *(_of(DIGITS, count) for count in (3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16)),
    _of(_HEX, 8),
    _of(_HEX, 32),
    *(_of("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", count) for count in (8, 17, 26)),
)


def texts(name: str) -> tuple[Strategy, ...]:
    """The ladder of a text field: the widest first, then the shape that its name speaks of, then all others."""
    words = set(name.lower().split("_"))
    told = tuple(shape for named, shape in _SHAPES.items() if words & set(named.split()))
    return (*_WIDEST, *told, *_PLAIN, *(shape for shape in _SHAPES.values() if shape not in told))
