"""Which check of a constructor refused some values."""

from __future__ import annotations

import re
from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable


def place_of(refusal: BaseException | None) -> Hashable:
    """Where in the code values were refused, or for which of them: pydantic tells all of those at once."""
    if (told := _told(refusal)) is not None:
        return frozenset(told)
    if refusal is None or refusal.__traceback__ is None:
        return str(refusal)
    return tuple((frame.f_code, line) for frame, line in walk_tb(refusal.__traceback__))


def check_of(refusal: BaseException | None) -> Hashable:
    """Which check refused: the place, and what it said in words, as validators of pydantic all refuse at one place."""
    return place_of(refusal), re.sub(r"[^a-z]", "", str(refusal).partition("[")[0])


def _told(refusal: BaseException | None) -> list[str] | None:
    """What an error of pydantic says of each value that it refuses: the parameter, then the rest of the way and why."""
    try:
        return [" ".join(map(str, (*one["loc"], one["type"]))) for one in refusal.errors()]  # type: ignore[union-attr]
    except (AttributeError, KeyError, TypeError):  # an error of another kind
        return None
