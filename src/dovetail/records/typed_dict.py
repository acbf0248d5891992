"""Typed dictionaries, whose objects are plain ones at run time."""

from __future__ import annotations

from typing import Any, NotRequired, Required, get_origin, is_typeddict

from dovetail.hints import resolve
from dovetail.records.parameters import ConstructorParameter


def owns(cls: Any) -> bool:
    """Whether a class is a TypedDict."""
    return is_typeddict(cls)


def items(hint: Any) -> list[ConstructorParameter]:
    """Its items: those that may be absent are not required.

    Args:
        hint: the class, or an alias of it.
    """
    cls: Any = get_origin(hint) or hint
    return [
        ConstructorParameter(name, name, one, required=not _may_lack(cls, name, one))
        for name, one in resolve(hint).items()
    ]


def _may_lack(cls: Any, name: str, hint: Any) -> bool:
    """Whether a dictionary may lack a key; what is written as text the class itself does not see."""
    marker = get_origin(hint)
    return marker is NotRequired or (marker is not Required and name in cls.__optional_keys__)
