"""Values for the parameters of the domain's methods."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from hypothesis import strategies as st

from dovetail.conventions import begins_with
from dovetail.hints import bare
from dovetail.introspection.heirs import heirs_of
from dovetail.naming import snake
from dovetail.records import constructor_of
from dovetail.values.choosing import number, one_of
from dovetail.values.duplicate import duplicate
from dovetail.values.shape import shape_of
from dovetail.values.strategies import for_field
from dovetail.values.strategies.agreeing import with_leaves
from dovetail.values.strategies.identities import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dovetail.values.contents import Found

    Draw = Callable[[st.SearchStrategy[Any]], Any]

_AMOUNTS = (int, float, Decimal, dt.datetime, dt.date, dt.time, dt.timedelta)


def argument(draw: Draw, aggregate: Any, held: Sequence[Found], function: Any, name: str, hint: Any) -> Any:
    """Draw a value of a parameter: about every other time one that the aggregate holds, so that `remove(sku)` can hit.

    Raises:
        ContractError: where no value of its type can be made.
    """
    fresh = for_field(hint, type(aggregate), name)
    own = list(_own(type(aggregate), held, getattr(function, "__name__", ""), name, hint))
    return one_of(draw, own) if own and number(draw, 0, 1) else draw(fresh)


def harmonised(values: dict[str, Any], held: Sequence[Found]) -> dict[str, Any] | None:
    """The same arguments with the texts and enum members in them that the aggregate holds in such places.

    Where an order is in euros, a line in yen may be refused: then `Money.currency` is the aggregate's everywhere.
    """
    known = {(one.owner, one.field): one.value for one in held if isinstance(one.value, str | Enum)}
    alike = {name: with_leaves(value, known.get) for name, value in values.items()}
    return None if all(alike[name] is values[name] for name in values) else alike


def _own(itself: type, held: Sequence[Found], function: str, name: str, hint: Any) -> Iterator[Any]:
    """What the aggregate holds of a type: that which the parameter or the function names, else what is nearest to it.

    What a field of the parameter's name is on the aggregate itself is left out: `rename(name)` is to give another.
    """
    kinds = tuple(_kinds(hint))
    fitting = [one for one in held if type(one.value) in kinds]
    found = [one for one in fitting if not (one.alone and one.owner is itself and one.field == name)]
    told = [one for one in found if _is_named(one, name)] or [one for one in found if _is_meant(one, function)]
    for one in told or _of_children(found, itself) or found:
        if shape_of(type(one.value)) is not None:
            yield from _own_object(one.value, adding=begins_with(function, "methods.adding"))
        elif told or not isinstance(one.value, _AMOUNTS):
            yield one.value


def _of_children(found: list[Found], itself: type) -> list[Found]:
    """The values in collections and children: methods are seldom called with a field of the aggregate itself."""
    return [one for one in found if not (one.alone and one.owner is itself)]


def _is_meant(found: Found, function: str) -> bool:
    """Whether a function such as `untag` or `drop_note` names the collection that a value is an element of."""
    return not found.alone and len(found.field) > 1 and found.field.removesuffix("s") in function


def _own_object(value: Any, *, adding: bool) -> Iterator[Any]:
    """An object for a method that looks it up; for one that adds it, a copy of it, unless it is an entity."""
    if not adding:
        yield value
        return
    construction = constructor_of(type(value))
    if construction is not None and identity(construction) is None:
        yield duplicate(value)


def _is_named(found: Found, name: str) -> bool:
    """Whether a parameter such as `sku`, `line_sku` or `line_id` names the field that holds a value."""
    whole = f"{snake(found.owner.__name__)}_{found.field}"
    return (
        name in (found.field, found.field.removesuffix("s"))
        or f"_{whole}".endswith(f"_{name}")
        or name.endswith(f"_{found.field}")
    )


def _kinds(hint: Any) -> Iterator[type]:
    plain = bare(hint)
    if get_origin(plain) in (Union, UnionType):
        for member in get_args(plain):
            yield from _kinds(member)
    elif isinstance(plain, type) and get_origin(plain) is None and plain not in (bool, type(None)):
        yield plain
        if plain.__module__ != "builtins":
            yield from heirs_of(plain)
