"""Values that a careless comparison takes for another one: other case, other padding, neighbouring numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from dovetail.suites.calls.attributes import held_by, like
from dovetail.suites.repository.inference.any_case import agree, swapped
from dovetail.values import identical, leaves

_TEXTS: tuple[Callable[[str], str], ...] = (
    str.swapcase,
    swapped,
    lambda text: f"{text} ",
    lambda text: f" {text}",
    str.strip,
    lambda text: text[:-1],
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: "%",
    lambda text: "_" * len(text),
    lambda text: f"{text[:1]}%",
    lambda text: "*",  # as keys are scanned for in Redis, and files looked for in a folder
    lambda text: "?" * len(text),
    lambda text: f"[{text[:1]}]{text[1:]}",
    lambda text: "",
)
_FAR = timezone(timedelta(hours=5, minutes=30))
_INSTANTS: tuple[Callable[[datetime], datetime], ...] = (
    lambda moment: moment.astimezone(_FAR) if moment.tzinfo is not None else moment,
    lambda moment: moment + timedelta(microseconds=1),
    lambda moment: moment - timedelta(microseconds=1),
)
_INTEGERS: tuple[Callable[[int], int], ...] = (lambda number: -number, lambda number: 0)
_ANY_CASE = re.compile(r"mail|domain|host")


def lookalikes(value: Any) -> Iterator[Any]:
    """Values of the same make that differ a little; those left out that its own rules do not allow.

    Args:
        value: text, an integer or a moment; nothing is near to anything else.
    """
    ways: tuple[Callable[[Any], Any], ...] = ()
    if isinstance(value, str):
        ways = _TEXTS
    elif isinstance(value, datetime):
        ways = _INSTANTS
    elif type(value) is int:
        ways = _INTEGERS
    for way in ways:
        try:
            other = type(value)(way(value)) if isinstance(value, str) else way(value)
        except Exception:  # noqa: BLE001 - OverflowError of a datetime, or anything that the user's text class raises
            continue
        yield other


def neighbours(key: Any, *, anyhow: bool = False) -> Iterator[Any]:
    """The keys that a careless comparison takes for this one; an empty one, which a port may refuse, left out.

    Args:
        key: the key.
        anyhow: whether keys that differ in case alone are the same.
    """
    for other in lookalikes(held_by(key)):
        neighbour = like(key, other)
        if other and neighbour is not None and not (agree if anyhow else identical)(key, neighbour):
            yield neighbour


def telling(value: Any) -> Any:
    """Text to which every careless comparison finds something near, in place of text; any other value itself."""
    return "aBé" if type(value) is str else value


def is_of_any_case(name: str) -> bool:
    """Whether what has that name is the same in any case: e-mail addresses and the names of hosts."""
    return _ANY_CASE.search(name) is not None


def holds_nul(value: Any) -> bool:
    """Whether there is NUL in any text of a value, beyond which a store may not look where it searches."""
    return any(isinstance(leaf, str) and "\x00" in leaf for _, leaf in leaves(value))
