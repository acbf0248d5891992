"""Which bindings of a name count where it stands: those of the function around it, and not what was replaced before."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, cast, get_args

from dovetail.architecture.classes.bindings import Binding, bindings
from dovetail.architecture.classes.reaching import reaching
from dovetail.architecture.classes.scopes import own_nodes
from dovetail.architecture.classes.syntax import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_Place = tuple[int, int]
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
_Sharing = ast.Global | ast.Nonlocal
# To ask each node for its type takes a fifth of the time that it takes to ask whether it is one of some.
_SCOPES = frozenset(get_args(_Scope))
_SHARING = frozenset(get_args(_Sharing))


class Visible:
    """The bindings of one module by the functions and classes that they stand in.

    Attributes:
        asked: the names, and those of attributes, that were looked for in all of the module.
    """

    def __init__(self, tree: ast.Module, nodes: list[ast.AST]) -> None:
        self._tree, self._nodes = tree, nodes
        self.asked = set[str]()

    def of(self, name: ast.Name) -> list[Binding]:
        """The bindings that a name may have its value from: those of the nearest function around it that has some.

        What an assignment before it has replaced in any case is none of them.
        """
        if name not in self._reaching:
            scope, bound = self._nearest(name)
            place = (name.lineno, name.col_offset) if hasattr(name, "lineno") else None
            self._reaching[name] = reaching(bound, name.id, scope, place)
        return self._reaching[name]

    @cached_property
    def _reaching(self) -> dict[ast.Name, list[Binding]]:
        return {}

    def around(self, name: ast.Name) -> list[Binding]:
        """All bindings of a name in that function, replaced or not."""
        return self._nearest(name)[1]

    def _nearest(self, name: ast.Name) -> tuple[ast.AST, list[Binding]]:
        if hasattr(name, "lineno"):  # else it was made up, for what another module has
            for scope in self._around((name.lineno, name.col_offset)):
                bound = self._bound(scope)
                if name.id in bound:
                    return scope, bound[name.id]
        self.asked.add(name.id)
        return self._tree, self._module.get(name.id, [])

    def _around(self, place: _Place) -> Iterator[_Scope]:
        """The functions around a place, innermost first, and the class that it stands in directly."""
        inside = [scope for scope in self._scopes if _start(scope) <= place <= _end(scope)]
        for index, scope in enumerate(sorted(inside, key=_start, reverse=True)):
            if index == 0 or not isinstance(scope, ast.ClassDef):
                yield scope

    @cached_property
    def _scopes(self) -> list[_Scope]:
        return [cast("_Scope", node) for node in self._nodes if type(node) in _SCOPES]

    def _bound(self, scope: _Scope) -> dict[str, list[Binding]]:
        """What is bound in a function or a class: what it calls `global` or `nonlocal` is bound further out."""
        if scope not in self._known:
            own = [*own_nodes(scope)]
            found = _by_name(own)
            elsewhere = {name for node in own if isinstance(node, _Sharing) for name in node.names}
            shared = {name for node in self._sharing if isinstance(node, ast.Nonlocal) for name in node.names}
            if not shared.isdisjoint(found.keys() - elsewhere):
                everywhere = _by_name(walk(scope))
                found.update((name, everywhere[name]) for name in shared & found.keys())
            self._known[scope] = {name: bound for name, bound in found.items() if name not in elsewhere}
        return self._known[scope]

    @cached_property
    def _known(self) -> dict[ast.AST, dict[str, list[Binding]]]:
        return {}

    @cached_property
    def _sharing(self) -> list[_Sharing]:
        return [cast("_Sharing", node) for node in self._nodes if type(node) in _SHARING]

    @cached_property
    def _module(self) -> dict[str, list[Binding]]:
        """What is bound at the top; else, and with `global`, wherever it is."""
        everywhere = _by_name(self._nodes)
        shared = {name for node in self._sharing if isinstance(node, ast.Global) for name in node.names}
        own = _by_name([*own_nodes(self._tree)])
        return {**everywhere, **{name: bound for name, bound in own.items() if name not in shared}}


def _by_name(nodes: list[ast.AST]) -> dict[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for bound in bindings(nodes):
        found.setdefault(bound.name, []).append(bound)
    return found


def _start(scope: _Scope) -> _Place:
    return scope.lineno, scope.col_offset


def _end(scope: _Scope) -> _Place:
    return scope.end_lineno or 0, scope.end_col_offset or 0
