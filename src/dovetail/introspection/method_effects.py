"""What one method does to the object that it is called on, read from its source."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass, field
from typing import Any

from dovetail.introspection.source import function_of

_EDITS = frozenset(
    {"append", "extend", "insert", "remove", "pop", "clear", "add", "discard", "update", "setdefault", "sort"}
    | {"reverse", "popitem", "popleft", "appendleft", "extendleft", "rotate", "subtract", "difference_update"}
    | {"intersection_update", "symmetric_difference_update"}
)
_COPYING = frozenset({"replace", "evolve", "model_copy", "_replace"})
_BUILDING = frozenset({"list", "dict", "set", "tuple", "sorted", "frozenset", "deque", "Counter", "defaultdict"})
_GIVING_NEW = frozenset({"copy", "split", "keys", "items", "values", "strip", "join", "format", "encode", "decode"})


@dataclass
class MethodEffects:
    """What a method does.

    Attributes:
        writes: the fields that it assigns, or edits what they hold.
        inner: whether it changes something that it took out of the object, such as a child.
        calls: the methods of the same object that it calls.
        renewed: those of `writes` that differ in a copy that it makes of the object.
        renews_unknown: whether that copy differs in fields that cannot be told.
        unknown: whether it writes fields that cannot be told.
    """

    writes: set[str] = field(default_factory=set)
    inner: bool = False
    calls: set[str] = field(default_factory=set)
    renewed: set[str] = field(default_factory=set)
    renews_unknown: bool = False
    unknown: bool = False

    def add(self, other: MethodEffects) -> None:
        self.writes |= other.writes
        self.inner |= other.inner
        self.calls |= other.calls
        self.renewed |= other.renewed
        self.renews_unknown |= other.renews_unknown
        self.unknown |= other.unknown


@functools.cache
def effects_of(
    function: Any, cls: Any, taken: tuple[str, ...] = (), edits: frozenset[str] = frozenset()
) -> MethodEffects | None:
    """What a method does; None where there is no source.

    Args:
        function: the method.
        cls: the class whose method it is.
        taken: the fields that its constructor takes, in their order.
        edits: the names of the methods by which the parts of such objects change themselves.
    """
    definition = function_of(function)
    return None if definition is None else _Reader(cls, definition, taken, edits).effects


class _Reader(ast.NodeVisitor):
    def __init__(
        self,
        cls: Any,
        definition: ast.FunctionDef | ast.AsyncFunctionDef,
        fields: tuple[str, ...],
        edits: frozenset[str],
    ) -> None:
        taken = [one.arg for one in (*definition.args.posonlyargs, *definition.args.args, *definition.args.kwonlyargs)]
        self._cls, self._fields = cls, fields
        self._self = taken[0] if taken else ""
        self._taken = set(taken[1:])
        self._edits = edits | _EDITS
        self._new: set[str] = set()  # locals that the method made itself: to change them changes no state
        self.effects = MethodEffects()
        for statement in definition.body:
            self.visit(statement)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assigned(target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._assigned(node.target, None)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assigned(node.target, node.value)
        self.generic_visit(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._assigned(target, None)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        if isinstance(called, ast.Attribute):
            self._method_called(called, node)
        elif isinstance(called, ast.Name) and called.id in ("setattr", "delattr"):
            self._set_by_name(node)
        if self._is_copy(node):
            self._renewed(node)
        self.generic_visit(node)

    def _assigned(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self._assigned(element, None)
        elif isinstance(target, ast.Attribute | ast.Subscript):
            self._changed(target if isinstance(target, ast.Attribute) else target.value)
        elif isinstance(target, ast.Name) and value is not None and self._makes_new(value):
            self._new.add(target.id)

    def _method_called(self, called: ast.Attribute, node: ast.Call) -> None:
        own = self._is_self(called.value) or ast.unparse(called.value).startswith("super(")
        if called.attr == "__setattr__":
            self._set_by_name(node)
        elif own:
            self.effects.calls.add(called.attr)
        elif called.attr in self._edits and not (isinstance(called.value, ast.Name) and called.value.id in self._taken):
            self._changed(called.value)

    def _changed(self, what: ast.expr) -> None:
        """Note that a field is written, or something in it, or something that was taken out of the object before."""
        path: list[str] = []
        while isinstance(what, ast.Attribute | ast.Subscript | ast.Call):
            if isinstance(what, ast.Attribute):
                path.append(what.attr)
            what = what.func if isinstance(what, ast.Call) else what.value
        if self._is_self(what):
            if path:
                self.effects.unknown |= path[-1] == "__dict__"
                self.effects.writes.add(path[-1])
        elif isinstance(what, ast.Name) and what.id not in self._new:
            self.effects.inner = True

    def _set_by_name(self, node: ast.Call) -> None:
        texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts:
            self.effects.writes.add(texts[0])
        else:
            self.effects.unknown = True

    def _is_self(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._self

    def _makes_new(self, value: ast.expr) -> bool:
        if isinstance(value, ast.Call):
            name = ast.unparse(value.func).rpartition(".")[2]
            return name in _BUILDING or name in _GIVING_NEW or name[:1].isupper()
        return not isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.Await)

    def _is_copy(self, node: ast.Call) -> bool:
        text = ast.unparse(node.func)
        if text in (f"type({self._self})", f"{self._self}.__class__"):
            return True
        last = text.rpartition(".")[2]
        if last in _COPYING:
            return text.startswith(f"{self._self}.") or any(self._is_self(argument) for argument in node.args)
        return last in {base.__name__ for base in self._cls.__mro__[:-1]}

    def _renewed(self, node: ast.Call) -> None:
        """Note the fields in which a copy differs from the object."""
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if "update" in given and isinstance(given["update"], ast.Dict):
            updates = given.pop("update")
            assert isinstance(updates, ast.Dict)
            given |= {_text(key): one for key, one in zip(updates.keys, updates.values, strict=True)}
        by_position = [one for one in node.args if not self._is_self(one)]
        given |= dict(zip(self._fields, by_position, strict=False))
        for name, value in given.items():
            if name is None:
                self.effects.renews_unknown = self.effects.unknown = True
            elif ast.unparse(value) not in (f"{self._self}.{name}", f"{self._self}._{name}"):
                self.effects.renewed.add(name)
                self.effects.writes.add(name)


def _text(key: ast.expr | None) -> str | None:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
