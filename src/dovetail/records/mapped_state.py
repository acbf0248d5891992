"""The state of an object that SQLAlchemy maps.

A mapped attribute that is expired or not yet loaded is still the object's state, although its `__dict__` lacks it. It
is read as any caller would read it, and where a caller would get an error, the error is what it holds.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache, lru_cache
from types import FunctionType
from typing import TYPE_CHECKING, Any

from dovetail.introspection.functions import BY_NAME, attribute_names
from dovetail.records.sqlalchemy import is_declared, mapper_of, queries, ways_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for the value of an attribute that cannot be read, such as an unloaded one of a detached object.

    Attributes:
        error: the name of the error that reading it raises.
    """

    error: str


def mapped_state(value: Any, fields: dict[str, object]) -> dict[str, object]:
    """The attributes of a mapped object: its own, and the mapped ones that its class knows of."""
    cls: Any = type(value)
    mapper = mapper_of(cls)
    if mapper is None:
        return dict(fields)
    known = _names(mapper)
    state = {name: part for name, part in fields.items() if name not in known}
    for name in _known(cls, _mapped(mapper)):
        state[name] = fields[name] if name in fields else _loaded(value, name)
    return state


def loaded_whole(value: Any, seen: dict[int, Any] | None = None, back: frozenset[str] = frozenset()) -> None:
    """Touch every mapped attribute of an object graph, while the connection that loads it is open.

    Args:
        value: the object, or a collection of some.
        seen: those that were touched already.
        back: the attributes that lead back to where one comes from.
    """
    seen = {} if seen is None else seen  # each is kept, so that no other one gets its id
    if id(value) in seen or value is None or isinstance(value, (str, bytes, int, float)):
        return
    seen[id(value)] = value
    if isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            loaded_whole(each, seen, back)
        return
    cls: Any = type(value)
    mapper = mapper_of(cls)
    if mapper is None:  # so far: it may be mapped later
        return
    ways = ways_back_of(cls)
    for name in _mapped(mapper):
        if name not in back:
            loaded_whole(getattr(value, name), seen, frozenset({ways[name]} if name in ways else ()))


@cache
def ways_back_of(cls: type) -> Mapping[str, str]:
    """The relations of a class to children, each with the children's attribute that leads back to the object.

    Who comes from the object need not ask for it there: SQLAlchemy may not know it without a query.
    """
    mapper = mapper_of(cls)
    related = (one for one in mapper.relationships if one.back_populates) if mapper is not None else ()
    return {one.key: one.back_populates for one in related if one.direction.name == "ONETOMANY"}


@lru_cache(2000)
def _names(mapper: Any) -> frozenset[str]:
    return frozenset(one.key for one in mapper.attrs)


@lru_cache(2000)
def _mapped(mapper: Any) -> tuple[str, ...]:
    """The attributes that a mapper knows, without the ways back to an owner, and queries, which are never loaded."""
    left_out = queries(mapper) | ways_back(mapper)
    return tuple(one.key for one in mapper.attrs if one.key not in left_out)


def _loaded(value: Any, name: str) -> object:
    try:
        return getattr(value, name)
    except Exception as error:  # noqa: BLE001 - DetachedInstanceError and the like; whatever it is stands for the value
        return Unreadable(type(error).__name__)


@cache
def _known(cls: type, mapped: tuple[str, ...]) -> tuple[str, ...]:
    """The mapped attributes that belong to the class, in the order in which it names them.

    A model declares them all. A domain class under an imperative mapping also gets attributes that it never names, such
    as a surrogate key or a back reference: those are the mapping's own.
    """
    named = dict.fromkeys(_names_in(cls))
    known = [name for name in named if name in mapped]
    if is_declared(cls) or not known or not named.keys().isdisjoint(BY_NAME):
        known += [name for name in mapped if name not in named]
    return tuple(known)


_INNER = ("fget", "fset", "func", "__func__", "__wrapped__", "_sa_original_init")


def _names_in(cls: type) -> Iterator[str]:
    """The names that a class and its bases annotate, and those that their own functions use."""
    for base in cls.__mro__:
        yield from _annotated(base)
        for member in vars(base).values():
            for function in (member, *(getattr(member, inner, None) for inner in _INNER)):
                if isinstance(function, FunctionType) and function.__module__ == base.__module__:
                    yield from attribute_names(function.__code__)


def _annotated(cls: type) -> Iterable[str]:
    try:
        return inspect.get_annotations(cls)
    except NameError:  # from Python 3.14 on, for names that only a type checker imports
        return ()
