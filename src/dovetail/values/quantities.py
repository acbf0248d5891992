"""Numbers and clocks of any type on one scale, so that their values can be weighed against each other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal


def decimal_of(number: object) -> Decimal | None:
    """A number as the decimal that its text says (the float 0.1 is one tenth); None for what is no real number."""
    if isinstance(number, bool):
        return None
    if isinstance(number, Decimal):
        return Decimal(number)
    if isinstance(number, int):
        return Decimal(int.__int__(number))
    return Decimal(float.__repr__(number)) if isinstance(number, float) else None


def wall_clock(value: datetime) -> datetime:
    """What a clock on the wall shows at a datetime, wherever that wall is."""
    return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)


def same_moment(one: datetime, other: datetime) -> bool:
    """Whether two datetimes are aware and name one instant."""
    offset, other_offset = one.utcoffset(), other.utcoffset()
    if offset is None or other_offset is None:
        return False
    return wall_clock(one) - wall_clock(other) == offset - other_offset
