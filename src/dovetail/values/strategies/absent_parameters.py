"""Which optional parameters of a constructor are left out: callers leave them out as often as they give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dovetail.conventions import key_names
from dovetail.naming import snake
from dovetail.records import NOTHING
from dovetail.records.constructors import library_of, remembers_what_was_given
from dovetail.records.library import made
from dovetail.values.compare import identical

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dovetail.records import Construction, ConstructorParameter


@dataclass(frozen=True)
class Absent:
    """What may be left out when an object is made.

    Attributes:
        choices: sets of parameters, of which each object draws one; nothing where no parameter may be left out.
        collections: those of them that are empty collections where they are left out.
    """

    choices: Sequence[frozenset[str]] = ()
    collections: frozenset[str] = frozenset()


def absent_parameters(construction: Construction, drawn: Collection[str]) -> Absent:
    """The sets of parameters to leave out: nothing first, then all, then every other one.

    Each parameter is in half of the sets. What identifies the object is always given, for two objects must not share a
    default; so is what has a moment or a new identity for its default, which would differ when an example is run again.

    An empty collection is drawn anyway. It is left out only of a model that remembers what it was given, and of a
    quarter of its objects: a store that writes no more than that loses what is put into the collection later.
    """
    usual = key_names(snake(construction.owner.__name__))
    able = [
        one
        for one in construction.parameters
        if one.name in drawn
        and not one.positional
        and one.field not in usual
        and _may_be_left_out(one, _factory(construction.owner, one.name))
    ]
    names = [one.name for one in able if not _is_empty(one.default)]
    empty = [one.name for one in able if _is_empty(one.default) and remembers_what_was_given(construction.owner)]
    sets = [frozenset[str](), frozenset(names + empty), frozenset(names[::2]), frozenset(names[1::2])]
    if empty:
        return Absent(sets, frozenset(empty))
    return Absent(list(dict.fromkeys(sets)) if names else ())


def _factory(owner: Any, parameter: str) -> Any:
    """What makes the default of a parameter, where the library of the class knows of it."""
    library = library_of(owner)
    fields = library.fields(owner).values() if library is not None else ()
    return next((one.factory for one in fields if one.parameter == parameter), None)


def _may_be_left_out(parameter: ConstructorParameter, factory: Any) -> bool:
    """Whether a parameter has a default, and the same one each time."""
    default: Any = parameter.default
    if parameter.required or default is NOTHING:
        return False
    return factory is None or identical(default, made(factory))


def _is_empty(default: Any) -> bool:
    return isinstance(default, list | dict | set | tuple | frozenset) and not default
