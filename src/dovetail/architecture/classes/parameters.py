"""The parameter with which a text begins that a function puts together: `home, _, name = path.rpartition(".")`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bindings import CUTS, bindings
from dovetail.architecture.classes.syntax import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dovetail.architecture.classes.bindings import Binding

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# What these make of a text begins as that did, or stands for the same module.
_KEEPING = frozenset({"lower", "lstrip", "removesuffix", "replace", "rstrip", "strip"})


def parameter_behind(given: ast.expr, function: _Function, parameters: Iterable[str]) -> str:
    """The one of some parameters that a text begins with, as a whole or up to where it is cut; "" where none is."""
    names = {*parameters}
    origin = _origin(given, function, names)
    return origin.id if isinstance(origin, ast.Name) and origin.id in names else ""


def kept_behind(given: ast.expr, part: _Function | ast.ClassDef) -> str:
    """The attribute of `self` that a text begins with in a method, or in some method of a class; "" where none is."""
    return kept_on_self(_origin(given, part, set()))


def kept_on_self(given: ast.expr | None) -> str:
    """The attribute, where an expression is one of `self`; else nothing."""
    of_self = isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id == "self"
    return given.attr if of_self and isinstance(given, ast.Attribute) else ""


def _origin(given: ast.expr, part: _Function | ast.ClassDef, names: set[str]) -> ast.expr | None:
    """What a text is made of in the end: one of some names, or what is no name and not cut out of anything."""
    waiting: ast.expr | None = given
    bound: dict[str, ast.expr | None] | None = None
    for _ in range(_DEEPEST):
        if isinstance(waiting, ast.Name) and waiting.id not in names:
            bound = _first_of_each(part) if bound is None else bound
            waiting = bound.pop(waiting.id, None)
        elif isinstance(waiting, ast.Name | ast.Attribute):
            return waiting
        else:
            waiting = _beginning(waiting)
    return None


# No name goes through more hands than these.
_DEEPEST = 12


def _first_of_each(part: _Function | ast.ClassDef) -> dict[str, ast.expr | None]:
    """What each name is bound to first; of a loop, what it goes through."""
    found: dict[str, ast.expr | None] = {}
    for bound in bindings(walk(part)):
        found.setdefault(bound.name, _whole(bound))
    return found


def _whole(bound: Binding) -> ast.expr | None:
    return None if bound.place is not None or bound.added else bound.value


def _beginning(expression: ast.expr | None) -> ast.expr | None:
    """What a text is made of, at its beginning."""
    match expression:
        case ast.Subscript(value=ast.Call(func=ast.Attribute(value=owner, attr=method)), slice=ast.Constant(value=0)):
            return owner if method in CUTS else None
        case ast.Call(func=ast.Attribute(value=owner, attr=method)):
            return owner if method in _KEEPING else None
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), *_]):
            return first
        case ast.BinOp(op=ast.Add(), left=first):
            return first
        case ast.NamedExpr(value=value) | ast.Starred(value=value):
            return value
    return None
