"""Recipes of texts."""

from __future__ import annotations

import datetime as dt
import re
import string
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from dovetail.values.strategies.limited import limited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.values.strategies.limits import Limits
    from dovetail.values.strategies.recipe import Recipe, Strategy

_LOWER, _UPPER, _DIGITS, _HEX = string.ascii_lowercase, string.ascii_uppercase, string.digits, "0123456789abcdef"
_ASCII = st.characters(min_codepoint=32, max_codepoint=126)
_PLANE = st.characters(min_codepoint=1, max_codepoint=0xFFFF, exclude_categories=["Cs"])
# Without the digits of other scripts: whoever writes `\d` means the ten.
_LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Nd"], include_characters=_DIGITS)
_VISIBLE = st.characters(min_codepoint=33, max_codepoint=0xFFFF, exclude_categories=["Cs", "Zs", "Cc"])
_CLEAR = "ABCDEFGHJKMNPRSTVWXYZ0123456789"  # the letters that nobody takes for digits
_LONG = 40


def texts(limits: Limits) -> Recipe:
    """Text without surrogates, of the basic plane; long text and other characters are extreme."""
    if limits.pattern is not None:
        return limited(str, limits, st.one_of(*matching(re.compile(limits.pattern))))
    least = limits.min_length
    most = max(least, _LONG if limits.max_length is None else min(_LONG, limits.max_length))
    return limited(str, limits, st.text(_PLANE, min_size=least, max_size=most), (*_WIDEST, *_PLAIN, *_SHAPES.values()))


def matching(pattern: re.Pattern[str]) -> Iterator[Strategy]:
    """Texts that a pattern matches as a whole: of ASCII characters, where it allows them, then of others.

    `$` lets a newline follow, which nobody who writes it means.
    """
    for alphabet in (_ASCII, _LETTERS):
        strategy = st.from_regex(pattern, fullmatch=True, alphabet=alphabet)
        try:
            strategy.validate()
        except InvalidArgument:  # the pattern asks for characters that are not there
            continue
        yield strategy.filter(lambda text: not text.endswith("\n"))


def _of(alphabet: str, least: int, most: int | None = None) -> Strategy:
    return st.text(alphabet, min_size=least, max_size=least if most is None else most)


_WIDEST: tuple[Strategy, ...] = (
    st.text(_VISIBLE, min_size=1, max_size=20),
    st.text(_VISIBLE, min_size=1, max_size=8),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
)
_PLAIN: tuple[Strategy, ...] = (
    _of(_LOWER + _UPPER + _DIGITS, 1, 20),
    _of(_LOWER + _UPPER, 1, 20),
    _of(_LOWER + _UPPER, 3, 20),
    _of(_LOWER + _UPPER + _DIGITS, 8, 20),
    _of(_UPPER + _DIGITS, 1, 12),
    _of(_UPPER, 3, 10),
    _of(_LOWER, 1, 10),
    _of(_LOWER, 3, 10),
    *(_of(_UPPER, count) for count in (4, 3, 2, 1)),
    _of(_DIGITS, 1, 10),
    _of("123456789", 1),
    *(_of(_DIGITS, count) for count in (3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16)),
    _of(_HEX, 8),
    _of(_HEX, 32),
    _of(_CLEAR, 8),
    _of(_CLEAR, 17),
    _of(_CLEAR, 25).map(lambda rest: f"0{rest}"),
)
_SHAPES: dict[str, Strategy] = {
    "currency": st.sampled_from(["EUR", "USD", "GBP", "CHF", "JPY"]),
    "email": st.builds("{}@{}.com".format, _of(_LOWER, 1, 8), _of(_LOWER, 1, 8)),
    "id": st.uuids(version=4).map(str),
    "url": st.builds("https://{}.example/{}".format, _of(_LOWER, 1, 8), _of(_LOWER, 0, 8)),
    "phone": _of(_DIGITS, 8, 9).map(lambda digits: f"+491{digits}"),
    "country": st.sampled_from(["DE", "US", "GB", "FR", "JP"]),
    "language": st.sampled_from(["en", "de", "fr", "ja"]),
    "zone": st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo"]),
    "color": _of(_HEX, 6).map(lambda digits: f"#{digits}"),
    "zip": _of(_DIGITS, 5),
    "sku": st.builds("{}-{}".format, _of(_UPPER, 3), _of(_DIGITS, 3, 5)),
    "isbn": st.sampled_from(["9780306406157", "9783161484100", "9781491954324"]),
    "isbn ten": st.sampled_from(["0306406152", "0131103628", "080442957X"]),
    "ean": st.sampled_from(["4006381333931", "5901234123457", "9780306406157"]),
    "bic": st.sampled_from(["DEUTDEFF", "COBADEFFXXX", "BNPAFRPP"]),
    "vat": st.sampled_from(["DE123456788", "GB999999973", "FR40303265045"]),
    "iban": st.sampled_from(["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"]),
    "card": st.sampled_from(["4111111111111111", "5500005555555559", "340000000000009"]),
    "ip": st.ip_addresses(v=4).map(str),
    "host": st.builds("{}.example".format, _of(_LOWER, 1, 8)),
    "mac": st.lists(_of(_HEX, 2), min_size=6, max_size=6).map(":".join),
    "date": st.dates().map(str),
    "at": st.datetimes().map(dt.datetime.isoformat),
    "cron": st.sampled_from(["0 0 * * *", "*/5 * * * *", "30 4 1 * 0"]),
    "mime": st.sampled_from(["text/plain", "application/json", "image/png"]),
    "file": _of(_LOWER, 1, 8).map(lambda name: f"{name}.txt"),
    "json": st.sampled_from(["{}", "[]", "null"]),
    "postcode": st.sampled_from(["SW1A 1AA", "EC1A 1BB", "M1 1AE"]),
    "phone area": st.builds("{}-{}-{}".format, _of("2345", 3), _of("2345", 3), _of(_DIGITS, 4)),
    "time": st.times().map(lambda moment: moment.strftime("%H:%M")),
    "version": st.builds("{}.{}.{}".format, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    "slug": st.builds("{}-{}".format, _of(_LOWER, 1, 6), _of(_LOWER + _DIGITS, 1, 6)),
    "path": _of(_LOWER, 1, 8).map(lambda name: f"/{name}"),
    "hash": _of(_HEX, 64),
    "ssn": st.builds("{}-{}-{}".format, _of("12345", 3), _of("12345", 2), _of("12345", 4)),
    "name": st.builds("{} {}".format, _of(_LOWER, 2, 8).map(str.title), _of(_LOWER, 2, 8).map(str.title)),
    "password": _of(_LOWER, 8, 12).map(lambda word: f"Aa1!{word}"),
}
