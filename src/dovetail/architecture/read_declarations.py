"""Reading what a module declares, from its syntax."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dovetail.architecture.declarations import Class, Declarations, Function

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def read_declarations(module: str, path: Path) -> Declarations:
    """Parse a module.

    Raises:
        SyntaxError: the Python that runs this cannot parse it.
        ValueError: it holds a null byte or is not text.
    """
    tree = ast.parse(path.read_bytes(), filename=str(path))
    found = Declarations(module, path)
    nodes = list(_top_level(tree.body))
    for node in nodes:
        found.names.update(_aliases(node, found))
        found.stars.extend(_star(node, found))
    # The names first, for a base may be a class further up in this module.
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            found.classes[node.name] = Class(node.name, module, node, (), {}, {}, frozenset(), ())
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.functions[node.name] = _function(node, found)
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            found.classes[node.name] = _class(node, found)
        elif isinstance(node, ast.Assign):
            found.names.update(_assignment(node, found))
    return found


def _top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when the module is loaded, those under `if` and `try` included."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            yield from _top_level(statement.body)
            yield from _top_level(getattr(statement, "orelse", ()))
            for handler in getattr(statement, "handlers", ()):
                yield from _top_level(handler.body)


def _aliases(statement: ast.stmt, found: Declarations) -> dict[str, str]:
    if isinstance(statement, ast.Import):
        return {
            alias.asname or alias.name.partition(".")[0]: alias.name if alias.asname else alias.name.partition(".")[0]
            for alias in statement.names
        }
    if isinstance(statement, ast.ImportFrom):
        source = found.source_of(statement)
        return {alias.asname or alias.name: f"{source}.{alias.name}" for alias in statement.names if alias.name != "*"}
    return {}


def _star(statement: ast.stmt, found: Declarations) -> list[str]:
    if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
        return [found.source_of(statement)]
    return []


def _assignment(statement: ast.Assign, found: Declarations) -> dict[str, str]:
    """`Base = declarative_base()` and `Orders = Repository[Order]`: names that stand for something else."""
    meaning = _base(statement.value, found)
    names = (target.id for target in statement.targets if isinstance(target, ast.Name))
    return {name: meaning for name in names if meaning not in ("?", "?()", name)}


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, found: Declarations) -> Function:
    empty = all(map(_does_nothing, node.body))
    node.body = []
    return Function(node.name, node, tuple(_decorator(decorator, found) for decorator in node.decorator_list), empty)


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        return statement.exc is not None and "NotImplementedError" in ast.unparse(statement.exc)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _decorator(expression: ast.expr, found: Declarations) -> str:
    return found.resolve(expression.func if isinstance(expression, ast.Call) else expression)


def _class(node: ast.ClassDef, found: Declarations) -> Class:
    members = [member for member in node.body if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Class(
        name=node.name,
        module=found.module,
        node=node,
        bases=tuple(_base(base, found) for base in node.bases),
        keywords={
            keyword.arg: ast.unparse(keyword.value)
            if isinstance(keyword.value, ast.Constant)
            else found.resolve(keyword.value)
            for keyword in node.keywords
            if keyword.arg
        },
        methods={member.name: _function(member, found) for member in members},
        attributes=frozenset(_assigned(node.body)),
        decorators=tuple(_decorator(decorator, found) for decorator in node.decorator_list),
    )


def _base(expression: ast.expr, found: Declarations) -> str:
    """A base class; one that a call makes is known by the function called, with parentheses after it."""
    if isinstance(expression, ast.Call):
        return f"{found.resolve(expression.func)}()"
    return found.resolve(expression)


def _assigned(body: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
