"""The attributes of an object, read from where they are stored: its `__dict__` and its slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MemberDescriptorType
from typing import Any

from dovetail.records.bookkeeping import bookkeeping_of
from dovetail.records.mapped_state import mapped_state
from dovetail.records.sqlalchemy import STATE

Reading = tuple[tuple[object, ...], Iterable[object]]
"""The names of an object's parts (the keys of a table; nothing for a series or a bag) and the parts."""

Reader = Callable[[Any], Reading]

_CACHES = frozenset({"cachedproperty", "memoizedproperty", "lazyproperty", "reify"})


def attributes_of(cls: type, base: type = object) -> Reader | None:
    """Gives what reads the attributes of a class's objects, without those of `base`; None when they can have none."""
    readers = []
    slots = _slots([each for each in reversed(cls.__mro__) if each not in base.__mro__])
    if slots:
        readers.append(_from_slots(slots))
    storage = next((vars(base)["__dict__"] for base in cls.__mro__ if "__dict__" in vars(base)), None)
    if storage is not None and cls.__dictoffset__:
        readers.append(_from_dict(storage.__get__, bookkeeping_of(cls) | _cached(cls)))
    if hasattr(cls, "__pydantic_private__") and hasattr(cls, "__pydantic_extra__"):
        readers = [readers[-1], _from_pydantic]
    if len(readers) < 2:
        return readers[0] if readers else None
    return joined(*readers)


def _slots(classes: Iterable[type]) -> dict[str, Callable[[Any], object]]:
    """The getters of the slots of some classes by attribute name."""
    slots: dict[str, Callable[[Any], object]] = {}
    for cls in classes:
        if "__slots__" in vars(cls):
            members = {name: it for name, it in vars(cls).items() if isinstance(it, MemberDescriptorType)}
            slots |= {name: members[name].__get__ for name in _declared(cls, members)}
    return slots


def _declared(cls: type, members: dict[str, MemberDescriptorType]) -> list[str]:
    """The slots that a class declares, in its order."""
    if "__attrs_attrs__" in vars(cls):  # attrs keeps cached properties in slots too
        return [field.name for field in vars(cls)["__attrs_attrs__"] if field.name in members]
    order = {name: place for place, name in enumerate(vars(cls)["__slots__"])}
    return sorted(members, key=lambda name: order.get(name, len(order)))


def _cached(cls: type) -> frozenset[str]:
    """The names under which a class's objects keep what a cached property has computed."""
    members = {name: member for base in reversed(cls.__mro__) for name, member in vars(base).items()}
    return frozenset(
        name
        for name, member in members.items()
        if any(kind.__name__.replace("_", "").lower() in _CACHES for kind in type(member).__mro__)
    )


def _from_dict(storage: Callable[[Any], dict[str, object]], hidden: frozenset[str]) -> Reader:
    def read(value: Any) -> Reading:
        fields = storage(value)
        if hidden.isdisjoint(fields):
            return tuple(fields), tuple(fields.values())
        if STATE in fields:
            fields = mapped_state(value, fields)
        shown = {name: part for name, part in fields.items() if name not in hidden}
        return tuple(shown), tuple(shown.values())

    return read


def _from_slots(slots: dict[str, Callable[[Any], object]]) -> Reader:
    names, getters = tuple(slots), tuple(slots.values())

    def read(value: Any) -> Reading:
        try:
            return names, [get(value) for get in getters]
        except AttributeError:
            return read_filled(value)

    def read_filled(value: Any) -> Reading:
        filled = {}
        for name, get in slots.items():
            try:
                filled[name] = get(value)
            except AttributeError:  # a slot that was never filled
                continue
        return tuple(filled), tuple(filled.values())

    return read


def _from_pydantic(value: Any) -> Reading:
    """What a pydantic model keeps beside its fields: extra and private attributes."""
    extra = getattr(value, "__pydantic_extra__", None) or {}
    private = getattr(value, "__pydantic_private__", None) or {}
    return (*extra, *private), (*extra.values(), *private.values())


def joined(first: Reader, second: Reader) -> Reader:
    """Reads what two readers read."""

    def read(value: Any) -> Reading:
        names, parts = first(value)
        more, others = second(value)
        return (*names, *more), (*parts, *others)

    return read
