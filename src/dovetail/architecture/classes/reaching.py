"""Which of several bindings of a name reach the place where it stands, as far as the order of statements tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dovetail.architecture.classes.scopes import own_nodes

if TYPE_CHECKING:
    from dovetail.architecture.classes.bindings import Binding

_Place = tuple[int, int]
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Loop = ast.For | ast.AsyncFor | ast.While
# To look through more would take long, and nobody writes so many.
_MOST = 20
_FIELDS = ("body", "orelse", "finalbody")


def reaching(found: list[Binding], name: str, scope: ast.AST, place: _Place | None) -> list[Binding]:
    """The bindings of a name in a function or module that its value at a place may come from.

    Args:
        found: all of them.
        name: the name.
        scope: the function, class or module in which they stand.
        place: where the name is used; None for what other modules see, when all has run.
    """
    statements = getattr(scope, "body", [])
    if not 1 < len(found) <= _MOST or not isinstance(statements, list):
        return found
    around = [] if place is None else [*_around(statements, place)]
    if any(isinstance(statement, _Function | ast.ClassDef) for statement in around) or _is_put_off(around, place):
        place = None  # it may run later, when all of these have run
    start = _replaced_at(statements, name, place)
    if start is None or (place is None and _may_run_before(scope, start)):
        return found
    repeats = any(isinstance(statement, _Loop) for statement in around)
    end = None if place is None or repeats else _end(around[-1])
    is_parameter = isinstance(scope, _Function) and name in {node.arg for node in _parameters(scope.args)}
    return [
        bound
        for index, bound in enumerate(found)
        if ((at := _at(bound)) is None and not (is_parameter and index == 0))  # no more than an annotation
        or (at is not None and at >= start and (end is None or at <= end))
    ]  # fmt: skip


def _is_put_off(around: list[ast.stmt], place: _Place | None) -> bool:
    """Whether a place stands in a lambda."""
    if place is None or not around:
        return False
    return any(isinstance(node, ast.Lambda) and _start(node) <= place <= _end(node) for node in ast.walk(around[-1]))


def _at(bound: Binding) -> _Place | None:
    """Where the value of a binding stands; None where it has none."""
    value: ast.AST | None = bound.value
    while value is not None and not hasattr(value, "lineno"):
        value = getattr(value, "value", None)  # one that was made up, for a part of what is written
    return None if value is None else _start(value)


def _replaced_at(statements: list[ast.stmt], name: str, place: _Place | None) -> _Place | None:
    """Where the last value stands that the name is sure to have been given: in this block, or in one further in."""
    last: _Place | None = None
    for statement in statements:
        if place is not None and _end(statement) >= place:
            block = _block_at(statement, place)
            entered = _given(statement, name, within=True) if block else None
            return (_replaced_at(block, name, place) if block else None) or entered or last
        last = _given(statement, name) or last
    return last


def _given(statement: ast.stmt, name: str, *, within: bool = False) -> _Place | None:
    """Where the value stands that a statement gives to a name in any case: `name += ...` adds to what it was."""
    pairs: list[tuple[ast.expr | None, ast.expr | None]] = []
    if isinstance(statement, ast.Assign):
        pairs = [(target, statement.value) for target in statement.targets]
    elif isinstance(statement, ast.AnnAssign):
        pairs = [(statement.target, statement.value)]
    elif isinstance(statement, ast.With | ast.AsyncWith):
        pairs = [(item.optional_vars, item.context_expr) for item in statement.items]
    elif isinstance(statement, ast.For | ast.AsyncFor) and within:
        pairs = [(statement.target, statement.iter)]
    for target, value in pairs:
        flat = target.elts if isinstance(target, ast.Tuple) else [target]
        if value is not None and any(isinstance(each, ast.Name) and each.id == name for each in flat):
            return _start(value)
    return None


def _may_run_before(scope: ast.AST, end: _Place) -> bool:
    """Whether something is called there that may use what is replaced at a place further down."""
    calls = (node for node in own_nodes(scope) if isinstance(node, ast.Call))
    return any(_start(call) < end for call in calls)


def _around(statements: list[ast.stmt], place: _Place) -> Iterator[ast.stmt]:
    """The statements around a place, outermost first."""
    for statement in statements:
        if _start(statement) <= place <= _end(statement):
            yield statement
            yield from _around(_block_at(statement, place), place)


def _block_at(statement: ast.stmt, place: _Place) -> list[ast.stmt]:
    """The block of a compound statement in which a place lies; none for what stands in its head."""
    blocks = [block for field in _FIELDS if (block := getattr(statement, field, None))]
    blocks += [part.body for field in ("handlers", "cases") for part in getattr(statement, field, ())]
    return max((block for block in blocks if _start(block[0]) <= place), key=lambda block: _start(block[0]), default=[])


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    gathering = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *gathering]


def _start(node: ast.AST) -> _Place:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> _Place:
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0
