"""Keys and unique fields by number, for the many aggregates of one scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from dovetail.hints import bare
from dovetail.suites.calls.attributes import single_field

Numbered = tuple[Callable[[int], Any], str]
"""How the nth value is made, and the Python that makes it."""

# Classes refuse texts that are too short, too long, or no codes or addresses: a later form may be what they take.
_TEXTS = ("{n}", "{n:03}", "{n:05}", "{n:08}", "A{n:03}", "AB{n:04}", "ABC-{n:04}", "user{n}@example.com")
_FIRST_INTEGERS = (1, 1_000, 100_000)
_LAST = 1_000


def ways_to_number(hint: Any) -> Iterator[Numbered]:
    """The ways to make the nth value of a type, the shortest first; those that its own class refuses are left out."""
    return (way for way in _ways(bare(hint)) if _is_taken(way))


def _ways(hint: Any) -> Iterator[Numbered]:
    if hint is str:
        yield from ((form.format, f'f"{form}"') for form in map(_Form, _TEXTS))
    elif hint is int:
        yield from ((first.__add__, f"n + {first}") for first in _FIRST_INTEGERS)
    elif hint is UUID:
        yield (lambda n: UUID(int=n)), "UUID(int=n)"
    else:
        wrapped = single_field(hint)
        yield from (_wrapped(hint, *way) for way in _ways(bare(wrapped[1]))) if wrapped is not None else ()


class _Form:
    """A text with a number in it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, n: int) -> str:
        """The text with that number."""
        return self._text.format(n=n)

    def __str__(self) -> str:
        return self._text


def _wrapped(cls: Any, make: Callable[[int], Any], text: str) -> Numbered:
    return (lambda n: cls(make(n))), f"{cls.__name__}({text})"


def _is_taken(way: Numbered) -> bool:
    try:
        return all(way[0](n) is not None for n in (0, _LAST))
    except Exception:  # noqa: BLE001 - anything that the key's class raises of a value that it refuses
        return False
