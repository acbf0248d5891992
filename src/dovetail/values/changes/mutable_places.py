"""Every place at which an object graph can be changed in place through its public surface."""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from hypothesis import strategies as st

from dovetail.hints import bare, optional
from dovetail.values.changes.behaviour import behaviour
from dovetail.values.changes.calls import Call, RefusedHalfway, can_be_called, made
from dovetail.values.changes.field_values import drawn_for, drawn_of, is_assigned
from dovetail.values.changes.fields import is_closed, public_fields, shown_fields
from dovetail.values.choosing import one_of
from dovetail.values.code import code
from dovetail.values.compare import identical
from dovetail.values.picture import picture
from dovetail.values.shape import Kind, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Draw = Callable[[st.SearchStrategy[Any]], Any]
    Act = Callable[[Draw], str | None]


T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class MutablePlace:
    """A place at which a change in place can be tried.

    Attributes:
        depth: how many values lie between the object and what is changed.
        kind: what is changed, whichever of the elements of a collection it stands in.
        act: makes the change and gives its line; None where it failed.
    """

    depth: int
    kind: str
    act: Act


def take_one(draw: Draw, waiting: list[MutablePlace]) -> MutablePlace:
    """Take one of the places away: at each depth as likely as at any other, and there each kind as any other.

    Else the many fields of deep children would hide the few of the object itself, or the other way round.
    """
    depth = one_of(draw, sorted({place.depth for place in waiting}))
    level = [place for place in waiting if place.depth == depth]
    kind = one_of(draw, list(dict.fromkeys(place.kind for place in level)))
    place = one_of(draw, [place for place in level if place.kind == kind])
    waiting.remove(place)
    return place


def mutable_places(root: Any, name: str, keys: frozenset[str]) -> list[MutablePlace]:
    """The changes that can be tried on an object and on what it holds.

    Args:
        root: the object.
        name: what it is called in the lines.
        keys: the fields of the object itself that are left alone.
    """
    return list(_ReachedValue(root, name, keys=keys).places({}))


def disturbed(draw: Draw, value: Any, name: str, keys: frozenset[str] = frozenset()) -> str | None:
    """Change anything in an object in place that can be changed so; the arguments are those of `mutable_places`.

    Returns:
        The line that made the change; None where nothing can be changed in place.
    """
    before = picture(value)
    waiting = mutable_places(value, name, keys)
    while waiting:
        line = take_one(draw, waiting).act(draw)
        if line is not None and not identical(before, value):
            return line
    return None


