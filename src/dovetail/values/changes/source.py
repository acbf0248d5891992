"""What the methods of a class do to its state, read from their source."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from dovetail import hints

_EDITS = frozenset(
    "append extend insert remove pop clear add discard update setdefault sort reverse popitem popleft appendleft "
    "extendleft rotate difference_update intersection_update symmetric_difference_update subtract".split()
)
_COPIES = frozenset("replace copy deepcopy evolve model_copy _replace __class__ type".split())
_EVENTS = ("event", "pending", "recorded", "changes", "uncommitted")
_CREATORS = frozenset(
    "__init__ __new__ __post_init__ __attrs_post_init__ __attrs_init__ model_post_init __setstate__ __set_name__".split()
)
_MODULES_WITHOUT_DOMAIN = (
    "pydantic",
    "msgspec",
    "attr",
    "attrs",
    "typing",
    "abc",
    "builtins",
    "collections",
    "sqlalchemy",
)


@dataclass(frozen=True)
class Behaviour:
    """What a class does to its own state.

    Attributes:
        mutators: public methods that change it, in place or by giving a changed object.
        assigned: fields that some method, or a property's setter, writes.
        unknown: whether some method writes what cannot be told from the source.
    """

    mutators: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    unknown: bool = False


@dataclass
class _Deeds:
    """What one method does by itself."""

    writes: set[str] = field(default_factory=set)
    inner: bool = False  # changes something that it took out of the object, such as a child
    calls: set[str] = field(default_factory=set)
    renews: bool = False  # gives a changed copy
    unknown: bool = False


@functools.cache
def behaviour(cls: type) -> Behaviour:
    """Read the methods of a class and of its bases."""
    return _Reading(cls).behaviour()


class _Reading:
    def __init__(self, cls: type) -> None:
        self._cls = cls
        self._methods = _methods(cls)
        self._child_edits = _child_mutators(cls)
        self._deeds = {name: self._read(function) for name, function in self._methods.items()}

    def behaviour(self) -> Behaviour:
        public = [name for name in self._methods if not name.startswith("_") and name not in _setters(self._cls)]
        if self._methods and all(deeds is None for deeds in self._deeds.values()):
            return Behaviour(frozenset(public), frozenset(), unknown=True)
        mutators, assigned, unknown = set(), set(), False
        for name in public:
            deeds = self._whole(name, frozenset())
            lasting = {one for one in deeds.writes if not _is_event_list(one)}
            if lasting or deeds.inner or deeds.unknown or deeds.renews:
                mutators.add(name)
                assigned |= deeds.writes
                unknown |= deeds.unknown or (deeds.renews and not deeds.writes)
                assigned |= self._mutable_fields() if deeds.inner else set()
        for setter in _setters(self._cls):
            assigned |= {setter} | self._whole(setter, frozenset()).writes
        return Behaviour(frozenset(mutators), frozenset(assigned), unknown)

    def _whole(self, name: str, above: frozenset[str]) -> _Deeds:
        """What a method does, with the methods of the object that it calls."""
        deeds = self._deeds.get(name)
        if deeds is None:
            return _Deeds(unknown=True)
        whole = _Deeds(set(deeds.writes), deeds.inner, set(), deeds.renews, deeds.unknown)
        for call in deeds.calls & set(self._methods) - above - {name}:
            inner = self._whole(call, above | {name})
            whole.writes |= inner.writes
            whole.inner |= inner.inner
            whole.unknown |= inner.unknown
        return whole

    def _mutable_fields(self) -> set[str]:
        plain = (str, int, float, bool, bytes)
        return {name for name, hint in hints.resolve(self._cls).items() if hint not in plain} | {
            name for deeds in self._deeds.values() if deeds for name in deeds.writes
        }

    def _read(self, function: Any) -> _Deeds | None:
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError):
            return None
        definition = tree.body[0]
        if not isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        return _Visitor(self._cls, definition, self._child_edits).deeds


def _is_event_list(name: str) -> bool:
    return any(word in name.lower() for word in _EVENTS)


class _Visitor(ast.NodeVisitor):
    def __init__(self, cls: type, definition: ast.FunctionDef | ast.AsyncFunctionDef, edits: frozenset[str]) -> None:
        arguments = [*definition.args.posonlyargs, *definition.args.args]
        self._self = arguments[0].arg if arguments else ""
        self._names = {base.__name__ for base in cls.__mro__}
        self._edits = edits
        self._made: set[str] = set()  # locals that the method made itself: changing them changes no state
        self._definition = definition
        self.deeds = _Deeds()
        for statement in definition.body:
            self.visit(statement)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._target(target)
            if isinstance(target, ast.Name) and self._is_new(node.value):
                self._made.add(target.id)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._target(node.target)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._target(node.target)
        self.generic_visit(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._target(target)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Attribute):
            self._method_call(function, node)
        elif isinstance(function, ast.Name) and function.id == "setattr" and node.args:
            self._set_by_name(node.args)
        if self._copies(function, node):
            self.deeds.renews = True
            self.deeds.writes |= self._renewed(node)
        self.generic_visit(node)

    def _method_call(self, function: ast.Attribute, node: ast.Call) -> None:
        if function.attr == "__setattr__":
            self._set_by_name(node.args)
        elif self._is_self(function.value):
            self.deeds.calls.add(function.attr)
        elif function.attr in _EDITS or function.attr in self._edits:
            self._write(function.value)

    def _set_by_name(self, arguments: list[ast.expr]) -> None:
        constants = [one.value for one in arguments[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if constants:
            self.deeds.writes.add(constants[0])
        else:
            self.deeds.unknown = True

    def _target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self._target(element)
        elif isinstance(target, ast.Attribute | ast.Subscript):
            self._write(target if isinstance(target, ast.Attribute) else target.value, assigned=True)

    def _write(self, written: ast.expr, *, assigned: bool = False) -> None:
        """Note that what an expression names is changed: a field, something inside it, or something taken out of it."""
        path = []
        while isinstance(written, ast.Attribute | ast.Subscript | ast.Call):
            if isinstance(written, ast.Attribute):
                path.append(written.attr)
            written = written.func if isinstance(written, ast.Call) else written.value
        if self._is_self(written):
            if path:
                self.deeds.unknown |= path[-1] == "__dict__"
                self.deeds.writes.add(path[-1])
                self.deeds.inner |= len(path) > 1
        elif isinstance(written, ast.Name) and written.id not in self._made and (path or not assigned):
            self.deeds.inner |= bool(path) or not assigned

    def _is_self(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._self

    def _is_new(self, value: ast.expr) -> bool:
        literal = isinstance(
            value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp | ast.Tuple
        )
        made = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2][:1].isupper()
        builtin = isinstance(value, ast.Call) and ast.unparse(value.func) in ("list", "dict", "set", "tuple", "sorted")
        return literal or made or builtin

    def _copies(self, function: ast.expr, node: ast.Call) -> bool:
        text = ast.unparse(function)
        last = text.rpartition(".")[2]
        makes = last in self._names or text in (f"type({self._self})", f"{self._self}.__class__")
        copies = last in _COPIES and any(self._is_self(argument) for argument in node.args)
        own = last in ("model_copy", "_replace", "copy") and text.startswith(f"{self._self}.")
        return (makes or copies or own) and self._gives_own_class()

    def _gives_own_class(self) -> bool:
        answer = self._definition.returns
        text = ast.unparse(answer).strip("'\"") if answer is not None else ""
        named = any(
            part.strip("'\" ") in {*self._names - {"object"}, "Self"}
            for part in text.replace("[", "|").replace("]", "|").split("|")
        )
        named = named or text.endswith(".Self")
        return named or (
            not text and any(isinstance(one, ast.Return) and one.value for one in ast.walk(self._definition))
        )

    def _renewed(self, node: ast.Call) -> set[str]:
        changed = {
            keyword.arg
            for keyword in node.keywords
            if keyword.arg
            and ast.unparse(keyword.value) not in (f"{self._self}.{keyword.arg}", f"{self._self}._{keyword.arg}")
        }
        for keyword in node.keywords:
            if keyword.arg == "update" and isinstance(keyword.value, ast.Dict):
                changed |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
        return changed


def _methods(cls: type) -> dict[str, Any]:
    """The functions of a class and its bases that take the object, property setters under the property's name."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base is object or base.__module__.partition(".")[0] in _MODULES_WITHOUT_DOMAIN:
            continue
        for name, member in vars(base).items():
            function = member.fset if isinstance(member, property) else member
            function = getattr(function, "__wrapped__", function)
            magic = name.startswith("__") and name.endswith("__")
            if inspect.isfunction(function) and not magic and name not in _CREATORS:
                found[name] = function
    return found


