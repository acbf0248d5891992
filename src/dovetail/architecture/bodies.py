"""A module read down to its last statement: for rules that look at what functions do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dovetail.architecture.declarations import Declarations
from dovetail.architecture.read_declarations import aliases


@dataclass(frozen=True)
class Body:
    """The syntax of a module, and what the names in it stand for.

    Attributes:
        tree: its whole syntax.
        names: what it declares, and what its functions import and rename for themselves.
    """

    tree: ast.Module
    names: Declarations

    def resolve(self, expression: ast.expr | None) -> str:
        """The dotted name that an expression stands for, or "?"."""
        return self.names.resolve(expression)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call, with the dotted name of what is called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield self.resolve(node.func), node

    def uses(self) -> Iterator[tuple[str, int]]:
        """Every dotted name that an import, an attribute or a name brought by `*` stands for, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                source = self.names.source_of(node)
                yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
            elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and self.names.stars):
                yield self.resolve(node), node.lineno


def read_body(declared: Declarations) -> Body:
    """Read a module whole, once more: few modules are asked for it, and it is large."""
    tree = declared.tree
    names = dict(declared.names)
    for node in ast.walk(tree):
        for name, meaning in (*aliases(node, declared).items(), *_renamed(node, declared)):
            names.setdefault(name, meaning)
    return Body(tree, replace(declared, names=names))


def _renamed(node: ast.AST, declared: Declarations) -> Iterator[tuple[str, str]]:
    """`Orders = SqlOrders` within a function."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
        meaning = declared.resolve(node.value)
        targets = (target.id for target in node.targets if isinstance(target, ast.Name))
        yield from ((name, meaning) for name in targets if meaning not in ("?", name))
