"""The concrete classes that a field of a base class may hold."""

from __future__ import annotations

import inspect
from abc import ABC
from typing import TYPE_CHECKING

from dovetail.conventions import words
from dovetail.introspection.heirs import heirs_of
from dovetail.records import is_mapped

if TYPE_CHECKING:
    pass


def concrete_classes(cls: type) -> list[type]:
    """A class, where it is concrete, and its concrete subclasses in the domain, in the order of their definition."""
    latest = {(one.__module__, one.__qualname__): one for one in heirs_of(cls)}  # slots make a class anew
    family = [cls, *(one for one in latest.values() if one is not cls)]
    whole = [one for one in family if not _is_abstract(one) and (one is cls or not _is_specialised(one))]
    return [one for one in whole if one is cls or _is_beside(cls, one)] or whole


def _is_abstract(cls: type) -> bool:
    """Whether a class is not meant to be made; one that says `ABC` itself is not, even without abstract methods."""
    return inspect.isabstract(cls) or bool(vars(cls).get("_is_protocol", False)) or ABC in cls.__bases__


def _is_specialised(cls: type) -> bool:
    """Whether pydantic made the class for `Page[Order]`."""
    return "[" in cls.__name__


def _is_beside(cls: type, child: type) -> bool:
    """Whether a subclass is of the domain: in the same package, in no outward part of it, no persistence model."""
    ours, theirs = cls.__module__.split("."), child.__module__.split(".")
    outward = (set(theirs) & (words("packages.storage") | words("packages.outside"))) - set(ours)
    return ours[0] == theirs[0] and not outward and not (is_mapped(child) and not is_mapped(cls))
