"""The texts that a call gives, or a property: those that its function returns, or the default of a field."""

from __future__ import annotations

import ast
from inspect import cleandoc
from typing import TYPE_CHECKING, Protocol

from dovetail.architecture.classes.scopes import own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.classes.bodies import Body

# `name: str = field(default="shop.adapters")`, of dataclasses, attrs and pydantic.
_FIELDS = frozenset({"field", "Field", "attrib", "ib"})


class Strings(Protocol):
    """The texts in one module.

    Attributes:
        looked_at: the names whose texts are being looked for, with their modules.
    """

    looked_at: set[tuple[str, str]]

    @property
    def body(self) -> Body:
        """The module."""

    def of(self, expression: ast.expr | None) -> set[str]:
        """Every text that an expression may stand for."""

    def sources(self, expression: ast.Name | ast.Attribute) -> Iterator[tuple[Strings, ast.Name | ast.Attribute]]:
        """The modules from which a name may be imported, each with what it is there."""


def given_by(strings: Strings, call: ast.Call) -> set[str]:
    """The texts that the call of a plain name, or of a function with no other meaning, may give."""
    name = strings.body.resolve(call.func)
    if name == "str" and call.args:
        return strings.of(call.args[0])
    if name in ("textwrap.dedent", "inspect.cleandoc") and call.args:
        return {cleandoc(text) for text in strings.of(call.args[0])}
    if name.rpartition(".")[2] in _FIELDS:
        # Of pydantic's the default comes first.
        given = [*call.args[:1], *(item.value for item in call.keywords if item.arg in ("default", "default_factory"))]
        made = [each.body if isinstance(each, ast.Lambda) else each for each in given]
        return set().union(*map(strings.of, made))
    return returned(strings, call.func) if isinstance(call.func, ast.Name | ast.Attribute) else set()


def returned(strings: Strings, function: ast.Name | ast.Attribute) -> set[str]:
    """What the functions of a name return, in this module or in the one that it is imported from."""
    name = function.attr if isinstance(function, ast.Attribute) else function.id
    key = (strings.body.names.module, f"{name}()")
    if key in strings.looked_at:
        return set()
    strings.body.visible.asked.add(name)
    strings.looked_at.add(key)
    try:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        here = [node for node in strings.body.nodes if isinstance(node, kinds) and node.name == name]
        if here:
            given = [node.value for each in here for node in own_nodes(each) if isinstance(node, ast.Return)]
            return set().union(*map(strings.of, given))
        return set().union(*(returned(there, same) for there, same in strings.sources(function)))
    finally:
        strings.looked_at.discard(key)
