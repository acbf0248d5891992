"""Whether an error says which column it is about."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import extract_tb
from typing import Any

from dovetail.values import leaves


def names(error: Any, column: str, noun: str) -> bool:
    """Whether an error names a column: in its message, its notes or its attributes, or in those of what it came from.

    Args:
        error: an exception, or what a failed Result holds.
        column: the column's name; its parts will do (`amount` for `price_amount`).
        noun: the name of the object that is mapped, which says nothing of a column.
    """
    said = " ".join(_texts(error)).lower()
    own = set(noun.split("_"))
    parts = [part for part in column.lower().split("_") if len(part) > 3 and part not in own]
    return column.lower() in said or any(part in said for part in parts)


def _texts(error: Any) -> Iterator[str]:
    yield str(error)
    yield from (str(leaf) for _, leaf in leaves(error))
    if isinstance(error, BaseException):
        yield from map(str, getattr(error, "__notes__", ()))
        cause = error.__cause__ if error.__cause__ or error.__suppress_context__ else error.__context__
        if cause is not None:
            yield from _texts(cause)
            # Whoever reads the log sees the line of the mapper that failed.
            yield from (frame.line or "" for frame in extract_tb(cause.__traceback__))