def _setters(cls: type) -> set[str]:
    return {
        name
        for base in cls.__mro__
        for name, member in vars(base).items()
        if isinstance(member, property) and member.fset is not None
    }


def _child_mutators(cls: type) -> frozenset[str]:
    """The names of the methods by which the classes of an object's parts change their own state."""
    return frozenset(name for part in _parts(cls, {cls}) for name in _own_mutators(part))


@functools.cache
def _own_mutators(cls: type) -> frozenset[str]:
    names = set()
    for name, function in _methods(cls).items():
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        except (OSError, TypeError, SyntaxError):
            continue
        if isinstance(tree, ast.FunctionDef):
            deeds = _Visitor(cls, tree, frozenset()).deeds
            if deeds.writes and not deeds.renews:
                names.add(name)
    return frozenset(names)


def _parts(cls: type, seen: set[type]) -> Iterator[type]:
    for hint in hints.resolve(cls).values():
        for part in _classes(hint):
            if part not in seen and part.__module__ not in ("builtins", "datetime", "decimal", "uuid", "enum"):
                seen.add(part)
                yield part
                yield from _parts(part, seen)


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and get_origin(hint) is None:
        yield hint
    elif isinstance(get_origin(hint), type):
        yield get_origin(hint)
    for argument in get_args(hint):
        yield from _classes(argument)
