"""What type variables are bound to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Generic, Protocol, get_args, get_origin

from dovetail.hints.rebuilding import rebuild


def substitute(hint: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace type variables (and `Self`) wherever they stand in a type: in generics, unions and callables too."""
    return _bound(hint, mapping) if mapping else hint


def type_arguments(cls: Any) -> dict[type, dict[Any, Any]]:
    """What each generic base of a class, or of an alias such as `Page[Order]`, has its type variables bound to.

    Bases are followed through every level, so that for `class Orders(Repository[Order, OrderId])` the bases of
    `Repository` are bound too. A variable that nothing binds is left out, unless it has a default.
    """
    bound: dict[type, dict[Any, Any]] = {}
    _bind(get_origin(cls) or cls, get_args(cls), bound)
    return bound


def parameters(generic: Any) -> tuple[Any, ...]:
    """The type variables that a generic class or function declares."""
    declared = getattr(generic, "__type_params__", ()) or getattr(generic, "__parameters__", ())
    return declared if isinstance(declared, tuple) else ()


def _bind(origin: Any, arguments: tuple[Any, ...], bound: dict[type, dict[Any, Any]]) -> None:
    variables = parameters(origin)
    mine = dict(zip(variables, arguments, strict=False))
    mine |= {variable: variable.__default__ for variable in variables[len(arguments) :] if _has_default(variable)}
    if mine:
        bound.setdefault(origin, mine)
    for base in vars(origin).get("__orig_bases__", origin.__bases__):
        base_origin = get_origin(base) or base
        if isinstance(base_origin, type) and base_origin not in (object, Generic, Protocol):
            _bind(base_origin, tuple(_bound(argument, mine) for argument in get_args(base)), bound)


def _bound(argument: Any, mapping: Mapping[Any, Any]) -> Any:
    return rebuild(argument, lambda leaf: mapping.get(leaf, leaf) if isinstance(leaf, Hashable) else leaf)


def _has_default(variable: Any) -> bool:
    return hasattr(variable, "has_default") and bool(variable.has_default())
