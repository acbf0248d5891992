"""The mappers of a repository: classes that turn the domain's objects into persistence models, and back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Function
    from dovetail.architecture.model import Architecture


@dataclass(frozen=True)
class FoundMapper:
    """A mapper.

    Attributes:
        cls: its class; the model itself, where that converts itself.
        domain: the class of the domain's objects.
        model: the persistence model.
        why: the two methods that tell it.
    """

    cls: Class
    domain: Class
    model: Class
    why: str


def find_mappers(architecture: Architecture) -> tuple[FoundMapper, ...]:
    """The mappers, by the annotations of their methods: from a model to something that is none, and the other way."""
    reader = _Reader(architecture)
    structure = architecture.hexagon.structure
    found: dict[str, FoundMapper] = {}
    for module in sorted(structure.modules) if architecture.models else ():
        for cls in structure.classes(module):
            if not architecture.hexagon.is_interface(cls):
                found.update((mapper.cls.dotted, mapper) for mapper in reader.mapper(cls))
    return tuple(found[name] for name in sorted(found))


class _Reader:
    def __init__(self, architecture: Architecture) -> None:
        self._structure = architecture.hexagon.structure
        self._models = {cls.dotted: cls for cls in architecture.models}

    def mapper(self, cls: Class) -> Iterator[FoundMapper]:
        """The mapper that a class is, if it is one: at most one."""
        ways = [(name, *ends) for name, method in self._methods(cls) for ends in self._ends(cls, method)]
        for there, source, target in ways:
            for back, other_source, other_target in ways:
                to_model = target in self._models and source not in self._models
                if to_model and (other_source, other_target) == (target, source):
                    domain = self._structure.find(source)
                    if domain is not None:
                        yield FoundMapper(cls, domain, self._models[target], f"{there} and {back}")
                        return

    def _methods(self, cls: Class) -> Iterator[tuple[str, Function]]:
        """What may be called; a repository's own private helpers are no mapper."""
        yield from cls.public_methods.items()

    def _ends(self, cls: Class, method: Function) -> Iterator[tuple[str, str]]:
        """From which class a method leads to which: its one parameter, or a model itself, and what it returns."""
        arguments = [each for each in (*method.node.args.posonlyargs, *method.node.args.args) if each.arg]
        arguments = arguments[1:] if method.bound else arguments
        target = self._class(cls, method.node.returns)
        if target is None:
            return
        if len(arguments) == 1 and (source := self._class(cls, arguments[0].annotation)) is not None:
            yield source, target
        elif not arguments and cls.dotted in self._models and "classmethod" not in method.decorators:
            yield cls.dotted, target

    def _class(self, cls: Class, annotation: ast.expr | None) -> str | None:
        """The one class of the repository's own that an annotation is; none for a union, a list or a builtin."""
        declared = self._structure.declarations(cls.module)
        if annotation is None or declared is None:
            return None
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            parts = declared.parts(annotation)
            if len(parts) != 1 or ast.unparse(parts[0]) != annotation.value:
                return None
            annotation = parts[0]
        if not isinstance(annotation, ast.Name | ast.Attribute):
            return None
        if isinstance(annotation, ast.Name) and annotation.id == "Self":
            return cls.dotted
        dotted = self._structure.follow(declared.resolve(annotation))
        return dotted if self._structure.find(dotted) is not None else None
