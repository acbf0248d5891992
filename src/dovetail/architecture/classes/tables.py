"""What stands in tables and lists that are written out, for the texts in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from dovetail.architecture.classes.bindings import Binding
    from dovetail.architecture.classes.bodies import Body

# What is written out in an order.
_ROWS = ast.List | ast.Tuple
# How many dictionaries may be unpacked one within another.
_DEEPEST = 4


class Strings(Protocol):
    """The texts in one module."""

    @property
    def body(self) -> Body:
        """The module."""

    def of(self, expression: ast.expr | None) -> set[str]:
        """Every text that an expression may stand for."""

    def through(self, expression: ast.Name | ast.Attribute, look: Callable[[Strings, Binding], set[str]]) -> set[str]:
        """What a name is bound to, in this module or in the one that it is imported from."""


def pairs(strings: Strings, expression: ast.expr, depth: int = 0) -> dict[str, ast.expr]:
    """What a dictionary that is written out has under each text; of a call, its keywords, unpacked ones included."""
    if depth > _DEEPEST:
        return {}
    if isinstance(expression, ast.Dict):
        keys = ((key, value) for key, value in zip(expression.keys, expression.values, strict=True) if key)
        return {text: value for key, value in keys for text in strings.of(key)}
    if isinstance(expression, ast.Call):
        unpacked = [pairs(strings, item.value, depth + 1) for item in expression.keywords if item.arg is None]
        own = {item.arg: item.value for item in expression.keywords if item.arg}
        return {**{text: value for each in unpacked for text, value in each.items()}, **own}
    one = _only_value(strings, expression)
    return pairs(strings, one, depth + 1) if isinstance(one, ast.Dict | ast.Call) else {}


def elements(strings: Strings, expression: ast.expr) -> list[ast.expr]:
    """What stands in a list that is written out, in order; under a name, where it has no other meaning."""
    one = _only_value(strings, expression) or expression
    return one.elts if isinstance(one, _ROWS) else []


def _only_value(strings: Strings, expression: ast.expr) -> ast.expr | None:
    bound = strings.body.visible.of(expression) if isinstance(expression, ast.Name) else []
    return bound[0].value if len(bound) == 1 and not bound[0].drawn else None


def values(strings: Strings, expression: ast.expr | None) -> set[str]:
    """Every text in a table, a list or a set that is written out."""
    if isinstance(expression, ast.Dict):
        return set().union(*map(strings.of, expression.values))
    if isinstance(expression, ast.Set | _ROWS):
        return set().union(*map(strings.of, expression.elts))
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        method, owner = expression.func.attr, expression.func.value
        return values(strings, owner) if method in ("values", "copy") else drawn(strings, expression)
    if isinstance(expression, ast.Call):
        given = set().union(*(drawn(strings, part) for part in expression.args[:1]))
        return given.union(*map(strings.of, pairs(strings, expression).values()))
    if isinstance(expression, ast.Name | ast.Attribute):
        return strings.through(expression, lambda there, bound: values(there, bound.value))
    return set()


def in_each(strings: Strings, expression: ast.expr | None, place: int | None) -> set[str]:
    """One part, or any, of each of the values in a table: `{"sql": ("shop.adapters.sql", "SqlOrders")}`."""
    if isinstance(expression, ast.Dict | ast.Set | _ROWS):
        found = set[str]()
        for row in expression.values if isinstance(expression, ast.Dict) else expression.elts:
            inside = row.elts if isinstance(row, _ROWS) else []
            part = inside[place : place + 1] if place is not None and place >= 0 else []
            found |= values(strings, row) if place is None or not inside else set().union(*map(strings.of, part))
        return found
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        inner = expression.func.attr in ("values", "copy")
        return in_each(strings, expression.func.value, place) if inner else set()
    if isinstance(expression, ast.Name | ast.Attribute):
        return strings.through(expression, lambda there, bound: in_each(there, bound.value, place))
    return set()


def drawn(strings: Strings, expression: ast.expr | None, place: int | None = None) -> set[str]:
    """The texts that a loop over something gives, or the parts of what it gives that stand at a place."""
    if isinstance(expression, ast.Name | ast.Attribute):
        return strings.through(expression, lambda there, bound: drawn(there, bound.value, place))
    if isinstance(expression, ast.Call):
        return _drawn_from(strings, expression, place)
    if isinstance(expression, ast.Dict):
        return set().union(*(strings.of(key) for key in expression.keys if key))
    return values(strings, expression) if place is None else in_each(strings, expression, place)


def _drawn_from(strings: Strings, call: ast.Call, place: int | None) -> set[str]:
    if isinstance(call.func, ast.Attribute):
        method, owner = call.func.attr, call.func.value
        if method == "items":
            keys = drawn(strings, owner) if place != 1 else set()
            return keys | (values(strings, owner) if place != 0 else set())
        if method == "values":
            return values(strings, owner) if place is None else in_each(strings, owner, place)
        return drawn(strings, owner, place) if method in ("keys", "copy") else set()
    parts, name = call.args, strings.body.resolve(call.func)
    if name == "enumerate" and place is not None:
        return drawn(strings, parts[0]) if place == 1 and parts else set()
    if name == "zip":
        taken = parts[place : place + 1] if place is not None else parts
        return set().union(*(drawn(strings, part) for part in taken))
    return drawn(strings, parts[0], place) if parts else set()
