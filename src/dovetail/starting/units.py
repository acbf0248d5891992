"""Which repositories a unit of work holds, read from where its constructor keeps what it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.architecture.classes.structure import Structure
    from dovetail.starting.construction import Construction

T = TypeVar("T")


def repositories_of(unit: Class, made: Construction, known: Mapping[str, T], structure: Structure) -> dict[str, T]:
    """The attributes in which a unit keeps repositories, each with what is known of it.

    Args:
        unit: the class of the unit.
        made: how it is made.
        known: what is known of each repository's class, by its dotted name.
        structure: the classes of the repository.
    """
    given = {each.name: known[each.cls.dotted] for each in made.arguments if each.cls and each.cls.dotted in known}
    return {attribute: given[name] for attribute, name in _kept(unit, structure) if name in given}


def _kept(unit: Class, structure: Structure) -> Iterator[tuple[str, str]]:
    """Each attribute that the constructor sets to one of its parameters, with that parameter."""
    body = structure.body(unit.module)
    classes = (each for each in ast.walk(body.tree) if isinstance(each, ast.ClassDef)) if body else ()
    for cls in classes:
        for method in cls.body if cls.name == unit.name else ():
            if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                yield from (kept for node in method.body for kept in _set_by(node))


def _set_by(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Name):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((each.attr, node.value.id) for each in targets if isinstance(each, ast.Attribute))
