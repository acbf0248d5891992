"""What runs when a module is used, each statement with the names that hide the builtins there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dovetail.architecture.syntax import children, walk

# Tuples, for they are asked about every node: a union would be as slow as all else together.
_Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_Scope = (*_Function, ast.ClassDef)


def in_scope(tree: ast.Module) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Every node that can run, outermost first, with the names that its module and its functions define.

    What stands under `if TYPE_CHECKING:` never runs, and what stands under `if __name__ == "__main__":` runs for who
    tries the module out.
    """
    waiting: list[tuple[ast.AST, frozenset[str]]] = [(tree, frozenset(_defined(tree)))]
    for node, hidden in waiting:
        never_runs = {id(inner) for inner in node.body} if isinstance(node, ast.If) and _is_apart(node.test) else ()
        inner = [child for child in children(node) if id(child) not in never_runs] if never_runs else children(node)
        yield from ((child, hidden) for child in inner)
        waiting += [(child, hidden | _defined(child) if isinstance(child, _Function) else hidden) for child in inner]


def _is_apart(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return isinstance(test.left, ast.Name) and test.left.id == "__name__"
    return ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"


def _defined(scope: ast.AST) -> set[str]:
    """The names that a module or a function gives a meaning of its own; those of a class are its attributes."""
    arguments = walk(scope.args) if isinstance(scope, _Function) else ()
    found = {node.arg for node in arguments if isinstance(node, ast.arg)}
    for node in _own_nodes(scope):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    waiting = children(scope)
    for node in waiting:
        yield node
        waiting += [] if isinstance(node, _Scope) else children(node)
