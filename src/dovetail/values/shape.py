"""How the state of an object is read, by its class: once per class, then from a table.

Only storage is read (`__dict__`, slots, the items of a builtin collection), so nothing lazy is triggered and none of the
class's own code runs. Libraries are recognised by the attributes they leave on a class; none of them is imported.
"""

from __future__ import annotations

import weakref
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from types import FunctionType, MappingProxyType, MemberDescriptorType, MethodType
from typing import Any

from dovetail.values.leaf import DRESSABLE, leaf_base

Reading = tuple[tuple[object, ...], Iterable[object]]
"""The names of an object's parts (the keys of a table; nothing for a series or a bag) and the parts."""

Reader = Callable[[Any], Reading]

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
        cls: the class that the object counts as.
        read: gives the parts.
        attributes: for a subclass of a builtin, reads the attributes an object has besides the builtin value.
    """

    kind: Kind
    cls: type
    read: Reader
    attributes: Reader | None = None

    def is_bare(self, value: object) -> bool:
        """Whether an object of a builtin's subclass is just the builtin value, without attributes of its own."""
        return self.attributes is None or not self.attributes(value)[0]


_NOT_STATE = frozenset({"_sa_instance_state", "_sa_adapter", "_sa_linker", "__orig_class__", "_attrs_cached_hash"})
_shapes: dict[type, Shape | None] = {}


def shape_of(cls: type) -> Shape | None:
    """The shape of a class's objects; None for leaves."""
    try:
        return _shapes[cls]
    except KeyError:
        return _shapes.setdefault(cls, _learn(cls))


def _learn(cls: type) -> Shape | None:
    if leaf_base(cls) is not None:
        dressable = issubclass(cls, DRESSABLE) and not issubclass(cls, Enum)
        attributes = _attributes(cls) if dressable else None
        return attributes and Shape(Kind.LEAF, cls, _nothing, attributes)
    for base, kind, read in _COLLECTIONS:
        if issubclass(cls, base):
            return _collection(cls, base, kind, read)
    for base, read in _SPECIAL:
        if issubclass(cls, base):
            return Shape(Kind.RECORD, cls, read)
    return _object(cls)


def _collection(cls: type, base: type, kind: Kind, read: Reader) -> Shape:
    if cls.__module__.startswith("sqlalchemy."):
        return Shape(kind, base, read)
    if issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple):
        return Shape(Kind.RECORD, cls, lambda value: (cls._fields, tuple.__iter__(value)))  # type: ignore[attr-defined]
    return Shape(kind, cls, read, None if cls is base else _attributes(cls))


def _object(cls: type) -> Shape | None:
    attributes = _attributes(cls)
    if attributes is not None:
        if issubclass(cls, BaseException):
            return Shape(Kind.RECORD, cls, _exception(attributes))
        return Shape(Kind.RECORD, cls, attributes)
    if hasattr(cls, "dtype") and hasattr(cls, "tolist"):
        return Shape(Kind.RECORD, cls, lambda value: (("dtype", BASE), (str(value.dtype), value.tolist())))
    if issubclass(cls, Mapping):
        return Shape(Kind.TABLE, cls, _items)
    if issubclass(cls, Set):
        return Shape(Kind.BAG, cls, lambda value: ((), tuple(value)))
    if issubclass(cls, Sequence):
        return Shape(Kind.SERIES, cls, lambda value: ((), tuple(value)))
    stateless = "__slots__" in vars(cls) and cls.__basicsize__ == object.__basicsize__
    return Shape(Kind.RECORD, cls, _nothing) if stateless else None


# -- attributes ------------------------------------------------------------------------------------


def _attributes(cls: type) -> Reader | None:
    """Reads the attributes of a class's objects; None when they can have none."""
    if hasattr(cls, "__pydantic_private__") and hasattr(cls, "__pydantic_extra__"):
        return _pydantic(cls)
    slots = _slots(cls)
    storage = next((vars(base)["__dict__"] for base in cls.__mro__ if "__dict__" in vars(base)), None)
    if storage is None or cls.__dictoffset__ == 0:
        return _from_slots(slots) if slots else None
    from_dict = _from_dict(storage.__get__, _NOT_STATE | _cached(cls))
    return _both(_from_slots(slots), from_dict) if slots else from_dict


