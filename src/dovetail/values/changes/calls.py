"""Calls of the domain's own methods, with arguments that are drawn or found in the aggregate."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from itertools import islice
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from dovetail import hints
from dovetail.errors import ContractError
from dovetail.records.parameters import signature_of, specialised
from dovetail.values.changes.arguments import argument, harmonised
from dovetail.values.code import code
from dovetail.values.compare import identical
from dovetail.values.contents import inside
from dovetail.values.picture import picture
from dovetail.values.strategies import for_field, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hypothesis import strategies as st

    from dovetail.values.contents import Found

    Draw = Callable[[st.SearchStrategy[Any]], Any]
    Written = Callable[[], list[str]]

_REMEMBERED = 1000  # functions of the domain: what they take is asked for each call


@dataclass(frozen=True)
class Call:
    """A call to be made.

    Attributes:
        function: a bound method, or a function that takes the aggregate.
        aggregate: the object that it changes.
        owner: the class whose names its annotations use.
        leading: what it takes before anything else.
    """

    function: Callable[..., Any]
    aggregate: Any
    owner: type
    leading: tuple[Any, ...] = ()

    def with_values(self, values: dict[str, Any]) -> Any:
        """Make the call.

        Raises:
            Exception: whatever the domain refuses it by.
        """
        by_position, by_name = self._split(values)
        return self.function(*self.leading, *by_position, **by_name)

    def written(self, values: dict[str, Any]) -> Written:
        """The arguments as Python, without the leading ones: as they are now, whatever becomes of them."""
        by_position, by_name = self._split({name: picture(value) for name, value in values.items()})
        return lambda: [*map(code, by_position), *(f"{name}={code(value)}" for name, value in by_name.items())]

    @functools.cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What it takes besides the leading values."""
        taken = _takes(self.function)
        return dict(islice(taken.items(), len(self.leading), None)) if self.leading else taken

    @property
    def types(self) -> dict[str, Any]:
        return _types(self.function, self.owner)

    def _split(self, values: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        by_position: list[Any] = []
        by_name: dict[str, Any] = {}
        for place, (name, parameter) in enumerate(self.parameters.items()):
            if name not in values:
                continue
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY or by_name or len(by_position) < place:
                by_name[name] = values[name]
            else:
                by_position.append(values[name])
        return by_position, by_name


@functools.cache
def can_be_called(cls: type, method: str) -> bool:
    """Whether every argument can be made that a method of a class asks for, and the method is not a coroutine."""
    function = getattr(cls, method)
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        return False
    types_ = _types(function, cls)
    required = [
        name for name, one in list((signature_of(function) or {}).items())[1:] if one.default is inspect.Parameter.empty
    ]
    try:
        return all(for_field(types_.get(name, Any), cls, name) is not None for name in required)
    except ContractError:
        return False


registry.on_change(can_be_called.cache_clear)


class RefusedHalfway(Exception):  # noqa: N818 - the domain's answer, not an error of dovetail's
    """The domain refused a call after it had changed the aggregate, which must not be used any more.

    Attributes:
        written: gives the arguments as Python.
    """

    def __init__(self, written: Written) -> None:
        super().__init__("the domain refused a change halfway")
        self.written = written


class Before:
    """What an object is before it changes: looked at once, however many calls it refuses."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self.picture = picture(value)

    @functools.cached_property
    def held(self) -> tuple[Found, ...]:
        """Every value inside it."""
        return tuple(inside(self._value))


def made(draw: Draw, call: Call, before: Before | None = None) -> tuple[Any, Written] | None:
    """Make a call with drawn arguments; once more, with values that agree with the aggregate's own, where it refuses.

    Returns:
        The answer and the arguments as Python; None where an argument cannot be drawn or the domain refuses.

    Raises:
        RefusedHalfway: the domain refuses, and the aggregate is no longer what it was.
    """
    before = before or Before(call.aggregate)
    held = before.held if call.parameters else ()
    values = _drawn(draw, call, held)
    if values is None:
        return None
    for attempt in _attempts(values, held):
        written = call.written(attempt)
        try:
            return call.with_values(attempt), written
        except Exception as error:
            if not identical(before.picture, call.aggregate):
                raise RefusedHalfway(written) from error
    return None


def _attempts(values: dict[str, Any], held: Sequence[Found]) -> Iterator[dict[str, Any]]:
    yield values
    agreed = harmonised(values, held)
    if agreed is not None:
        yield agreed


def _drawn(draw: Draw, call: Call, held: Sequence[Found]) -> dict[str, Any] | None:
    types_ = call.types
    values = {}
    for name, parameter in call.parameters.items():
        try:
            values[name] = argument(draw, call.aggregate, held, call.function, name, types_.get(name, Any))
        except ContractError:
            if parameter.default is inspect.Parameter.empty:
                return None
    return values


def _takes(function: Any) -> Mapping[str, inspect.Parameter]:
    plain = getattr(function, "__func__", None)
    return _taken_when_bound(plain) if isinstance(plain, FunctionType) else signature_of(function) or {}


@functools.lru_cache(_REMEMBERED)
def _taken_when_bound(function: FunctionType) -> Mapping[str, inspect.Parameter]:
    return signature_of(MethodType(function, object())) or {}


def _types(function: Any, owner: type) -> dict[str, Any]:
    plain = getattr(function, "__func__", function)
    return _types_of_plain(plain, owner) if isinstance(plain, FunctionType) else _resolved(function, owner)


@functools.lru_cache(_REMEMBERED)
def _types_of_plain(function: FunctionType, owner: type) -> dict[str, Any]:
    return _resolved(function, owner)


def _resolved(function: Any, owner: type) -> dict[str, Any]:
    return specialised(owner, hints.resolve(function, owner=owner))
