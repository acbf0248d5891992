"""The classes that inherit from a class."""

from __future__ import annotations

from collections.abc import Iterator


def heirs_of(cls: type) -> Iterator[type]:
    """All that inherit from a class, at any depth; one that inherits in two ways comes twice."""
    heirs: list[type] = type.__subclasses__(cls)
    for each in heirs:
        yield each
        yield from heirs_of(each)
