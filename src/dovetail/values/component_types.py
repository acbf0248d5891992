"""The types that an object of a type may be made of, as far as annotations tell."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from dovetail.hints import Unresolved, bare
from dovetail.port import MISSING
from dovetail.values.changes.fields import field_types, is_library
from dovetail.values.shape import shape_of

UNKNOWN: Any = object
"""Stands for what no annotation tells."""


@cache
def component_types(root: Any) -> frozenset[Any]:
    """The classes that a type is made of, itself and all subclasses included; `UNKNOWN` where some cannot be told."""
    return frozenset(_classes(root, set()))


def _classes(hint: Any, seen: set[Any]) -> Iterator[Any]:
    hint = bare(hint)
    if hint is MISSING or hint in (Any, object) or isinstance(hint, Unresolved | TypeVar | str):
        yield UNKNOWN
    for argument in get_args(hint):
        if isinstance(argument, list):
            yield UNKNOWN
        elif argument is not ...:
            yield from _classes(argument, seen) if _is_type(argument) else [type(argument)]
    cls = get_origin(hint) or hint
    if inspect.isclass(cls) and cls not in seen:
        seen.add(cls)
        yield cls
        if shape_of(cls) is not None and not is_library(cls):
            yield from _of_class(cls, seen)


def _of_class(cls: Any, seen: set[Any]) -> Iterator[Any]:
    said = field_types(cls)
    if not said:
        yield UNKNOWN
    for each in (*said.values(), *type.__subclasses__(cls)):
        yield from _classes(each, seen)


def _is_type(argument: Any) -> bool:
    return inspect.isclass(argument) or get_origin(argument) is not None or not isinstance(argument, str | int | bytes)
