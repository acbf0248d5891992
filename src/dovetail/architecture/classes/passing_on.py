"""The functions and classes that give what they are told to a loader: which of their arguments that is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dovetail.architecture.classes.parameters import kept_behind, kept_on_self, parameter_behind
from dovetail.architecture.classes.syntax import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.classes.bodies import Body

# Which argument of a function is a module's name: its place, none where it is given by name alone; and its parameter.
Place = tuple[int | None, str]
# In place of the parameter, where it gathers all arguments from that place on.
ALL = "*"
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def named_functions(body: Body, lines: set[int]) -> Iterator[tuple[str, _Function]]:
    """The functions in the statements on some lines, with their names; of methods with their class before it."""
    around = (each for each in body.tree.body if not lines.isdisjoint(range(each.lineno, (each.end_lineno or 0) + 1)))
    waiting: list[tuple[ast.AST, str]] = [(statement, "") for statement in around]
    for node, owner in waiting:
        inside = f"{node.name}." if isinstance(node, ast.ClassDef) else owner
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = ""
            if not node.name.startswith("__"):
                yield owner + node.name, node
            elif owner and node.name == "__init__":
                yield owner[:-1], node
        waiting += [(child, inside) for child in children(node) if not isinstance(child, ast.expr)]
    for bound in body.bindings:
        if isinstance(bound.value, ast.Lambda):
            yield bound.name, bound.value


def passed_on(function: _Function, loading: list[tuple[ast.Call, Place]]) -> Place | None:
    """The parameter that a function gives to a loader, as it is or cut: its place, and its name."""
    positional = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    by_name = {parameter.arg for parameter in function.args.kwonlyargs}
    gathered = [function.args.vararg.arg] if function.args.vararg else []
    bound = 1 if positional[:1] in (["self"], ["cls"]) else 0
    for given in _given_in(function, loading):
        named = parameter_behind(given, function, (*positional, *by_name, *gathered))
        if named in by_name:
            return None, named
        if named in gathered:
            return len(positional) - bound, ALL
        if named:
            return positional.index(named) - bound, named
    return None


def _given_in(part: _Function | ast.ClassDef, loading: list[tuple[ast.Call, Place]]) -> Iterator[ast.expr]:
    """What is given to a loader in a function or a class."""
    for call, (index, parameter) in loading:
        if part.lineno <= call.lineno <= (part.end_lineno or 0):
            yield from call.args[index : index + 1] if index is not None else ()
            yield from (keyword.value for keyword in call.keywords if keyword.arg == parameter)


def kept_of(cls: ast.ClassDef, loading: list[tuple[ast.Call, Place]]) -> list[str]:
    """The attributes of `self` that a class gives to a loader."""
    return [attribute for given in _given_in(cls, loading) if (attribute := kept_behind(given, cls))]


def place_of(cls: ast.ClassDef, attribute: str) -> Place | None:
    """Which argument of a class's call an attribute is made of: what `__init__` keeps, or the field of a dataclass."""
    for made in (each for each in cls.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"):
        parameters = [parameter.arg for parameter in (*made.args.posonlyargs, *made.args.args)][1:]
        keeping = (node for node in ast.walk(made) if isinstance(node, ast.Assign))
        kept = [node.value for node in keeping if attribute in map(kept_on_self, node.targets)]
        given = {value.id for value in kept if isinstance(value, ast.Name)}
        return next(((place, name) for place, name in enumerate(parameters) if name in given), None)
    fields = [
        each.target.id for each in cls.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    return (fields.index(attribute), attribute) if attribute in fields else None
