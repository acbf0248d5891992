"""What a framework is given to call, so that something is built: dependencies, providers, what runs at the start."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dovetail.architecture.classes.syntax import walk

if TYPE_CHECKING:
    from dovetail.architecture.classes.bodies import Body
    from dovetail.architecture.classes.structure import Structure

# What is called with the functions to call: classes and functions of frameworks, and methods of containers.
_MARKERS = frozenset({
    "Depends", "Security", "Provide", "Factory", "Singleton", "Resource", "Callable", "Inject", "Injected",
})  # fmt: skip
_METHODS = frozenset({
    "register", "bind", "provide", "add_singleton", "add_transient", "add_scoped", "register_factory", "override",
})  # fmt: skip
_KEYWORDS = frozenset({
    "lifespan", "on_startup", "on_app_init", "startup", "before_startup", "before_serving", "cleanup_ctx",
    "context_getter", "dependency", "factory", "provider", "to",
})  # fmt: skip


def given_to_frameworks(body: Body, structure: Structure) -> Iterator[ast.expr]:
    """What a framework is given to call in a module, functions by name or lambdas; of a list, each."""
    for function, call in body.calls():
        if _asks(function, call, structure):
            yield from call.args
        yield from _flat(item.value for item in call.keywords if item.arg in _KEYWORDS)
        if _method(call) in ("append", "add_event_handler") and _is_of_start(call):
            yield from call.args
    for node in body.nodes:
        # `app.dependency_overrides[orders] = ...`, and a container that is filled like a dictionary.
        if isinstance(node, ast.Assign):
            tables = [target.value for target in node.targets if isinstance(target, ast.Subscript)]
            overriding = any(isinstance(table, ast.Attribute) and table.attr.endswith("overrides") for table in tables)
            yield from (node.value,) if overriding or (tables and isinstance(node.value, ast.Lambda)) else ()


def _asks(function: str, call: ast.Call, structure: Structure) -> bool:
    """Whether a call asks for what it is given: a function that only bears such a name, and is the team's, does not."""
    name = function.rpartition(".")[2] if isinstance(call.func, ast.Name) or "." in function else _method(call)
    if name in _METHODS or not isinstance(call.func, ast.Name | ast.Attribute):
        return name in _METHODS
    home, _, defined = structure.follow(function).rpartition(".")
    if home not in structure.modules:
        return name in _MARKERS
    return structure.says(home, [marker.encode() for marker in _MARKERS]) and _hands_on(structure, home, defined)


def _hands_on(structure: Structure, home: str, name: str) -> bool:
    """Whether a function, or a class, of the team's own gives what it is given to a framework."""
    body = structure.body(home)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    own = [node for node in body.tree.body if isinstance(node, kinds) and node.name == name] if body else []
    parts = [part for node in own for part in walk(node) if body and isinstance(part, ast.Name | ast.Attribute)]
    meant = [structure.follow(body.resolve(part)) for part in parts] if body else []
    return any(
        dotted.rpartition(".")[2] in _MARKERS and dotted.rpartition(".")[0] not in structure.modules for dotted in meant
    )


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_of_start(call: ast.Call) -> bool:
    """`app.on_startup.append(f)` and `app.add_event_handler("startup", f)`."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    named = isinstance(owner, ast.Attribute) and owner.attr in _KEYWORDS
    return named or _method(call) == "add_event_handler"


def _flat(values: Iterable[ast.expr]) -> Iterator[ast.expr]:
    for value in values:
        yield from value.elts if isinstance(value, ast.List | ast.Tuple) else (value,)
