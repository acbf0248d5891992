"""Values that agree with each other: the lines of a cart in the cart's currency, a price and its tax in one."""

from __future__ import annotations

from enum import Enum
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from dovetail.records import constructor_of
from dovetail.values.contents import inside, is_collection
from dovetail.values.shape import Kind, shape_of
from dovetail.values.strategies.identities import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Leaf = Callable[["Place", Any], Any]

_MARKS = (str, Enum, UUID, int)
_CANDIDATES = 8


class Place(NamedTuple):
    """A field of a class of records."""

    owner: type
    field: str


class Agreement(NamedTuple):
    """Leaves that are the same everywhere: those of one type, in fields of one name or, where that is None, in any."""

    field: str | None
    kind: type

    def covers(self, field: str, leaf: Any) -> bool:
        """Whether the leaf in such a field is meant."""
        return type(leaf) is self.kind and self.field in (None, field)


def with_leaves(value: Any, leaf: Leaf) -> Any:
    """The same value with other leaves in its records; what identifies a record stays.

    Args:
        value: a record, or a list, tuple or dict of some.
        leaf: gives a leaf from its place and from what it is.

    Returns:
        The value itself, where nothing changes or a constructor refuses the new leaves.
    """
    if type(value) in (list, tuple):
        elements = [with_leaves(each, leaf) for each in value]
        return value if _same(elements, value) else type(value)(elements)
    if type(value) is dict:
        entries = {key: with_leaves(each, leaf) for key, each in value.items()}
        return value if _same(entries.values(), value.values()) else entries
    shape = shape_of(type(value))
    construction = constructor_of(type(value)) if shape is not None and shape.kind is Kind.RECORD else None
    if construction is None:
        return value
    mark = identity(construction)
    parts = {one.name: getattr(value, one.field, None) for one in construction.parameters}
    others = dict(parts)
    for one in construction.parameters:
        if one != mark:
            others[one.name] = with_leaves(leaf(Place(type(value), one.field.lstrip("_")), parts[one.name]), leaf)
    if _same(others.values(), parts.values()):
        return value
    try:
        return construction.call(others)
    except Exception:  # noqa: BLE001 - anything that the constructor raises of values that it refuses
        return value


def agreements(values: Mapping[str, Any]) -> list[Agreement]:
    """In what the arguments of a constructor could agree, the likeliest first: members of enums, texts, numbers."""
    named = [Agreement(field, type(leaf)) for field, leaf in _marks(values)]
    members = [each for each in named if issubclass(each.kind, Enum)]
    others = sorted((each for each in named if each not in members), key=lambda each: each.kind is int)
    return list(dict.fromkeys([*members, *(Agreement(None, each.kind) for each in members), *others]))[:_CANDIDATES]


def agreeing(values: Mapping[str, Any], agreement: Agreement) -> dict[str, Any] | None:
    """The same arguments, agreeing with the first of them that has such a leaf; None where they do already."""
    first = next((leaf for field, leaf in _marks(values) if agreement.covers(field, leaf)), None)
    agreed = {
        name: with_leaves(value, lambda place, own: first if agreement.covers(place.field, own) else own)
        for name, value in values.items()
    }
    return None if _same(agreed.values(), values.values()) else agreed


def _marks(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The leaves in some arguments that may have to agree, with their fields; those in collections come last."""
    for name, value in sorted(values.items(), key=lambda item: is_collection(item[1])):
        if isinstance(value, _MARKS):
            yield name, value
        yield from ((found.field, found.value) for found in inside(value) if isinstance(found.value, _MARKS))


def _same(ones: Iterable[Any], others: Iterable[Any]) -> bool:
    return all(map(is_, ones, others))
