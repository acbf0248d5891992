"""Values that real adapters get wrong, each with the bug it is known to catch.

`HOSTILE` values are ordinary: every store must keep them. `EXTREME` ones a database column may rightly refuse.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Specimen:
    """A value and the bug that it catches."""

    value: Any
    catches: str


_BERLIN = ZoneInfo("Europe/Berlin")

HOSTILE: dict[type, tuple[Specimen, ...]] = {
    str: (
        Specimen("", "empty text taken for absent (`value or default`), or stored as NULL"),
        Specimen(" ", "blank text stripped to empty"),
        Specimen("a", "a key that differs from 'A' by case only"),
        Specimen("A", "a key that differs from 'a' by case only (case-insensitive collation)"),
        Specimen("a ", "trailing space trimmed or ignored in comparison (CHAR columns)"),
        Specimen(" a", "leading space trimmed"),
        Specimen("007", "leading zeros lost to a number (column affinity, YAML, CSV)"),
        Specimen("0", "a falsy-looking key; text turned into a number"),
        Specimen("1e3", "text read as a number (column affinity)"),
        Specimen("%", "LIKE wildcard in a lookup: matches everything"),
        Specimen("_", "LIKE wildcard in a lookup: matches any one character"),
        Specimen("*", "glob wildcard in a key scan"),
        Specimen("a'b", "quote that breaks SQL put together by hand"),
        Specimen('a"b', "double quote that breaks JSON put together by hand"),
        Specimen("a\\b", "backslash lost to escaping"),
        Specimen("a:b", "separator of a composite key"),
        Specimen("a/b", "separator of a path or a URL"),
        Specimen("a,b", "separator of a joined list"),
        Specimen("a\nb", "newline lost in a line-based format"),
        Specimen("\ta\r\n", "control characters stripped or normalised"),
        Specimen("None", "the text of an absent value (`str(None)`)"),
        Specimen("null", "the JSON text of an absent value"),
        Specimen("e\u0301", "decomposed accent changed by Unicode normalisation"),
        Specimen("\u00e9", "composed accent equal to the decomposed one after normalisation"),
        Specimen("\u00df", "sharp s changed by case folding ('ss')"),
        Specimen("\u0130", "dotted capital I that grows in lower()"),
        Specimen("\u05d0\u202eb", "right-to-left text and override"),
        Specimen("\u200b", "zero-width space that strip() keeps and databases drop"),
        Specimen("\ufeffa", "byte order mark eaten by a decoder"),
    ),
    int: (
        Specimen(0, "zero taken for absent (`value or default`)"),
        Specimen(1, "one taken for True"),
        Specimen(-1, "negative number in an unsigned column; -1 as a marker of absence"),
        Specimen(255, "end of an unsigned byte"),
        Specimen(256, "beyond the cache of small ints: compared with `is`"),
        Specimen(32_768, "beyond SMALLINT"),
        Specimen(2**31 - 1, "end of a 32-bit column"),
        Specimen(-(2**31), "start of a 32-bit column"),
    ),
    float: (
        Specimen(0.0, "zero taken for absent"),
        Specimen(-1.0, "negative number"),
        Specimen(0.5, "fraction lost to an integer column"),
        Specimen(0.1 + 0.2, "precision lost to a shorter text or a 32-bit column"),
        Specimen(1.0, "float that comes back as an int"),
    ),
    Decimal: (
        Specimen(Decimal(0), "zero taken for absent"),
        Specimen(Decimal("0.00"), "scale of zero lost"),
        Specimen(Decimal("0.1"), "Decimal that went through a float"),
        Specimen(Decimal("1.5"), "scale 1: differs from 1.50 by its scale"),
        Specimen(Decimal("1.50"), "scale 2: differs from 1.5 by its scale"),
        Specimen(Decimal("-0.01"), "sign lost on a small amount"),
        Specimen(Decimal("19.99"), "cents truncated by int(value * 100) in floating point"),
        Specimen(Decimal("999999.99"), "end of NUMERIC(8, 2)"),
    ),
    bytes: (
        Specimen(b"", "empty bytes taken for absent"),
        Specimen(b"\x00", "NUL cuts bytes off"),
        Specimen(b"a\x00b", "NUL cuts bytes off in the middle"),
        Specimen(b"\xff\xfe", "bytes decoded as text"),
        Specimen(b"0", "bytes that look like text"),
    ),
    bool: (Specimen(False, "False taken for absent"), Specimen(True, "True stored as 1 and not turned back")),
    uuid.UUID: (
        Specimen(uuid.UUID(int=0), "the nil UUID taken for absent"),
        Specimen(uuid.UUID(int=2**128 - 1), "UUID with the high bit set in a signed column"),
        Specimen(uuid.UUID("00000000-0000-4000-8000-00000000000a"), "leading zeros of a UUID lost"),
    ),
    dt.date: (
        Specimen(dt.date(1970, 1, 1), "the epoch taken for absent (timestamp 0)"),
        Specimen(dt.date(2000, 2, 29), "leap day refused or moved"),
        Specimen(dt.date(1969, 12, 31), "negative timestamp"),
        Specimen(dt.date(1999, 12, 31), "last day of the year moved by a time zone"),
        Specimen(dt.date(2038, 1, 20), "beyond a 32-bit timestamp"),
        Specimen(dt.date(1900, 3, 1), "early date in a spreadsheet's calendar"),
    ),
    dt.time: (
        Specimen(dt.time(0, 0), "midnight, which was falsy, taken for absent"),
        Specimen(dt.time(23, 59, 59, 999_999), "microseconds rounded up to the next day"),
        Specimen(dt.time(1, 2, 3, 4), "microseconds dropped"),
    ),
    dt.timedelta: (
        Specimen(dt.timedelta(0), "no time at all taken for absent"),
        Specimen(dt.timedelta(microseconds=1), "microseconds dropped"),
        Specimen(dt.timedelta(days=1, seconds=1), "`.seconds` used for `.total_seconds()`"),
        Specimen(dt.timedelta(seconds=-1), "negative duration"),
    ),
    Fraction: (
        Specimen(Fraction(0), "zero taken for absent"),
        Specimen(Fraction(1, 3), "fraction that no float or decimal holds"),
    ),
}

EXTREME: dict[type, tuple[Specimen, ...]] = {
    str: (
        Specimen("\U0001f600", "astral character cut in half (UTF-16, MySQL utf8)"),
        Specimen("a\x00b", "NUL cuts text off, or is refused late (PostgreSQL)"),
        Specimen("x" * 65, "beyond a short column"),
        Specimen("x" * 255, "end of VARCHAR(255)"),
        Specimen("x" * 256, "beyond VARCHAR(255): truncated without a word"),
        Specimen("\u00e9" * 255, "255 characters that are more bytes"),
        Specimen("x" * 10_000, "long text truncated, or beyond an index entry"),
    ),
    int: (
        Specimen(2**31, "beyond a 32-bit column"),
        Specimen(-(2**31) - 1, "beyond a 32-bit column, below"),
        Specimen(2**53 + 1, "precision lost in a JSON number or a float"),
        Specimen(2**63 - 1, "end of a 64-bit column"),
        Specimen(2**63, "beyond a 64-bit column: stored as a float or an error"),
        Specimen(10**30, "far beyond any integer column"),
    ),
    float: (
        Specimen(-0.0, "sign of zero lost"),
        Specimen(1e308, "overflow in a 32-bit column"),
        Specimen(5e-324, "underflow to zero"),
        Specimen(float(2**53 + 2), "precision lost in text of 15 digits"),
        Specimen(float("nan"), "not a number stored as NULL (SQLite), or written as JSON that nobody reads"),
        Specimen(float("inf"), "infinity stored as NULL or as the largest number"),
        Specimen(float("-inf"), "negative infinity that lost its sign"),
    ),
    Decimal: (
        Specimen(Decimal("-0"), "sign of zero lost, or printed to a customer"),
        Specimen(Decimal("0.001"), "scale 3 rounded by NUMERIC(_, 2)"),
        Specimen(Decimal("1.0000"), "scale 4, trailing zeros lost"),
        Specimen(Decimal("0.000000000001"), "scale 12 rounded to zero"),
        Specimen(Decimal("1.123456789012"), "scale 12 through a float"),
        Specimen(Decimal("1E+3"), "positive exponent written out"),
        Specimen(Decimal("12345678901234567890.12"), "more digits than a float or NUMERIC(18, 2) holds"),
    ),
    bytes: (
        Specimen(b"\x00\xff" * 1024, "beyond a short binary column"),
        Specimen(b"a" * 70_000, "beyond a BLOB of 64 KiB"),
    ),
    dt.timedelta: (Specimen(dt.timedelta(days=40_000), "duration beyond 32 bits of seconds"),),
}

NAIVE_DATETIMES: tuple[Specimen, ...] = (
    Specimen(
        dt.datetime(2000, 1, 1), "a whole second, which isoformat() writes without the fraction that a parser asks for"
    ),
    Specimen(dt.datetime(1970, 1, 1), "the epoch taken for absent (timestamp 0)"),
    Specimen(dt.datetime(2000, 1, 1, 0, 0, 0, 1), "microseconds dropped"),
    Specimen(dt.datetime(2024, 2, 29, 23, 59, 59, 999_999), "microseconds rounded to the next day"),
    Specimen(dt.datetime(1969, 7, 20, 20, 17, 40), "negative timestamp"),
    Specimen(dt.datetime(2038, 1, 19, 3, 14, 8), "beyond a 32-bit timestamp"),
)
UTC_DATETIMES: tuple[Specimen, ...] = tuple(
    Specimen(one.value.replace(tzinfo=dt.UTC), one.catches) for one in NAIVE_DATETIMES
)
ZONED_DATETIMES: tuple[Specimen, ...] = (
    Specimen(dt.datetime(2000, 1, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2))), "offset dropped, not converted"),
    Specimen(
        dt.datetime(2000, 1, 1, 12, tzinfo=dt.timezone(-dt.timedelta(hours=3, minutes=30))), "negative half-hour offset"
    ),
    Specimen(dt.datetime(2000, 1, 1, 12, tzinfo=_BERLIN), "named zone turned into an offset"),
    Specimen(dt.datetime(2023, 10, 29, 2, 30, tzinfo=_BERLIN), "ambiguous local time, first"),
    Specimen(dt.datetime(2023, 10, 29, 2, 30, tzinfo=_BERLIN, fold=1), "ambiguous local time, second (fold lost)"),
)


def hostile(kind: type) -> tuple[Any, ...]:
    """The hostile values of a type that every store must keep."""
    return tuple(one.value for one in HOSTILE.get(kind, ()))


def extreme(kind: type) -> tuple[Any, ...]:
    """The values of a type that a column may rightly refuse."""
    return tuple(one.value for one in EXTREME.get(kind, ()))
