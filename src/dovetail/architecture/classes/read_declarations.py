"""Reading what a module declares, from its syntax."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dovetail.architecture.classes.declarations import Class, Declarations, Function
from dovetail.architecture.classes.scopes import own_nodes
from dovetail.architecture.classes.syntax import KINDS, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# A tuple, for it is asked about every statement: a union takes longer.
_Functions = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORTS = frozenset({ast.Import, ast.ImportFrom})
_YIELDS = frozenset({ast.Yield, ast.YieldFrom})
# The fields of each kind of statement that hold others: of most kinds none.
_BLOCKS = {
    kind: tuple(block for block in ("body", "handlers", "orelse", "finalbody", "cases") if block in kind._fields)
    for kind in KINDS
}
_INDENTED_CLASS = re.compile(rb"\n[ \t]+class[ \t]")


def read_declarations(module: str, path: Path, text: bytes, tree: ast.Module) -> Declarations:
    """Read a module's text, which was parsed into a tree. Nothing of what is declared holds the tree as a whole."""
    nodes = list(top_level(tree.body))
    found = _named(Declarations(module, path, yields=b"yield" in text), nodes)
    everything = walk(tree) if _INDENTED_CLASS.search(text) else []
    found.functions = {node.name: _function(node, found) for node in nodes if isinstance(node, _Functions)}
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            found.classes[node.name] = _class(node, found)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            _assign(node, found)
    found.nested.extend(_nested(everything, nodes, found))
    return found


def read_names(module: str, path: Path, tree: ast.Module) -> Declarations:
    """What the names at the top of a module stand for: its classes and functions are there, with nothing in them."""
    nodes = list(top_level(tree.body))
    found = _named(Declarations(module, path), nodes)
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            _assign(node, found)
    return found


def _named(found: Declarations, nodes: list[ast.stmt]) -> Declarations:
    """Give what is declared its names first, for a base may be a class further up in this module."""
    for node in nodes:
        # Of two imports under one name the second stands in for the first, where that one is missing.
        found.names.update({name: meaning for name, meaning in aliases(node, found).items() if name not in found.names})
        found.stars.extend(_star(node, found))
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            found.classes[node.name] = Class(node.name, found.module, node.lineno, (), (), {}, {}, frozenset(), ())
        elif isinstance(node, _Functions):
            found.functions[node.name] = Function(node.name, node, (), empty=False)
    return found


def _assign(node: ast.Assign | ast.AnnAssign, found: Declarations) -> None:
    meanings = _assignment(node, found)
    found.names.update({name: meaning for name, meaning in meanings.items() if name not in found.names})


def top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body and those in its blocks, functions and classes apart."""
    for statement in body:
        yield statement
        if not isinstance(statement, (*_Functions, ast.ClassDef)):
            yield from top_level(_inside(statement))


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    for block in _BLOCKS[type(statement)]:
        for part in getattr(statement, block):
            yield from (part,) if isinstance(part, ast.stmt) else part.body


def _nested(everything: list[ast.AST], nodes: list[ast.stmt], found: Declarations) -> Iterator[Class]:
    """The classes in functions and in other classes; a base of theirs may be imported there."""
    top = {id(node) for node in nodes}
    importing = (node for node in everything if type(node) in _IMPORTS)
    imported = {name: meaning for node in importing for name, meaning in aliases(node, found).items()}
    within = replace(found, names={**imported, **found.names})
    yield from (_class(node, within) for node in everything if type(node) is ast.ClassDef and id(node) not in top)


def aliases(statement: ast.AST, found: Declarations) -> dict[str, str]:
    """The names that an import gives to what it imports."""
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


def _assignment(statement: ast.Assign | ast.AnnAssign, found: Declarations) -> dict[str, str]:
    """`Base = declarative_base()` and `Orders = Repository[Order]`: names that stand for something else."""
    meaning = _base(statement.value, found)
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = (target.id for target in targets if isinstance(target, ast.Name))
    return {name: meaning for name in names if meaning not in ("?", "?()", name)}


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, found: Declarations, *, in_class: bool = False) -> Function:
    header = type(node)(**{**vars(node), "body": []})
    decorators = tuple(_decorator(decorator, found) for decorator in node.decorator_list)
    empty = all(map(_does_nothing, node.body))
    refuses = empty and any(isinstance(statement, ast.Raise) for statement in node.body)
    generates = found.yields and any(type(inner) in _YIELDS for inner in own_nodes(node))
    return Function(node.name, header, decorators, empty, in_class, refuses, generates)


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        return statement.exc is not None and "NotImplementedError" in ast.unparse(statement.exc)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _decorator(expression: ast.expr, found: Declarations) -> str:
    return found.resolve(expression.func if isinstance(expression, ast.Call) else expression)


def _class(node: ast.ClassDef, found: Declarations) -> Class:
    statements = list(top_level(node.body))
    members = [member for member in statements if isinstance(member, _Functions)]
    attributes = frozenset((*_assigned(statements), *_assigned_on_self(members)))
    return Class(
        name=node.name,
        module=found.module,
        line=node.lineno,
        statements=tuple(member for member in node.body if not isinstance(member, _Functions)),
        bases=tuple(_base(base, found) for base in node.bases),
        keywords={
            keyword.arg: ast.unparse(keyword.value)
            if isinstance(keyword.value, ast.Constant)
            else found.resolve(keyword.value)
            for keyword in node.keywords
            if keyword.arg
        },
        methods=_methods(statements, members, found),
        attributes=attributes,
        decorators=tuple(_decorator(decorator, found) for decorator in node.decorator_list),
    )


def _methods(
    statements: list[ast.stmt], members: list[ast.FunctionDef | ast.AsyncFunctionDef], found: Declarations
) -> dict[str, Function]:
    """The functions in the body of a class, and what it gives to a name as one: `feed = lambda self: ...`."""
    methods = {member.name: _function(member, found, in_class=True) for member in members}
    for statement in statements:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda | ast.Name):
            given = _given(statement.value, methods, found)
            targets = [target.id for target in statement.targets if isinstance(target, ast.Name)] if given else ()
            methods.update((name, replace(given, name=name, in_class=True)) for name in targets if given)
    return methods


def _given(value: ast.Lambda | ast.Name, methods: dict[str, Function], found: Declarations) -> Function | None:
    """The function that a value is; one that does not begin with `self` is for other uses than a method's."""
    if isinstance(value, ast.Name):
        function = methods.get(value.id) or found.functions.get(value.id)
    else:
        header = ast.FunctionDef("", value.args, [], [], lineno=value.lineno, col_offset=value.col_offset)
        function = Function("", header, (), empty=False)
    first = [*function.node.args.posonlyargs, *function.node.args.args][:1] if function else []
    return function if first and first[0].arg == "self" else None


def _base(expression: ast.expr | None, found: Declarations) -> str:
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


def _assigned_on_self(methods: Iterable[ast.stmt]) -> Iterator[str]:
    for target in (target for method in methods for target in _targets(method)):
        for node in walk(target):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
                yield node.attr


def _targets(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement and those in it assign to."""
    waiting = [statement]
    for inner in waiting:
        waiting += _inside(inner)
        if isinstance(inner, ast.Assign):
            yield from inner.targets
        elif isinstance(inner, (ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor)):
            yield inner.target
        elif isinstance(inner, (ast.With, ast.AsyncWith)):
            yield from (item.optional_vars for item in inner.items if item.optional_vars)
