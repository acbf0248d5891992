"""The fields of an object, as its users see them."""

from __future__ import annotations

import inspect
from typing import Any, ClassVar, get_origin

from dovetail import hints
from dovetail.values.shape import Kind, shape_of


def public_fields(value: Any) -> dict[str, Any]:
    """The public fields that an object stores, or shows by a property with a setter: name to type.

    The type is that of the annotations; where there are none, the class of the present value.
    """
    typed = field_types(type(value))
    stored = [name for name in _stored(value) if not name.startswith("_")]
    settable = [name for name in _properties(type(value), settable=True) if not name.startswith("_")]
    return {name: typed.get(name, type(getattr(value, name, None))) for name in dict.fromkeys((*stored, *settable))}


def shown_fields(value: Any) -> dict[str, Any]:
    """The public fields of an object, properties without a setter among them: name to type."""
    typed = field_types(type(value))
    readable = {name: typed.get(name, Any) for name in _properties(type(value)) if not name.startswith("_")}
    return public_fields(value) | readable


def field_types(cls: type) -> dict[str, Any]:
    """What annotations say of the fields of a class: in its body, on its properties and on its constructor."""
    found: dict[str, Any] = {}
    if inspect.isfunction(cls.__init__):
        found |= {name: one for name, one in hints.resolve(cls.__init__, owner=cls).items() if name != "return"}
    for name in _properties(cls):
        answer = hints.resolve(inspect.getattr_static(cls, name), owner=cls).get("return")
        if answer is not None:
            found[name] = answer
    found |= {name: one for name, one in hints.resolve(cls).items() if get_origin(one) is not ClassVar}
    return found


def stored_fields(cls: type) -> frozenset[str]:
    """The names under which objects of a class keep their state, as far as annotations, slots and source tell."""
    declared = {
        name for name, one in hints.resolve(cls).items() if get_origin(one) is not ClassVar and one is not ClassVar
    }
    slots = {slot for base in cls.__mro__ for slot in _slots(base)}
    assigned = {
        name
        for base in cls.__mro__
        if inspect.isfunction(vars(base).get("__init__"))
        for name in _assigned_by(vars(base)["__init__"])
    }
    return frozenset(declared | slots | assigned)


def _stored(value: Any) -> tuple[str, ...]:
    shape = shape_of(type(value))
    if shape is None or shape.kind is not Kind.RECORD:
        return ()
    names, _ = shape.read(value)
    return tuple(name for name in names if isinstance(name, str) and name.isidentifier())


def _properties(cls: type, *, settable: bool = False) -> list[str]:
    found = {}
    for base in reversed(cls.__mro__):
        for name, member in vars(base).items():
            if isinstance(member, property):
                found[name] = member
    return [name for name, member in found.items() if not settable or member.fset is not None]


def _slots(base: type) -> tuple[str, ...]:
    slots = vars(base).get("__slots__", ())
    names = (slots,) if isinstance(slots, str) else tuple(slots)
    return tuple(name for name in names if name not in ("__dict__", "__weakref__"))


def _assigned_by(init: Any) -> set[str]:
    """The attributes that a constructor sets: it stores names that follow its first parameter."""
    code = init.__code__
    names = set(code.co_names)
    try:
        source = inspect.getsource(init)
    except (OSError, TypeError):
        return set()
    first = code.co_varnames[0] if code.co_argcount else "self"
    return {name for name in names if f"{first}.{name} " in source or f"{first}.{name}:" in source}
