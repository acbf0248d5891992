"""The fields in which an object collects what happened to it, until somebody publishes it; no store keeps them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from dovetail import hints

_EVENTS = re.compile(r"events?$|changes$|messages$")
_TOLD = re.compile(
    r"(domain|integration|uncommitted|unpublished|unsent|pending|recorded|raised|new)_(events?|changes|messages)$"
)
_DRAINING = re.compile(r"(pull|collect|release|drain|flush|pop|clear|dequeue|commit|mark)_.*(events?|changes|messages)")
_KINDS = frozenset({"DomainEvent", "IntegrationEvent", "BaseEvent"})


@functools.cache
def is_buffer(cls: Any, name: str) -> bool:
    """Whether a field of a class collects events; `calendar.events`, which are what a calendar is of, are not meant.

    A field does whose name says so, whose type says so, or which has a method to empty it.
    """
    bare = name.lstrip("_")
    if _TOLD.match(bare):
        return True
    if not _EVENTS.search(bare):
        return False
    return any(_DRAINING.match(one) for one in dir(cls)) or any(_is_event(one) for one in _classes(_hint(cls, name)))


def _hint(cls: Any, name: str) -> Any:
    said = hints.resolve(cls)
    return said.get(name, said.get(f"_{name}"))


def _classes(hint: Any) -> Iterator[Any]:
    plain = get_origin(hint) or hint
    if isinstance(plain, type):
        yield plain
    for argument in get_args(hint):
        yield from _classes(argument)


def _is_event(cls: type) -> bool:
    return any(base.__name__ in _KINDS for base in cls.__mro__)
