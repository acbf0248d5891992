"""A module read down to its last statement: for rules that look at what functions do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dovetail.architecture.classes.bindings import Binding, bindings
from dovetail.architecture.classes.declarations import Declarations
from dovetail.architecture.classes.read_declarations import aliases
from dovetail.architecture.classes.syntax import walk

# The statements that give a name what another one stands for.
_NAMING = frozenset({ast.Import, ast.ImportFrom, ast.Assign})


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

    @cached_property
    def bindings(self) -> list[Binding]:
        """What its names are bound to, in order."""
        return bindings(self.nodes)

    def resolve(self, expression: ast.expr | None) -> str:
        """The dotted name that an expression stands for, or "?"."""
        if type(expression) is ast.Name:
            return self.names.resolve(expression)
        if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and _fetches(expression):
            return f"{self._owner(expression.args[0])}.{ast.literal_eval(expression.args[1])}"
        looked_up = _looked_up(expression) if isinstance(expression, ast.Subscript) else None
        if looked_up:
            return f"{self._owner(looked_up[0])}.{looked_up[1]}"
        return self.names.resolve(expression)

    def _owner(self, expression: ast.expr) -> str:
        """A module of which something is fetched by name; `__builtins__` is one of two names of the same."""
        resolved = self.resolve(expression)
        return "builtins" if resolved == "__builtins__" else resolved

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call, with the dotted name of what is called."""
        for node in self.nodes:
            if type(node) is ast.Call:
                yield self.resolve(node.func), node

    def uses(self) -> Iterator[tuple[str, int]]:
        """Every dotted name that an import, an attribute or a name brought by `*` stands for, with its line."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom):
                source = self.names.source_of(node)
                yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
            elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and self.names.stars):
                yield self.resolve(node), node.lineno


def _fetches(call: ast.Call) -> bool:
    """Whether a call is `getattr(module, "name")`."""
    named = call.args[1] if len(call.args) > 1 else None
    return ast.unparse(call.func) == "getattr" and isinstance(named, ast.Constant) and isinstance(named.value, str)


def _looked_up(expression: ast.Subscript) -> tuple[ast.expr, str] | None:
    """The module and the name, where something is fetched as `vars(module)["name"]` or `module.__dict__["name"]`.

    `__builtins__` may be a dictionary by itself.
    """
    owner, key = expression.value, expression.slice
    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
        return None
    if isinstance(owner, ast.Attribute) and owner.attr == "__dict__":
        return owner.value, key.value
    if isinstance(owner, ast.Name) and owner.id == "__builtins__":
        return owner, key.value
    called = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "vars"
    return (owner.args[0], key.value) if called and isinstance(owner, ast.Call) and owner.args else None


def read_body(declared: Declarations, tree: ast.Module) -> Body:
    """Read what the functions of a module say beside what it declares."""
    names = dict(declared.names)
    body = Body(tree, replace(declared, names=names))
    for node in body.nodes:
        if type(node) in _NAMING:
            for name, meaning in _meanings(node, declared):
                names.setdefault(name, meaning)
    return body


def _meanings(node: ast.AST, declared: Declarations) -> Iterable[tuple[str, str]]:
    return _renamed(node, declared) if isinstance(node, ast.Assign) else aliases(node, declared).items()


def _renamed(node: ast.Assign, declared: Declarations) -> Iterator[tuple[str, str]]:
    """`Orders = SqlOrders` within a function."""
    if isinstance(node.value, ast.Name | ast.Attribute):
        meaning = declared.resolve(node.value)
        targets = (target.id for target in node.targets if isinstance(target, ast.Name))
        yield from ((name, meaning) for name in targets if meaning not in ("?", name))
