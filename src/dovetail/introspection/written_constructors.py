"""Which attributes a hand-written constructor sets, and from which of its parameters."""

from __future__ import annotations

import ast
import dis
import inspect
from collections.abc import Iterator
from typing import Any

from dovetail.introspection.source import function_of

_COPIES = {"list", "tuple", "set", "frozenset", "dict", "str", "int", "sorted"}


def written_constructor(cls: Any) -> Any:
    """The constructor as the class wrote it: SQLAlchemy puts one of its own around that of a class that it maps."""
    return getattr(cls.__init__, "_sa_original_init", cls.__init__)


def kept_as(cls: Any) -> dict[str, str]:
    """Parameter to attribute, as the source of `__init__` says it: `self.reference = ref`, `self._lines = list(lines)`.

    Empty where there is no source, or where the class has no constructor of its own.
    """
    function = function_of(written_constructor(cls))
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return {}
    receiver = function.args.args[0].arg
    parameters = {each.arg for each in [*function.args.args[1:], *function.args.kwonlyargs]}
    return {
        source: attribute
        for attribute, source in reversed(list(_assignments(function, receiver)))
        if source in parameters
    }


def assigned_attributes(function: Any) -> set[str]:
    """The attributes that a function stores, in whatever object."""
    if not inspect.isfunction(function):
        return set()
    return {one.argval for one in dis.get_instructions(function) if one.opname == "STORE_ATTR"}


def declared_attributes(function: Any) -> dict[str, str]:
    """The attributes that a function gives its object by itself, each with what it says of its type.

    `self.lines: list[Line] = []` says it, and `self.lines = []` that it is a list. Empty where there is no source.
    """
    written = function_of(function)
    if not isinstance(written, ast.FunctionDef) or not written.args.args:
        return {}
    receiver = written.args.args[0].arg
    found: dict[str, str] = {}
    for each in ast.walk(written):
        match each:
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=holder), attr=name), annotation=said):
                text = said.value if isinstance(said, ast.Constant) else ast.unparse(said)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=holder), attr=name)], value=ast.List(elts=[])):
                text = "list[object]"
            case _:
                continue
        if holder == receiver and isinstance(text, str):
            found.setdefault(name, text)
    return found


def _assignments(function: ast.FunctionDef, receiver: str) -> Iterator[tuple[str, str]]:
    for each in ast.walk(function):
        targets = (
            each.targets if isinstance(each, ast.Assign) else [each.target] if isinstance(each, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == receiver:
                source = _source(each.value)  # type: ignore[attr-defined]  # both kinds of assignment have one
                if source is not None:
                    yield target.attr, source


def _source(value: ast.expr | None) -> str | None:
    """The name that a value is, or is a plain copy of."""
    match value:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Name(id=function), args=[ast.Name(id=name)]) if function in _COPIES:
            return name
        case ast.BoolOp(op=ast.Or(), values=[ast.Name(id=name), *_]):
            return name
        case ast.IfExp(body=body, orelse=orelse):
            return _source(body) or _source(orelse)
        case _:
            return None
