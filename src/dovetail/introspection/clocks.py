"""Which kind of datetimes a field holds: as its default, else as the code of its module asks for the time."""

from __future__ import annotations

import ast
import datetime as dt
import functools
import sys
import types
from enum import Enum
from typing import TYPE_CHECKING, Any

from dovetail.introspection.source import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 2


class Clock(Enum):
    """The kind of datetimes that a field holds."""

    NAIVE = "naive"
    UTC = "aware, in UTC"
    ZONED = "aware, in any zone"


def clock(owner: type | None, default: Any) -> Clock | None:
    """Decide by a field's default, else by how the module of its class asks for the time.

    Args:
        owner: the class that has the field.
        default: the field's default, made once if a factory makes it; anything but a datetime tells nothing.

    Returns:
        None where nothing is told, or where the module asks in several ways.
    """
    if isinstance(default, dt.datetime):
        if default.tzinfo is None:
            return Clock.NAIVE
        return Clock.UTC if default.utcoffset() == dt.timedelta(0) else Clock.ZONED
    return _clock_of_module(owner.__module__) if owner else None


@functools.cache
def _clock_of_module(name: str) -> Clock | None:
    module = sys.modules.get(name)
    asked = set(_asked_for(module, vars(module), _DEPTH)) if module else set()
    return asked.pop() if len(asked) == 1 else None


def _asked_for(code: Any, names: dict[str, Any], depth: int) -> Iterator[Clock]:
    """The kinds of times that the source of a module or a function asks for, with the functions that it calls."""
    tree = syntax_of(code)
    if tree is None:
        return
    calls = {node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            called = _found(node, names)
            # Only of these: a module may hold anything, such as a table, whose == is an expression.
            if isinstance(called, types.BuiltinMethodType):
                if called == dt.datetime.utcnow:
                    yield Clock.NAIVE
                elif called in (dt.datetime.now, dt.datetime.today):
                    yield from _kind_of_now(calls.get(node), names)
            elif isinstance(called, types.FunctionType) and depth and called.__module__ != names["__name__"]:
                yield from _asked_for(called, called.__globals__, depth - 1)


def _kind_of_now(call: ast.Call | None, names: dict[str, Any]) -> Iterator[Clock]:
    """What `datetime.now` was asked for; handed over uncalled, as a factory, it is asked for nothing."""
    zones = [*call.args, *(keyword.value for keyword in call.keywords)] if call else []
    if not zones:
        yield Clock.NAIVE
    else:
        yield Clock.UTC if _found(zones[0], names) in (dt.UTC, getattr(dt, "UTC", None)) else Clock.ZONED


def _found(node: ast.expr, names: dict[str, Any]) -> Any:
    """What a dotted name stands for in a module; the name itself for others."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _found(node.value, names)
        return getattr(owner, node.attr, None) if isinstance(owner, (types.ModuleType, type)) else None
    return None
