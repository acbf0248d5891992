"""Which types can contain themselves."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, get_args, get_origin

from dovetail import hints
from dovetail.records import constructor_of
from dovetail.values.strategies.subclasses import concrete_classes

if TYPE_CHECKING:
    from collections.abc import Iterator

# Libraries whose classes hold none of the user's.
_LIBRARIES = sys.stdlib_module_names | {"attr", "attrs", "msgspec", "pydantic", "pydantic_core", "sqlalchemy"}


def node_of(hint: Any) -> Any:
    """The class or the alias that a type is of: `Page` for `Page[Order]`."""
    return get_origin(hint) or hint


def circle(node: Any) -> frozenset[Any]:
    """The classes and aliases that hold a type and that it holds, itself among them; empty where it holds no such."""
    return frozenset(one for one in _held_at_any_depth(node) if node in _held_at_any_depth(one))


@functools.lru_cache(maxsize=2000)
def _held_at_any_depth(node: Any) -> frozenset[Any]:
    """The classes and aliases of whatever a type holds, at any depth."""
    found: dict[Any, None] = {}
    waiting = [node]
    while waiting:
        for one in _held(waiting.pop()):
            if one not in found:
                found[one] = None
                waiting.append(one)
    return frozenset(found)


@functools.lru_cache(maxsize=2000)
def _held(node: Any) -> tuple[Any, ...]:
    if hints.is_alias(node):
        return tuple(_nodes(node.__value__))
    construction = constructor_of(node)
    said = [*hints.resolve(node).values(), *(one.hint for one in (construction.parameters if construction else ()))]
    return (*dict.fromkeys(one for hint in said for one in _nodes(hint)), *concrete_classes(node)[1:])


def _nodes(hint: Any) -> Iterator[Any]:
    node = node_of(hint)
    if hints.is_alias(node) or (isinstance(node, type) and node.__module__.partition(".")[0] not in _LIBRARIES):
        yield node
    if hasattr(hint, "__supertype__"):
        yield from _nodes(hint.__supertype__)
    for argument in get_args(hint):
        yield from _nodes(argument)
