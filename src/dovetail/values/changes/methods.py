"""Calls of the domain's own methods, with arguments drawn or found in the aggregate."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NewType, Union, get_args, get_origin

from hypothesis import strategies as st

from dovetail import hints
from dovetail.errors import ContractError
from dovetail.values.code import code
from dovetail.values.compare import compare
from dovetail.values.picture import picture
from dovetail.values.shape import Kind, shape_of
from dovetail.values.strategies import for_field

Draw = Callable[[st.SearchStrategy[Any]], Any]
_ADDING = (
    "add",
    "append",
    "insert",
    "attach",
    "push",
    "put",
    "include",
    "register",
    "place",
    "create",
    "assign",
    "link",
)
_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True)
class Call:
    """A call to be made.

    Attributes:
        function: a bound method, or a function of the aggregate.
        aggregate: the object that it changes.
        owner: the class whose names its annotations may use.
        skip: how many leading parameters are the aggregate itself.
    """

    function: Callable[..., Any]
    aggregate: Any
    owner: type
    skip: int = 0


def called(draw: Draw, call: Call) -> tuple[Any, str] | None:
    """Make a call with drawn arguments.

    Returns:
        The answer and the text of the arguments; None where an argument cannot be drawn or the domain refuses.
    """
    drawn = _arguments(draw, call)
    if drawn is None:
        return None
    places, named = drawn
    text = ", ".join([code(one) for one in places] + [f"{name}={code(one)}" for name, one in named.items()])
    lead = [call.aggregate] * call.skip
    before = picture(call.aggregate)
    try:
        return call.function(*lead, *places, **named), text
    except Exception:  # noqa: BLE001 - the domain refuses by any exception of its own
        return None if compare(before, call.aggregate) is None else (None, text)


def _arguments(draw: Draw, call: Call) -> tuple[list[Any], dict[str, Any]] | None:
    try:
        parameters = list(inspect.signature(call.function).parameters.values())[call.skip :]
    except (TypeError, ValueError):
        return None
    types = hints.resolve(call.function, owner=call.owner)
    bound = {variable: one for each in hints.type_arguments(call.owner).values() for variable, one in each.items()}
    places: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.kind in _VARIADIC:
            continue
        hint = hints.substitute(types.get(parameter.name, Any), bound)
        try:
            value = _argument(draw, call, parameter.name, hint)
        except ContractError:
            if parameter.default is inspect.Parameter.empty:
                return None
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY or named or len(places) < parameters.index(parameter):
            named[parameter.name] = value
        else:
            places.append(value)
    return places, named


def _argument(draw: Draw, call: Call, name: str, hint: Any) -> Any:
    fresh = for_field(hint, call.owner, name)
    own = list(_inside(call.aggregate, name, hint, adding=_is_adding(call)))
    if hint is int:
        own = [*_positions(call.aggregate), *own]
    if own and draw(st.booleans()):
        return draw(st.sampled_from(own))
    return draw(fresh)


def _positions(aggregate: Any) -> range:
    """The positions in the longest of an aggregate's collections: an integer is as often a place as an amount."""
    sizes = [len(value) for _, value in _walk(aggregate) if isinstance(value, (list, tuple))]
    return range(max(sizes, default=0))


def children(aggregate: Any) -> int:
    """How many elements all collections of an aggregate have together."""
    return sum(len(value) for _, value in _walk(aggregate) if isinstance(value, (list, tuple, set, frozenset, dict)))


def _is_adding(call: Call) -> bool:
    name = getattr(call.function, "__name__", "")
    return name.startswith(_ADDING)


def _inside(aggregate: Any, name: str, hint: Any, *, adding: bool) -> Iterator[Any]:
    """Values of a type found in an aggregate, those of a field of the parameter's name before all others."""
    kinds = tuple(_kinds(hint))
    if not kinds:
        return
    found = [(field, value) for field, value in _walk(aggregate) if type(value) in kinds]
    named = [value for field, value in found if field == name or name.endswith(f"_{field}")]
    for value in named or [value for _, value in found]:
        if shape_of(type(value)) is None:
            yield value
        elif not adding:
            yield value
        elif _is_immutable(value):
            yield copy.copy(value)


def _is_immutable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return type(value).__eq__ is not object.__eq__ and not hasattr(value, "id")


def _kinds(hint: Any) -> Iterator[type]:
    if isinstance(hint, NewType):
        yield from _kinds(hint.__supertype__)
    elif isinstance(hint, type) and get_origin(hint) is None and hint not in (bool, type(None)):
        yield hint
    elif get_origin(hint) is Union or type(hint).__name__ == "UnionType":
        for argument in get_args(hint):
            yield from _kinds(argument)


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Every value inside an object, with the name of the field it stands in, without its leading underscore."""
    waiting: list[tuple[str, Any]] = [("", root)]
    seen: set[int] = set()
    while waiting:
        name, value = waiting.pop(0)
        shape = shape_of(type(value))
        if shape is not None and id(value) in seen:
            continue
        if value is not root:
            yield name, value
        if shape is None:
            continue
        seen.add(id(value))
        names, parts = shape.read(value)
        if shape.kind is Kind.RECORD:
            waiting += [(str(one).lstrip("_"), part) for one, part in zip(names, parts, strict=True)]
        else:
            waiting += [(name, part) for part in parts]
            waiting += [(name, key) for key in names]
