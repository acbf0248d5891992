"""Which bindings of a name count where it stands: of two functions with a variable of one name, each has its own."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bindings import Binding, bindings
from dovetail.architecture.classes.scopes import own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

_Place = tuple[int, int]
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Visible:
    """The bindings of one module by the functions and classes that they stand in."""

    def __init__(self, tree: ast.Module, nodes: list[ast.AST]) -> None:
        self._tree, self._nodes = tree, nodes

    def of(self, name: ast.Name) -> list[Binding]:
        """The bindings that a name may have its value from: those of the nearest function around it that has some."""
        if not hasattr(name, "lineno"):  # one that was made up, for what another module has
            return self._module.get(name.id, [])
        found = (bound[name.id] for bound in self._around((name.lineno, name.col_offset)) if name.id in bound)
        return next(found, self._module.get(name.id, []))

    def _around(self, place: _Place) -> Iterator[dict[str, list[Binding]]]:
        """What is bound in the functions around a place, innermost first; in a class, only directly there."""
        inside = [scope for scope in self._scopes if _start(scope) <= place <= _end(scope)]
        for index, scope in enumerate(sorted(inside, key=_start, reverse=True)):
            if index == 0 or not isinstance(scope, ast.ClassDef):
                yield self._bound(scope)

    @cached_property
    def _scopes(self) -> list[_Function | ast.ClassDef]:
        return [node for node in self._nodes if isinstance(node, _Function | ast.ClassDef)]

    def _bound(self, scope: _Function | ast.ClassDef) -> dict[str, list[Binding]]:
        if scope not in self._known:
            arguments = [] if isinstance(scope, ast.ClassDef) else [scope.args]
            self._known[scope] = _by_name([*arguments, *own_nodes(scope)])
        return self._known[scope]

    @cached_property
    def _known(self) -> dict[ast.AST, dict[str, list[Binding]]]:
        return {}

    @cached_property
    def _module(self) -> dict[str, list[Binding]]:
        """What is bound at the top; else, as by `global`, wherever it is."""
        everywhere = _by_name(self._nodes)
        return {**everywhere, **_by_name([*own_nodes(self._tree)])}


def _by_name(nodes: list[ast.AST]) -> dict[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for bound in bindings(nodes):
        found.setdefault(bound.name, []).append(bound)
    return found


def _start(scope: _Function | ast.ClassDef) -> _Place:
    return scope.lineno, scope.col_offset


def _end(scope: _Function | ast.ClassDef) -> _Place:
    return scope.end_lineno or 0, scope.end_col_offset or 0
