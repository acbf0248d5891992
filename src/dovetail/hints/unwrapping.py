"""The type inside an annotation: of what may be None, and of what a collection holds."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin

from dovetail.hints.rebuilding import expanded


def bare(hint: Any) -> Any:
    """The type without what says nothing about the class of a value: `Annotated`, `NewType`, PEP 695 aliases."""
    while True:
        hint = expanded(hint)
        if get_origin(hint) is Annotated:
            hint = hint.__origin__
        elif isinstance(hint, NewType):
            hint = hint.__supertype__
        else:
            return type(None) if hint is None else hint


def optional(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was one of its arms."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    arms = [arm for arm in get_args(hint) if arm is not type(None)]
    if len(arms) == len(get_args(hint)):
        return hint, False
    return (arms[0] if len(arms) == 1 else Union[tuple(arms)]), True  # noqa: UP007 - built from values


def classes_in(hint: Any) -> Iterator[type]:
    """Every class that an annotation speaks of: `list[Line | None]` of `list`, `Line` and `NoneType`."""
    plain = get_origin(hint) or hint
    if isinstance(plain, type):
        yield plain
    for argument in get_args(hint):
        yield from classes_in(argument)


def element(hint: Any) -> Any:
    """The element's type of a collection or a stream, or None for anything else."""
    origin, arguments = get_origin(hint), get_args(hint)
    if not inspect.isclass(origin) or not arguments or not hasattr(origin, "__class_getitem__"):
        return None
    if issubclass(origin, tuple):
        return arguments[0] if len(arguments) == 2 and arguments[1] is Ellipsis else None
    iterable = hasattr(origin, "__iter__") or hasattr(origin, "__aiter__")
    return arguments[0] if iterable and len(arguments) in {1, 2, 3} and not issubclass(origin, dict) else None


def is_fixed_tuple(hint: Any) -> bool:
    """Whether a type is a tuple of so many elements, each of its own type: `tuple[float, float]`, or that or None."""
    inner = bare(optional(bare(hint))[0])
    return get_origin(inner) is tuple and get_args(inner)[-1:] != (Ellipsis,)
