"""Owners and keys that are the same text as others once they are joined: `"a:b"` with `"c"`, and `"a"` with `"b:c"`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dovetail.suites.calls.attributes import single_field
from dovetail.values.variants import variant

SEPARATORS = (":", "/", "-", "_", ".", "|", "#", "@", ",", " ")
KEY = "z"
"""The key that is stored; none of its own is a separator."""


def with_separators(separators: Iterable[str]) -> str:
    """A text with each of the separators once: `a:b/c`."""
    return "a" + "".join(f"{each}{chr(ord('b') + place)}" for place, each in enumerate(separators))


def joined_alike(owner: str) -> Iterator[tuple[str, str, str]]:
    """Other owners with other keys which, joined by a separator, are the owner joined with `KEY`: both, and that one.

    Owner first, and key first.
    """
    for each in SEPARATORS:
        head, found, tail = owner.partition(each)
        if found:
            yield head, f"{tail}{each}{KEY}", each
            yield tail, f"{KEY}{each}{head}", each
    yield owner[:-1], f"{owner[-1]}{KEY}", ""


def spelt(value: Any, text: str) -> Any:
    """A value like this one, of that text, bare or wrapped in one field; None where it is no text or refuses it."""
    if type(value) is str:
        return text
    wrapped = single_field(type(value))
    return None if wrapped is None or wrapped[1] is not str else variant(value, wrapped[0], text)
