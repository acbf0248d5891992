"""The fields in which an object collects what happened to it, until somebody publishes it; no store keeps them.

A calendar's `events`, which are what a calendar is of, are not meant. So a field counts as such a buffer only where its
name says more than that (`pending_events`), where its class has a method to empty it (`pull_events`), where its type
is an event's, or where nothing says what it holds. What the constructor requires is state, whatever its name.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from dovetail import hints
from dovetail.conventions import ordered, words
from dovetail.introspection.signatures import parameters_of
from dovetail.naming import public


@functools.cache
def is_event_buffer(cls: Any, name: str) -> bool:
    """Whether a field of a class collects events.

    Args:
        cls: the class.
        name: the attribute, with or without its underscores.
    """
    bare = public(name)
    patterns = _patterns()
    if not patterns.buffer.search(bare) or is_required(cls, bare):
        return False
    held = [one for one in hints.classes_in(_hint(cls, bare)) if not _is_container(one)]
    if any(_is_event(one) for one in held) or any(patterns.draining.match(one) for one in dir(cls)):
        return True
    unsaid = not held or object in held or name.startswith("_")
    return bool(patterns.telling.match(bare)) and (unsaid or not patterns.plain.fullmatch(bare))


@functools.cache
def is_required(cls: Any, name: str) -> bool:
    """Whether the constructor of a class must be given a field."""
    parameters = parameters_of(cls) or {}
    return any(public(each) == name and one.default is one.empty for each, one in parameters.items())


class _Patterns:
    """The conventions on events as patterns.

    Attributes:
        buffer: a name that may be a buffer's.
        telling: a name that is one's, as far as names tell.
        plain: a name that may as well be that of ordinary state.
        draining: the name of a method that empties one.
    """

    def __init__(self) -> None:
        nouns, boxes = "|".join(ordered("events.nouns")), "|".join(ordered("events.boxes"))
        kinds = "|".join(ordered("events.kinds"))
        self.buffer = re.compile(rf"({nouns}|{boxes})$")
        self.telling = re.compile(rf"(({kinds})_)+({nouns})$|events$|messages$|({boxes})$")
        self.plain = re.compile(rf"({nouns})")
        self.draining = re.compile(rf"({'|'.join(ordered('events.draining'))})_(.*_)?({nouns})")


@functools.cache
def _patterns() -> _Patterns:
    return _Patterns()


def _hint(cls: Any, bare: str) -> Any:
    said = hints.resolve(cls)
    return said.get(bare, said.get(f"_{bare}"))


def _is_container(cls: type) -> bool:
    return cls in (list, tuple, set, frozenset, dict, type(None)) or cls.__module__ in (
        "collections",
        "collections.abc",
    )


def _is_event(cls: type) -> bool:
    return any(base.__name__ in words("events.classes") for base in cls.__mro__)