def _slots(cls: type) -> dict[str, Callable[[Any], object]]:
    """The getters of a class's slots, by attribute name, those of its bases first."""
    slots: dict[str, Callable[[Any], object]] = {}
    for base in reversed(cls.__mro__):
        if "__slots__" not in vars(base):
            continue
        fields = vars(base).get("__attrs_attrs__")  # attrs keeps cached properties in slots too
        declared = None if fields is None else {field.name for field in fields}
        for name, member in vars(base).items():
            if isinstance(member, MemberDescriptorType) and (declared is None or name in declared):
                slots[name] = member.__get__
    return {name: getter for name, getter in slots.items() if name not in _NOT_STATE}


def _cached(cls: type) -> frozenset[str]:
    """The names under which a class keeps what it has computed: descriptors that give way to the instance."""
    names = {name: member for base in reversed(cls.__mro__) for name, member in vars(base).items()}
    return frozenset(
        name
        for name, member in names.items()
        if hasattr(type(member), "__get__")
        and not hasattr(type(member), "__set__")
        and not isinstance(member, (FunctionType, type, staticmethod, classmethod))
    )


def _from_dict(storage: Callable[[Any], dict[str, object]], hidden: frozenset[str]) -> Reader:
    def read(value: Any) -> Reading:
        fields = storage(value)
        if hidden.isdisjoint(fields):
            return tuple(fields), tuple(fields.values())
        shown = {name: part for name, part in fields.items() if name not in hidden}
        return tuple(shown), tuple(shown.values())

    return read


def _from_slots(slots: dict[str, Callable[[Any], object]]) -> Reader:
    names, getters = tuple(slots), tuple(slots.values())

    def read(value: Any) -> Reading:
        try:
            return names, [get(value) for get in getters]
        except AttributeError:  # a slot that was never filled
            return _filled(value)

    def _filled(value: Any) -> Reading:
        filled = {}
        for name, get in slots.items():
            try:
                filled[name] = get(value)
            except AttributeError:
                continue
        return tuple(filled), tuple(filled.values())

    return read


def _both(first: Reader, second: Reader) -> Reader:
    def read(value: Any) -> Reading:
        names, parts = first(value)
        more, others = second(value)
        return (*names, *more), (*parts, *others)

    return read


def _pydantic(cls: type) -> Reader:
    hidden = _NOT_STATE | _cached(cls)

    def read(value: Any) -> Reading:
        fields = {name: part for name, part in value.__dict__.items() if name not in hidden}
        for more in (value.__pydantic_extra__, value.__pydantic_private__):
            fields.update(more or {})
        return tuple(fields), tuple(fields.values())

    return read


def _exception(attributes: Reader) -> Reader:
    def read(value: BaseException) -> Reading:
        names, parts = attributes(value)
        return ("args", *names), (value.args, *parts)

    return read


# -- collections -----------------------------------------------------------------------------------


def _nothing(_: object) -> Reading:
    return (), ()


def _items(value: Mapping[object, object]) -> Reading:
    return tuple(value.keys()), tuple(value.values())


_COLLECTIONS: tuple[tuple[type, Kind, Reader], ...] = (
    (list, Kind.SERIES, lambda value: ((), tuple(list.__iter__(value)))),
    (tuple, Kind.SERIES, lambda value: ((), tuple(tuple.__iter__(value)))),
    (dict, Kind.TABLE, lambda value: (tuple(dict.keys(value)), tuple(dict.values(value)))),
    (set, Kind.BAG, lambda value: ((), tuple(set.__iter__(value)))),
    (frozenset, Kind.BAG, lambda value: ((), tuple(frozenset.__iter__(value)))),
    (deque, Kind.SERIES, lambda value: ((), tuple(deque.__iter__(value)))),
    (MappingProxyType, Kind.TABLE, _items),
    (array, Kind.SERIES, lambda value: ((), tuple(value))),
)

_SPECIAL: tuple[tuple[type, Reader], ...] = (
    (bytearray, lambda value: ((BASE,), (bytes(value),))),
    (memoryview, lambda value: ((BASE,), (bytes(value),))),
    (weakref.ref, lambda value: ((BASE,), (weakref.ref.__call__(value),))),
    (MethodType, lambda value: (("__func__", "__self__"), (value.__func__, value.__self__))),
)


def builtin_value(value: object) -> object:
    """A builtin collection with the items of an object whose class inherits from it."""
    for base, _, read in _COLLECTIONS:
        if isinstance(value, base):
            names, parts = read(value)
            return dict(zip(names, parts, strict=True)) if base is dict else base(parts)
    return value
