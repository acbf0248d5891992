"""The state of an object that SQLAlchemy maps; SQLAlchemy itself is not imported.

A mapped attribute that is expired or not yet loaded is still the object's state, although its `__dict__` lacks it. It
is read as any caller would read it, and where a caller would get an error, the error is what it holds.
"""

from __future__ import annotations

import dis
import inspect
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for the value of an attribute that cannot be read, such as an unloaded one of a detached object.

    Attributes:
        error: the name of the error that reading it raises.
    """

    error: str


def is_mapped(fields: dict[str, object]) -> bool:
    """Whether the `__dict__` is that of a mapped object."""
    return "_sa_instance_state" in fields


def mapped_state(value: Any, fields: dict[str, object]) -> dict[str, object]:
    """The attributes of a mapped object: its own, and the mapped ones that its class knows of."""
    manager = getattr(type(value), "_sa_class_manager", {})
    state = {name: part for name, part in fields.items() if name not in manager}
    cls: Any = type(value)
    for name in _known(cls, tuple(manager)):
        if not getattr(manager[name].impl, "dynamic", False):
            state[name] = fields[name] if name in fields else _loaded(value, name)
    return state


def _loaded(value: Any, name: str) -> object:
    try:
        return getattr(value, name)
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller would have met it
        return Unreadable(type(error).__name__)


@cache
def _known(cls: type, mapped: tuple[str, ...]) -> tuple[str, ...]:
    """The mapped attributes that belong to the class, in the order in which it names them.

    A model declares them all. A domain class under an imperative mapping also gets attributes that it never names, such
    as a surrogate key or a back reference: those are the mapping's own.
    """
    named = dict.fromkeys(_names_in(cls))
    known = [name for name in named if name in mapped]
    is_model = hasattr(cls, "_sa_registry") or hasattr(cls, "__tablename__")
    if is_model or not known or not named.keys().isdisjoint(_ANY_NAME):
        known += [name for name in mapped if name not in named]
    return tuple(known)


_ANY_NAME = ("setattr", "__setattr__", "vars", "__dict__")
_INNER = ("fget", "fset", "func", "__func__", "__wrapped__", "_sa_original_init")


def _names_in(cls: type) -> Iterator[str]:
    """The names that a class and its bases annotate, and those that their own functions use."""
    for base in cls.__mro__:
        yield from _annotated(base)
        for member in vars(base).values():
            for function in (member, *(getattr(member, inner, None) for inner in _INNER)):
                if isinstance(function, FunctionType) and function.__module__ == base.__module__:
                    yield from _names_used(function.__code__)


def _annotated(cls: type) -> Iterable[str]:
    try:
        return inspect.get_annotations(cls)
    except NameError:  # from Python 3.14 on, for names that only a type checker imports
        return ()


def _names_used(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        is_attribute = instruction.opname.endswith(("_ATTR", "_METHOD"))
        if is_attribute or instruction.argval in _ANY_NAME:
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_used(constant)
