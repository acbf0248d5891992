"""What runs when a module is used, each statement with the scope whose names hide the builtins there."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from dovetail.architecture.classes.syntax import LEAVES, children, walk

# Every node is asked for its type: to ask whether it is one of some would be as slow as all else together.
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = frozenset(get_args(_Function))
_ENDS = _FUNCTIONS | {ast.ClassDef} | LEAVES


@dataclass(eq=False, repr=False)
class Scope:
    """A module or a function, within the one that it stands in.

    Attributes:
        node: its syntax.
        outer: where it stands; nowhere, for a module.
    """

    node: ast.AST
    outer: Scope | None = None

    def hides(self, name: str) -> bool:
        """Whether a name is defined here or further out, and so is no builtin."""
        return name in self._defined or (self.outer is not None and self.outer.hides(name))

    @cached_property
    def _defined(self) -> set[str]:
        """The names that get a meaning of their own; those of a class are its attributes."""
        arguments = walk(self.node.args) if isinstance(self.node, _Function) else ()
        found = {node.arg for node in arguments if isinstance(node, ast.arg)}
        for node in own_nodes(self.node):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                found |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)) and node.name:
                found.add(node.name)
            elif isinstance(node, ast.MatchMapping) and node.rest:
                found.add(node.rest)
        return found


def in_scope(tree: ast.Module, kinds: Collection[type[ast.AST]]) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node of some kinds that can run, outermost first, with its scope.

    What stands under `if TYPE_CHECKING:` never runs, and what stands under `if __name__ == "__main__":` runs for who
    tries the module out.
    """
    waiting: list[tuple[ast.AST, Scope]] = [(tree, Scope(tree))]
    for node, scope in waiting:
        inside = children(node)
        if type(node) is ast.If and _is_apart(node.test):
            never_runs = {id(inner) for inner in node.body}
            inside = [child for child in inside if id(child) not in never_runs]
        for child in inside:
            kind = type(child)
            if kind not in LEAVES:
                waiting.append((child, Scope(child, scope) if kind in _FUNCTIONS else scope))
            if kind in kinds:
                yield child, scope


def _is_apart(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return isinstance(test.left, ast.Name) and test.left.id == "__name__"
    return isinstance(test, ast.Name | ast.Attribute) and ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Everything in a module, a function or a class, but for what stands in functions and classes in it."""
    waiting = children(scope)
    for node in waiting:
        yield node
        if type(node) not in _ENDS:
            waiting += children(node)
