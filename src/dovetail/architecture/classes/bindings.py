"""What the names of a module are bound to, wherever in it that is said."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dovetail.architecture.classes.syntax import KINDS


class Binding(NamedTuple):
    """One place where a name, or an attribute, gets a meaning.

    Attributes:
        name: the variable, the parameter or the attribute.
        value: what it is given, where that is written.
        annotation: what it is annotated as.
        drawn: whether it is one of the values in `value`, as in a loop.
        added: whether `value` is put behind what it was, as by `+=`.
        place: which part of such a value it is, where a loop takes them apart.
    """

    name: str
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    drawn: bool = False
    added: bool = False
    place: int | None = None


CUTS = frozenset({"split", "rsplit", "partition", "rpartition"})
"""The methods that cut a text into parts."""
# The nodes that bind something: most others are passed over by asking for their type alone.
_BINDING = frozenset({
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.withitem, ast.For, ast.AsyncFor, ast.comprehension,
    ast.arguments, ast.Match, *(kind for kind in KINDS if kind.__name__ == "TypeAlias"),
})  # fmt: skip


def bindings(nodes: Iterable[ast.AST]) -> list[Binding]:
    """Every binding in some syntax: assignments, annotations, parameters and their defaults, `with` and loops."""
    return [found for node in nodes if type(node) in _BINDING for found in _bindings_of(node)]


def _bindings_of(node: ast.AST) -> Iterator[Binding]:
    if isinstance(node, ast.Assign):
        yield from (found for target in node.targets for found in _assigned(target, node.value))
    elif isinstance(node, ast.AnnAssign):
        yield from (Binding(name, node.value, node.annotation) for name in names_in(node.target))
    elif isinstance(node, ast.AugAssign):
        yield from (Binding(name, node.value, added=True) for name in names_in(node.target))
    elif isinstance(node, ast.NamedExpr):
        yield Binding(node.target.id, node.value)
    elif isinstance(node, ast.withitem) and node.optional_vars:
        yield from _assigned(node.optional_vars, node.context_expr)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield from _drawn(node)
    elif isinstance(node, ast.arguments):
        yield from _parameters(node)
    elif isinstance(node, ast.Match):
        yield from (found for case in node.cases for found in _matched(case.pattern, node.subject))
    elif type(node).__name__ == "TypeAlias":
        yield from _alias(node)


def _alias(node: ast.AST) -> Iterator[Binding]:
    """`type Orders = list[Order]`, from Python 3.12 on."""
    target, *_, value = (inner for inner in ast.iter_child_nodes(node) if isinstance(inner, ast.expr))
    yield from (Binding(name, value) for name in names_in(target))


def _drawn(loop: ast.For | ast.AsyncFor | ast.comprehension) -> Iterator[Binding]:
    if isinstance(loop.target, ast.Tuple | ast.List):
        for place, part in enumerate(loop.target.elts):
            yield from (Binding(name, loop.iter, drawn=True, place=place) for name in names_in(part))
    else:
        yield from (Binding(name, loop.iter, drawn=True) for name in names_in(loop.target))


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[Binding]:
    """`a, b = x, y` binds each to its own."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for inner, given in zip(target.elts, value.elts, strict=True):
            yield from _assigned(inner, given)
    elif isinstance(target, ast.Tuple) and _is_taken_apart(value):
        for index, inner in enumerate(target.elts):
            yield from _assigned(inner, ast.Subscript(value, ast.Constant(index), ast.Load()))
    else:
        drawn = isinstance(target, ast.Tuple | ast.List)
        yield from (Binding(name, value, drawn=drawn) for name in names_in(target))


def _is_taken_apart(value: ast.expr) -> bool:
    """Whether it is known what each part of a value is: `home, _, name = path.partition(":")`, `a, b = TABLE[key]`."""
    if isinstance(value, ast.Name | ast.Attribute | ast.Subscript):
        return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in {*CUTS, "get"}


def _parameters(arguments: ast.arguments) -> Iterator[Binding]:
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [*[None] * (len(positional) - len(arguments.defaults)), *arguments.defaults]
    for parameter, default in zip(
        [*positional, *arguments.kwonlyargs], [*defaults, *arguments.kw_defaults], strict=True
    ):
        yield Binding(parameter.arg, default, parameter.annotation)
    for gathering, kind in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
        if gathering:
            yield Binding(gathering.arg, None, _holding(kind, gathering.annotation))


def _holding(kind: str, annotation: ast.expr | None) -> ast.expr | None:
    """`*paths: Path` is a tuple of them, and `**paths: Path` a dictionary."""
    return ast.Subscript(ast.Name(kind, ast.Load()), annotation, ast.Load()) if annotation else None


def _matched(pattern: ast.pattern, subject: ast.expr | None) -> Iterator[Binding]:
    """What a `case` captures: the subject as a whole, what is said to be of a class, or some part of it."""
    if isinstance(pattern, ast.MatchAs) and pattern.name:
        cls = pattern.pattern.cls if isinstance(pattern.pattern, ast.MatchClass) else None
        yield Binding(pattern.name, None if cls else subject, cls)
    elif isinstance(pattern, ast.MatchStar) and pattern.name:
        yield Binding(pattern.name)
    elif isinstance(pattern, ast.MatchMapping) and pattern.rest:
        yield Binding(pattern.rest)
    whole = isinstance(pattern, ast.MatchAs | ast.MatchOr)
    for inner in ast.iter_child_nodes(pattern):
        if isinstance(inner, ast.pattern):
            yield from _matched(inner, subject if whole else None)


def names_in(target: ast.expr) -> list[str]:
    """The names that are assigned to: those of variables and of attributes."""
    if isinstance(target, ast.Tuple | ast.List):
        return [name for inner in target.elts for name in names_in(inner)]
    if isinstance(target, ast.Starred):
        return names_in(target.value)
    if isinstance(target, ast.Attribute):
        return [target.attr]
    return [target.id] if isinstance(target, ast.Name) else []


def handed_on(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """What is kept to be called later, or derived from: defaults, what a table or a class holds, and base classes."""
    for node in nodes:
        if isinstance(node, ast.arguments):
            yield from (default for default in (*node.defaults, *node.kw_defaults) if default)
        elif isinstance(node, ast.Dict):
            yield from node.values
        elif isinstance(node, ast.ClassDef):
            assigned = (each.value for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign))
            yield from (*node.bases, *(value for value in assigned if value))
