"""Which optional parameters of a constructor are left out: callers leave them out as often as they give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dovetail.conventions import key_names
from dovetail.naming import snake
from dovetail.records import NOTHING
from dovetail.records.constructors import library_of
from dovetail.records.library import made
from dovetail.values.compare import identical

if TYPE_CHECKING:
    from collections.abc import Collection

    from dovetail.records import Construction, ConstructorParameter


def choices_of_absent(construction: Construction, drawn: Collection[str]) -> list[frozenset[str]]:
    """Sets of parameters to leave out, of which each object draws one: nothing first, then all, then every other one.

    Each parameter is in half of the sets. What identifies the object is always given, for two objects must not share a
    default; so is what has a moment or a new identity for its default, which would differ when an example is run again.

    Args:
        construction: the constructor.
        drawn: the parameters for which there are values.

    Returns:
        Nothing where no parameter may be left out.
    """
    usual = key_names(snake(construction.owner.__name__))
    names = [
        one.name
        for one in construction.parameters
        if one.name in drawn
        and not one.positional
        and one.field not in usual
        and _may_be_left_out(one, _factory(construction.owner, one.name))
    ]
    if not names:
        return []
    return list(dict.fromkeys((frozenset(), frozenset(names), frozenset(names[::2]), frozenset(names[1::2]))))


def _factory(owner: Any, parameter: str) -> Any:
    """What makes the default of a parameter, where the library of the class knows of it."""
    library = library_of(owner)
    fields = library.fields(owner).values() if library is not None else ()
    return next((one.factory for one in fields if one.parameter == parameter), None)


def _may_be_left_out(parameter: ConstructorParameter, factory: Any) -> bool:
    """Whether a parameter has a default that is worth to try: an empty collection is drawn anyway."""
    default: Any = parameter.default
    if parameter.required or default is NOTHING:
        return False
    if isinstance(default, list | dict | set | tuple | frozenset) and not default:
        return False
    return factory is None or identical(default, made(factory))
