"""The concrete classes that a field of a base class may hold."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

_OUTWARD = frozenset(
    ["adapters", "adapter", "infrastructure", "infra", "persistence", "orm", "db", "database", "models", "sql", "sqlalchemy", "api", "web", "http", "cli", "test", "tests", "testing", "fakes", "fake", "mocks", "conftest"]
)


def concrete(cls: type) -> list[type]:
    """A class, where it is concrete, and its concrete subclasses in the domain, in the order of their definition."""
    family = [one for one in dict.fromkeys(_descendants(cls)) if not _abstract(one)]
    near = [one for one in family if one is cls or _beside(cls, one)]
    return near or family


def _descendants(cls: type) -> Iterator[type]:
    yield cls
    for child in type.__subclasses__(cls):
        yield from _descendants(child)


def _abstract(cls: type) -> bool:
    return inspect.isabstract(cls) or bool(cls.__dict__.get("_is_protocol", False)) or _bare_abc(cls)


def _bare_abc(cls: type) -> bool:
    """Whether a class says `ABC` itself: without abstract methods it still is not meant to be made."""
    return any(base.__name__ == "ABC" and base.__module__ == "abc" for base in cls.__bases__)


def _beside(cls: type, child: type) -> bool:
    """Whether a subclass is of the domain: in the same package, in no outward part of it, no persistence model."""
    ours, theirs = cls.__module__.split("."), child.__module__.split(".")
    outward = (set(theirs) & _OUTWARD) - set(ours)
    return ours[0] == theirs[0] and not outward and not hasattr(child, "__mapper__")
