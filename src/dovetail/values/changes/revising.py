"""A new value for one field of an object: assigned, or in a changed copy where the object is frozen."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.values.changes.fields import field_types, public_fields
from dovetail.values.code import code
from dovetail.values.strategies import for_field
from dovetail.values.strategies.parameters import direct

Draw = Callable[[st.SearchStrategy[Any]], Any]


def revised(draw: Draw, value: Any, field: str, name: str) -> tuple[Any, str] | None:
    """Give a field of an object another value of its type.

    Returns:
        The object to go on with, and the line; None where its class refuses the new value.
    """
    new = _new_value(draw, value, field)
    if new is None:
        return None
    (fresh,) = new
    if _assigned(value, field, fresh):
        return value, f"{name}.{field} = {code(fresh)}"
    return _replaced(value, field, fresh, name)


def fresh_value(draw: Draw, owner: type, field: str, hint: Any, present: Any) -> tuple[Any] | None:
    """Draw a value for a field from its type, else from the class of its present value."""
    for kind in (hint, type(present)):
        try:
            return (draw(for_field(kind, owner, field)),)
        except ContractError:
            continue
    return None


def _new_value(draw: Draw, value: Any, field: str) -> tuple[Any] | None:
    present = getattr(value, field, None)
    hint = field_types(type(value)).get(field, type(present))
    if isinstance(present, list | tuple) and not hasattr(present, "_fields") and present and draw(st.booleans()):
        return (_edited(draw, present),)
    return fresh_value(draw, type(value), field, hint, present)


def _edited(draw: Draw, items: Any) -> Any:
    """A list with fewer items, with the same in another order, with one twice, or with one changed."""
    edit = draw(st.sampled_from((_none_left, _without_one, _turned_round, _with_one_twice, _with_one_changed)))
    return type(items)(edit(draw, list(items)))


def _none_left(draw: Draw, items: list[Any]) -> list[Any]:
    return []


def _without_one(draw: Draw, items: list[Any]) -> list[Any]:
    del items[draw(st.integers(0, len(items) - 1))]
    return items


def _turned_round(draw: Draw, items: list[Any]) -> list[Any]:
    return draw(st.permutations(items))


def _with_one_twice(draw: Draw, items: list[Any]) -> list[Any]:
    one = items[draw(st.integers(0, len(items) - 1))]
    return items if hasattr(one, "id") else [*items, copy.deepcopy(one)]


def _with_one_changed(draw: Draw, items: list[Any]) -> list[Any]:
    place = draw(st.integers(0, len(items) - 1))
    child = copy.copy(items[place])
    names = [name for name in public_fields(child) if name != "id"]
    if names:
        outcome = revised(draw, child, draw(st.sampled_from(names)), "")
        items[place] = items[place] if outcome is None else outcome[0]
    return items


def _assigned(value: Any, field: str, fresh: Any) -> bool:
    present = getattr(value, field, None)
    try:
        setattr(value, field, fresh)
    except Exception:  # noqa: BLE001 - frozen, or refused by a setter
        return False
    if valid(value):
        return True
    setattr(value, field, present)
    return False


def _replaced(value: Any, field: str, fresh: Any, name: str) -> tuple[Any, str] | None:
    change = f"{field}={code(fresh)}"
    try:
        if dataclasses.is_dataclass(value):
            return dataclasses.replace(value, **{field: fresh}), f"{name} = replace({name}, {change})"
        if hasattr(value, "__attrs_attrs__"):
            import attrs

            return attrs.evolve(value, **{field: fresh}), f"{name} = evolve({name}, {change})"
        if hasattr(value, "model_copy"):
            new = value.model_copy(update={field: fresh})
            line = f"{name} = {name}.model_copy(update={{{field!r}: {code(fresh)}}})"
            return (new, line) if valid(new) else None
        if hasattr(value, "__struct_fields__"):
            import msgspec

            return msgspec.structs.replace(
                value, **{field: fresh}
            ), f"{name} = msgspec.structs.replace({name}, {change})"
        if hasattr(value, "_replace"):
            return value._replace(**{field: fresh}), f"{name} = {name}._replace({change})"
    except Exception:  # noqa: BLE001 - the class refuses the value
        return None
    return None


def valid(value: Any) -> bool:
    """Whether the constructor of an object's class would take its present fields."""
    construction = direct(type(value))
    if construction is None or not construction.may_refuse:
        return True
    arguments = {}
    for parameter in construction.parameters:
        try:
            arguments[parameter.name] = getattr(value, parameter.field)
        except AttributeError:
            if parameter.required:
                return True
    places = [arguments.pop(one.name) for one in construction.parameters if one.positional and one.name in arguments]
    try:
        construction.target(*places, **arguments)
    except Exception:  # noqa: BLE001 - refused
        return False
    return True


def element_type(hint: Any) -> Any:
    """What a collection's annotation says that it holds; None where it says nothing."""
    arguments = [argument for argument in get_args(hint) if argument is not ...]
    return arguments[0] if arguments else None
