"""A module read down to its last statement: for rules that look at what functions do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dovetail.architecture.classes.declarations import Declarations
from dovetail.architecture.classes.read_declarations import aliases
from dovetail.architecture.classes.syntax import walk


@dataclass(frozen=True)
class Body:
    """The syntax of a module, and what the names in it stand for.

    Attributes:
        tree: its whole syntax.
        names: what it declares, and what its functions import and rename for themselves.
    """

    tree: ast.Module
    names: Declarations

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in it: going through a tree takes as long as reading it, and is done once."""
        return walk(self.tree)

    def resolve(self, expression: ast.expr | None) -> str:
        """The dotted name that an expression stands for, or "?"."""
        return self.names.resolve(expression)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call, with the dotted name of what is called."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield self.resolve(node.func), node

    def uses(self) -> Iterator[tuple[str, int]]:
        """Every dotted name that an import, an attribute or a name brought by `*` stands for, with its line."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom):
                source = self.names.source_of(node)
                yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
            elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and self.names.stars):
                yield self.resolve(node), node.lineno


def read_body(declared: Declarations, tree: ast.Module) -> Body:
    """Read what the functions of a module say beside what it declares."""
    names = dict(declared.names)
    body = Body(tree, replace(declared, names=names))
    for node in body.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Assign)):
            for name, meaning in _meanings(node, declared):
                names.setdefault(name, meaning)
    return body


def _meanings(node: ast.Import | ast.ImportFrom | ast.Assign, declared: Declarations) -> Iterable[tuple[str, str]]:
    return _renamed(node, declared) if isinstance(node, ast.Assign) else aliases(node, declared).items()


def _renamed(node: ast.Assign, declared: Declarations) -> Iterator[tuple[str, str]]:
    """`Orders = SqlOrders` within a function."""
    if isinstance(node.value, ast.Name | ast.Attribute):
        meaning = declared.resolve(node.value)
        targets = (target.id for target in node.targets if isinstance(target, ast.Name))
        yield from ((name, meaning) for name in targets if meaning not in ("?", name))