@dataclass(frozen=True)
class _ReachedValue:
    """A value, how it is reached, and what is said of it there."""

    value: Any
    text: str
    hint: Any = Any
    owner: type = object
    name: str = ""
    keys: frozenset[str] = frozenset()
    depth: int = 0
    kind: str = ""

    def places(self, seen: dict[int, Any]) -> Iterator[MutablePlace]:
        shape = shape_of(type(self.value))
        if shape is None or id(self.value) in seen:
            return
        seen[id(self.value)] = self.value  # kept, so that nothing that a property makes anew gets its id
        if shape.kind is Kind.RECORD:
            yield from self._of_object(seen)
        else:
            yield from self._of_collection(seen)

    def _of_object(self, seen: dict[int, Any]) -> Iterator[MutablePlace]:
        cls: Any = type(self.value)
        if not is_closed(cls):
            yield from (self._assignment(name) for name in public_fields(self.value) if name not in self.keys)
        for name, hint in shown_fields(self.value).items():
            inner = _read(self.value, name)
            if name not in self.keys and not self._is_made_anew(name, inner):
                text, kind = f"{self.text}.{name}", f"{self.kind}.{name}"
                yield from _ReachedValue(inner, text, hint, cls, name, depth=self.depth + 1, kind=kind).places(seen)
        yield from (self._call(name) for name in sorted(behaviour(cls).mutators) if can_be_called(cls, name))

    def _is_made_anew(self, name: str, inner: Any) -> bool:
        """Whether a property makes an object whenever it is read, which may show another (`step.next`), and so on."""
        shape = shape_of(type(inner))
        return shape is not None and shape.kind is Kind.RECORD and _read(self.value, name) is not inner

    def _of_collection(self, seen: dict[int, Any]) -> Iterator[MutablePlace]:
        value = self.value
        if isinstance(value, list | deque):
            yield self._addition("append")
        elif isinstance(value, set):
            yield self._addition("add")
        elif isinstance(value, dict):
            yield self._place("[]", self._entry)
        if value and isinstance(value, list | deque):
            yield self._place("pop", lambda _: _done(value.pop, f"{self.text}.pop()"))
        if value and isinstance(value, list | deque | set | dict):
            yield self._place("clear", lambda _: _done(value.clear, f"{self.text}.clear()"))
        inner = replace(self, hint=self._held()[-1], depth=self.depth + 1, kind=f"{self.kind}[]")
        for key, part in self._parts():
            yield from replace(inner, value=part, text=f"{self.text}[{key}]").places(seen)

    def _place(self, what: str, act: Act) -> MutablePlace:
        return MutablePlace(self.depth, f"{self.kind} {what}", act)

    def _parts(self) -> list[tuple[str, Any]]:
        if isinstance(self.value, dict):
            return [(code(key), part) for key, part in self.value.items()]
        if isinstance(self.value, list | tuple | deque):
            return [(str(place), part) for place, part in enumerate(self.value)]
        return []

    def _held(self) -> tuple[Any, ...]:
        """What a collection's annotation says that it holds."""
        held = tuple(one for one in get_args(bare(optional(bare(self.hint))[0])) if one is not ...)
        return held or (Any,)

    def _assignment(self, name: str) -> MutablePlace:
        def place(draw: Draw) -> str | None:
            drawn = drawn_for(draw, self.value, name)
            if drawn is None or not is_assigned(self.value, name, drawn[0]):
                return None
            return f"{self.text}.{name} = {code(drawn[0])}"

        return self._place(name, place)

    def _addition(self, method: str) -> MutablePlace:
        def place(draw: Draw) -> str | None:
            present = next(iter(self.value), None)
            kinds = (self._held()[0],) if present is None else (self._held()[0], type(present))
            drawn = drawn_of(draw, kinds, self.owner, self.name)
            if drawn is None and present is None:
                return None
            new = copy.deepcopy(present) if drawn is None else drawn[0]
            line = f"{self.text}.{method}({code(new)})"
            return _done(lambda: getattr(self.value, method)(new), line)

        return self._place(method, place)

    def _entry(self, draw: Draw) -> str | None:
        keys, values = self._held() if len(self._held()) == 2 else (Any, Any)
        key, value = next(iter(self.value.items()), (None, None))
        new_key = drawn_of(draw, (keys,) if key is None else (keys, type(key)), self.owner, self.name)
        new_value = drawn_of(draw, (values,) if key is None else (values, type(value)), self.owner, self.name)
        if new_key is None or new_value is None:
            return None
        line = f"{self.text}[{code(new_key[0])}] = {code(new_value[0])}"
        return _done(lambda: self.value.update({new_key[0]: new_value[0]}), line)

    def _call(self, method: str) -> MutablePlace:
        def place(draw: Draw) -> str | None:
            try:
                outcome = made(draw, Call(getattr(self.value, method), self.value, type(self.value)))
            except RefusedHalfway as refused:  # what it assigned before it raised is a change in place all the same
                return f"{self.text}.{method}({', '.join(refused.written())})  # raises"
            return None if outcome is None else f"{self.text}.{method}({', '.join(outcome[1]())})"

        return self._place(method, place)


def _read(value: Any, name: str) -> Any:
    try:
        return getattr(value, name)
    except Exception:  # noqa: BLE001 - AttributeError, or anything that a property raises
        return None


def _done(act: Callable[[], Any], line: str) -> str | None:
    try:
        act()
    except Exception:  # noqa: BLE001 - anything that a collection of the user's own raises
        return None
    return line
