"""Classes that no library declared, and constructors written by hand."""

from __future__ import annotations

import copy
import inspect
import types
from dataclasses import replace
from typing import Any

from dovetail.hints import resolve
from dovetail.records.parameters import (
    NOTHING,
    Construction,
    ConstructorParameter,
    parameter_of,
    signature_of,
    specialised,
)

_BASES = (str, int, float, bytes)


def construction(hint: Any, cls: Any) -> Construction | None:
    """Its constructor; None where its signature cannot be read."""
    base = next((one for one in cls.__mro__ if one in _BASES), None)
    written = (getattr(cls, name) for name in ("__init__", "__new__"))
    writer = next((one for one in written if isinstance(one, types.FunctionType)), None)
    if writer is None:
        value = (ConstructorParameter("value", "value", base, positional=True),) if base else ()
        simple = base is not None or cls.__init__ is object.__init__
        return Construction(cls, cls, value, may_refuse=False) if simple else None
    signature = signature_of(cls)
    if signature is None:
        return None
    said = resolve(hint) | specialised(hint, resolve(writer, owner=cls))
    found = [
        parameter_of(name, said.get(name, said.get(f"_{name}", base or NOTHING)), one)
        for name, one in signature.items()
    ]
    if base is not None and cls.__new__ is base.__new__:  # which is called too, and knows neither names nor more
        found = [replace(each, positional=True) for each in found if each.required]
    return Construction(cls, cls, tuple(found), may_refuse=True)


def stored_under(value: Any, attribute: str) -> str | None:
    """The name under which an object stores what it shows under another: in its `__dict__` or in a slot."""
    for name in (attribute, f"_{attribute}"):
        if name in getattr(value, "__dict__", {}):
            return name
        if isinstance(inspect.getattr_static(type(value), name, None), types.MemberDescriptorType):
            return name
    return None


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value where the attribute is stored.

    Raises:
        AttributeError: the object stores nothing of that name.
    """
    stored = stored_under(value, attribute)
    if stored is None:
        raise AttributeError(attribute)
    changed = copy.copy(value)
    object.__setattr__(changed, stored, new)
    return changed
