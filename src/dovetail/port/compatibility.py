"""Whether an adapter's operation can stand where the port's does: its parameters, its annotations."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterable
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from dovetail.hints import bare
from dovetail.port.operation import MISSING, Operation, Parameter

_BY_POSITION = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
_BY_NAME = {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


def refused_call(port: Operation, adapter: Operation) -> str | None:
    """A call that the port allows and the adapter refuses, as text `name(order_id=…)`, or None."""
    for positional, named in _calls(port):
        try:
            adapter.signature.bind(*[None] * len(positional), **dict.fromkeys(named))
        except TypeError:
            arguments = [*(each.name for each in positional), *(f"{name}=…" for name in named)]
            return f"{port.name}({', '.join(arguments)})"
    return None


def _calls(port: Operation) -> Iterable[tuple[list[Parameter], list[str]]]:
    """The extreme calls of a signature: all by position or all by name, with and without what is optional."""
    for given in (port.parameters, port.required):
        single = [each for each in given if each.kind in _BY_POSITION | _BY_NAME]
        positional = [each for each in single if each.kind in _BY_POSITION]
        yield positional, [each.name for each in single if each.kind not in _BY_POSITION]
        positional_only = [each for each in positional if each.kind not in _BY_NAME]
        yield positional_only, [each.name for each in single if each.kind in _BY_NAME]


def incompatible_annotation(port: Operation, adapter: Operation) -> tuple[str, Any, Any] | None:
    """The first annotation that contradicts the port's: (`return` or the parameter, the port's, the adapter's)."""
    if is_subtype(adapter.returns, port.returns) is False:
        return "return", port.returns, adapter.returns
    mine = {each.name: each for each in adapter.parameters}
    for index, theirs in enumerate(port.parameters):
        twin = mine.get(theirs.name)
        if twin is None and index < len(adapter.parameters) and theirs.kind in _BY_POSITION:
            twin = adapter.parameters[index]
        if twin is not None and twin.kind is theirs.kind and is_subtype(theirs.hint, twin.hint) is False:
            return theirs.name, theirs.hint, twin.hint
    return None


def is_subtype(sub: Any, sup: Any) -> bool | None:
    """Whether every value of one annotation is a value of another; None where that cannot be told from the outside."""
    sub, sup = bare(sub), bare(sup)
    if _unknown(sub) or _unknown(sup):
        return None
    if sub == sup or sup is object:
        return True
    if _is_union(sub):
        return _all(is_subtype(arm, sup) for arm in get_args(sub))
    if _is_union(sup):
        return _any(is_subtype(sub, arm) for arm in get_args(sup))
    if Literal in (get_origin(sub), get_origin(sup)):
        return _literal(sub, sup)
    return _class_subtype(sub, sup)


def _class_subtype(sub: Any, sup: Any) -> bool | None:
    (narrow, inner), (wide, outer) = _generic(sub), _generic(sup)
    if not (inspect.isclass(narrow) and inspect.isclass(wide)):
        return None
    if getattr(wide, "_is_protocol", False):
        return None
    if (narrow, wide) in {(int, float), (float, complex), (int, complex)}:
        return True
    try:
        if not issubclass(narrow, wide):
            return False
    except TypeError:
        return None
    if narrow is wide and inner and len(inner) == len(outer):
        return _all(is_subtype(a, b) for a, b in zip(inner, outer, strict=True))
    if inner and outer and len(inner) == len(outer) == 1:
        return is_subtype(inner[0], outer[0])
    return True


def _generic(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """A class and what it is given; pydantic makes a class of its own for `Page[Order]`, and says of what."""
    said = getattr(hint, "__pydantic_generic_metadata__", {})
    if inspect.isclass(hint) and said.get("origin") is not None:
        return said["origin"], said["args"]
    return get_origin(hint) or hint, get_args(hint)


def _literal(sub: Any, sup: Any) -> bool | None:
    if get_origin(sub) is Literal and get_origin(sup) is Literal:
        return set(get_args(sub)) <= set(get_args(sup))
    if get_origin(sub) is Literal:
        return _all(is_subtype(type(value), sup) for value in get_args(sub))
    return None


def _unknown(hint: Any) -> bool:
    return hint is MISSING or hint is Any or isinstance(hint, (TypeVar, str, list)) or hint is Ellipsis


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _all(answers: Iterable[bool | None]) -> bool | None:
    listed = list(answers)
    return False if False in listed else (None if None in listed else True)


def _any(answers: Iterable[bool | None]) -> bool | None:
    listed = list(answers)
    return True if True in listed else (None if None in listed else False)
