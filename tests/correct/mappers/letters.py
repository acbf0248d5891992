"""Letters as plain dictionaries, mapped by functions that nobody annotated; what there is, a strategy says."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from dovetail import MapperContract, raises


class Letter:
    """No `__eq__` at all, and upper case as its own rule."""

    __slots__ = ("_opened", "sender", "stamp", "text")

    def __init__(self, sender, text, stamp, opened=None):  # type: ignore[no-untyped-def]
        if not isinstance(sender, str) or not isinstance(text, str) or not 0 < stamp < 1000:
            raise ValueError("no letter")
        self.sender = sender.upper()
        self.text = text
        self.stamp = stamp
        self._opened = opened


class Unreadable(Exception):
    pass


def letter_to_row(letter):  # type: ignore[no-untyped-def]
    opened = letter._opened
    return {"from": letter.sender, "text": letter.text, "stamp": letter.stamp, "opened": opened and opened.isoformat()}


def row_to_letter(row):  # type: ignore[no-untyped-def]
    try:
        opened = dt.date.fromisoformat(row["opened"]) if row["opened"] is not None else None
        return Letter(row["from"], row["text"], row["stamp"], opened)  # type: ignore[no-untyped-call]
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("a letter") from error


class Letters(MapperContract):
    to_model = letter_to_row
    to_domain = row_to_letter
    domain = st.builds(
        Letter, st.text("abc"), st.text(), st.integers(1, 999), st.none() | st.dates(dt.date(1900, 1, 1))
    )
    errors = raises(Unreadable)
