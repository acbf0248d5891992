"""Which repositories a unit of work holds: what it is annotated with, and what its constructor keeps."""

from __future__ import annotations

import ast
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.architecture.classes.structure import Structure
    from dovetail.starting.construction import Construction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """What is known of the repositories that a unit may hold.

    Attributes:
        adapters: by the dotted name of an adapter's class, what is known of it.
        ports: the dotted names of their ports.
    """

    adapters: Mapping[str, T]
    ports: Collection[str]


def repositories_of(
    unit: Class, port: Class, made: Construction, known: Known[T], structure: Structure
) -> dict[str, T] | None:
    """The attributes in which a unit keeps repositories that it is given, each with what is known of it.

    Returns:
        None where nothing tells; nothing where its annotations do, which a suite reads by itself.
    """
    given = {
        each.name: known.adapters[each.cls.dotted]
        for each in made.arguments
        if each.cls and each.cls.dotted in known.adapters
    }
    found = {attribute: given[name] for attribute, name in _kept(unit, structure) if name in given}
    if found or any(
        _is_annotated(cls, known.ports, structure) for one in (port, unit) for cls in structure.lineage(one)
    ):
        return found
    return None


def _is_annotated(cls: Class, ports: Container[str], structure: Structure) -> bool:
    """Whether an attribute or a property of a class is annotated with a port."""
    declared = structure.declarations(cls.module)
    own = [each.annotation for each in cls.statements if isinstance(each, ast.AnnAssign)]
    returned = [method.node.returns for method in cls.methods.values() if method.node.returns is not None]
    parts = [part for each in (*own, *returned) for part in (declared.parts(each) if declared else ())]
    return declared is not None and any(structure.follow(declared.resolve(part)) in ports for part in parts)


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
