"""How the state of an object is read, by its class: learned once per class, then looked up.

Only storage is read (`__dict__`, slots, the items of a builtin collection), so none of the class's own code runs and
nothing lazy is computed. Libraries are recognised by what they leave on a class; none of them is imported.
"""

from __future__ import annotations

import weakref
from array import array
from collections import deque
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import partial
from types import MappingProxyType, MethodType
from typing import Any
from uuid import UUID

from dovetail.records.sqlalchemy import is_mapped, is_of_library
from dovetail.values.attributes import Reader, Reading, attributes_of, joined
from dovetail.values.leaf import DRESSABLE, leaf_base

BASE = ""
"""The name of the builtin value inside an object that also has attributes: it adds nothing to a path."""


class Kind(Enum):
    """The ways in which a value has parts."""

    LEAF = "leaf"
    RECORD = "record"
    SERIES = "series"
    TABLE = "table"
    BAG = "bag"


@dataclass(frozen=True, slots=True)
class Shape:
    """How objects of one class are read.

    Attributes:
        kind: what the parts are.
        cls: the class that the object counts as, such as `list` for the list that an ORM puts in its place.
        read: gives the parts.
        base: the builtin that a collection is or inherits from.
        attributes: for a subclass of a builtin, reads the attributes that an object has besides the builtin value.
        is_mapped: whether its objects may hold children that lead back to them.
    """

    kind: Kind
    cls: type
    read: Reader
    base: type = object
    attributes: Reader | None = None
    is_mapped: bool = False

    def is_bare(self, value: object) -> bool:
        """Whether an object of a builtin's subclass is just the builtin value, without attributes of its own."""
        return self.attributes is None or not self.attributes(value)[0]


LEAF_TYPES: set[type] = set()
"""The types met so far whose objects are leaves."""

_shapes: dict[type, Shape | None] = {}


def shape_of(cls: type) -> Shape | None:
    """The shape of a class's objects; None for leaves."""
    if cls not in _shapes:
        _shapes[cls] = _learn(cls)
        if _shapes[cls] is None:
            LEAF_TYPES.add(cls)
    return _shapes[cls]


def _learn(cls: type) -> Shape | None:
    if leaf_base(cls) is not None:
        return _dressable_leaf(cls)
    for base, read in _SPECIAL:
        if issubclass(cls, base):
            return Shape(Kind.RECORD, cls, read)
    for base, kind, read in _COLLECTIONS:
        if issubclass(cls, base):
            return _collection(cls, base, kind, read)
    by_items = _abstract_collection(cls)
    if by_items is not None and (_comes_from(cls, _BY_ITEMS) or is_of_library(cls)):
        return by_items  # a row of SQLAlchemy shows its storage where its modules in C are not there
    return _object(cls) or by_items or _stateless(cls)


def _comes_from(cls: type, libraries: frozenset[str]) -> bool:
    return any(base.__module__.partition(".")[0] in libraries for base in cls.__mro__)


def _dressable_leaf(cls: type) -> Shape | None:
    base = leaf_base(cls)
    if base not in DRESSABLE:
        return None
    if base is UUID and cls.__module__.partition(".")[0] == "asyncpg":
        return Shape(Kind.LEAF, UUID, lambda value: ((), (UUID(int=value.int),)))
    attributes = attributes_of(cls, base)
    return None if attributes is None else Shape(Kind.LEAF, cls, _nothing, attributes=attributes)


def _collection(cls: type, base: type, kind: Kind, read: Reader) -> Shape:
    if is_of_library(cls):
        return Shape(kind, base, read, base)
    attributes = None if cls is base or _comes_from(cls, _BY_ITEMS) else attributes_of(cls)
    names = getattr(cls, "_fields", None)
    if base is tuple and isinstance(names, tuple):
        return Shape(Kind.RECORD, cls, _named_tuple(names, attributes))
    return Shape(kind, cls, read, base, attributes)


def _named_tuple(names: tuple[str, ...], attributes: Reader | None) -> Reader:
    def read(value: Any) -> Reading:
        return names, tuple.__iter__(value)

    return read if attributes is None else joined(read, attributes)


def _object(cls: type) -> Shape | None:
    if hasattr(cls, "dtype") and hasattr(cls, "tolist"):
        return Shape(Kind.RECORD, cls, _array)
    attributes = attributes_of(cls)
    if attributes is None:
        return None
    read = _exception(attributes) if issubclass(cls, BaseException) else attributes
    return Shape(Kind.RECORD, cls, read, is_mapped=is_mapped(cls))


def _abstract_collection(cls: type) -> Shape | None:
    """Collections that show no storage, or whose storage depends on their history, are read by their items."""
    if issubclass(cls, Mapping):
        return Shape(Kind.TABLE, cls, _entries)
    if issubclass(cls, Set):
        return Shape(Kind.BAG, cls, _items)
    return Shape(Kind.SERIES, cls, _items) if issubclass(cls, Sequence) else None


def _stateless(cls: type) -> Shape | None:
    has_no_room = "__slots__" in vars(cls) and cls.__basicsize__ == object.__basicsize__
    return Shape(Kind.RECORD, cls, _nothing) if has_no_room else None


def _nothing(_: object) -> Reading:
    return (), ()


def _items(value: Collection[object]) -> Reading:
    return (), tuple(value)


def _entries(value: Mapping[object, object]) -> Reading:
    return tuple(value.keys()), tuple(value.values())


def _array(value: Any) -> Reading:
    return ("dtype", BASE), (str(value.dtype), value.tolist())


def _exception(attributes: Reader) -> Reader:
    def read(value: BaseException) -> Reading:
        names, parts = attributes(value)
        return ("args", *names), (value.args, *parts)

    return read


_BY_ITEMS = frozenset({"frozendict", "immutables", "multidict", "pyrsistent", "sortedcontainers"})

# The builtin's own iterator is named, since a subclass may iterate in another way.
_COLLECTIONS: tuple[tuple[Any, Kind, Reader], ...] = (
    (list, Kind.SERIES, lambda value: ((), tuple(list.__iter__(value)))),
    (tuple, Kind.SERIES, lambda value: ((), tuple(tuple.__iter__(value)))),
    (dict, Kind.TABLE, lambda value: (tuple(dict.keys(value)), tuple(dict.values(value)))),
    (set, Kind.BAG, lambda value: ((), tuple(set.__iter__(value)))),
    (frozenset, Kind.BAG, lambda value: ((), tuple(frozenset.__iter__(value)))),
    (deque, Kind.SERIES, lambda value: ((), tuple(deque.__iter__(value)))),
    (MappingProxyType, Kind.TABLE, _entries),
)

_SPECIAL: tuple[tuple[Any, Reader], ...] = (
    (bytearray, lambda value: ((BASE,), (bytes(value),))),
    (memoryview, lambda value: ((BASE,), (bytes(value),))),
    (array, lambda value: (("typecode", BASE), (value.typecode, value.tolist()))),
    (weakref.ref, lambda value: ((BASE,), (weakref.ref.__call__(value),))),
    (MethodType, lambda value: (("__func__", "__self__"), (value.__func__, value.__self__))),
    (partial, lambda value: (("func", "args", "keywords"), (value.func, value.args, value.keywords))),
)
