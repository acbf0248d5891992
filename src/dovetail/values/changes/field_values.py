"""Another value for one field of an object: assigned, or in a changed copy where the object is frozen."""

from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.hints import is_fixed_tuple
from dovetail.records import constructor_of, is_mapped, is_valid, replaced, replacement_code
from dovetail.records.replacing import taken_fields
from dovetail.values.changes.fields import field_types, is_closed, revisable_fields
from dovetail.values.choosing import number, one_of
from dovetail.values.code import code
from dovetail.values.compare import identical
from dovetail.values.contents import is_collection
from dovetail.values.normalising import normalised
from dovetail.values.strategies import for_field
from dovetail.values.strategies.identities import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Draw = Callable[[st.SearchStrategy[Any]], Any]
    Edit = Callable[[Draw, list[Any]], list[Any]]

_NONE: Any = object()
_TRIES = 5  # to find a valid object that differs


def revised(draw: Draw, value: Any, field: str, name: str) -> tuple[Any, str] | None:
    """Give a field of an object another value of its type.

    Returns:
        The object to go on with and the line that makes it; None where its class refuses the value.
    """
    new = _other_value(draw, value, field)
    return None if new is _NONE else _given(value, field, new, name)


def revised_from_valid(
    draw: Draw, value: Any, fields: Sequence[str], valid: st.SearchStrategy[Any], name: str
) -> tuple[Any, str] | None:
    """Give a field of an object what another valid one has there, or its own elements in another order.

    Args:
        draw: `draw` of `hypothesis.strategies.data()`.
        value: the object.
        fields: those of its fields that may change.
        valid: the valid objects, of which more is asked than their types say.
        name: what the object is called in the line.

    Returns:
        The object to go on with and the line that makes it; None where no other is found, or its class refuses.
    """
    present: dict[str, Any] = {one: getattr(value, one, None) for one in fields}
    cls: Any = type(value)
    arranged = [one for one in fields if not is_fixed_tuple(field_types(cls).get(one))]
    ordered = [
        (one, items)
        for one in arranged
        if _is_series(items := present[one]) and len(items) > 1 and not _are_mapped(items)
    ]
    for _ in range(_TRIES):
        other = draw(valid)
        found = [(one, getattr(other, one, None)) for one in fields]
        found += [(one, _edited(draw, items, [_reordered])) for one, items in ordered]
        waiting = [(one, new) for one, new in found if not identical(present[one], new)]
        while waiting:
            field, new = waiting.pop(number(draw, 0, len(waiting) - 1))
            changed = _given(value, field, new, name)
            if changed is not None:
                return changed
    return None


def _are_mapped(items: Sequence[Any]) -> bool:
    """Whether elements are mapped to rows: their order is the table's, and a copy of one is another row or none."""
    return any(is_mapped(type(each)) for each in items)


def _is_series(value: Any) -> bool:
    """Whether a value is a builtin collection whose elements have an order."""
    return is_collection(value) and isinstance(value, list | tuple)


def _given(value: Any, field: str, new: Any, name: str) -> tuple[Any, str] | None:
    """Set a field of an object, in place or in a copy: the object and the line, or None where it is refused.

    What the class normalises is given in its normal form, as in every object that its constructor made.
    """
    new = normalised(value, field, new)
    if is_assigned(value, field, new):
        return value, f"{name}.{field} = {code(new)}"
    if is_mapped(type(value)):
        return None  # a copy would be none of its session's
    return _renewed(value, field, new, name)


def _other_value(draw: Draw, value: Any, field: str) -> Any:
    """A value for a field, other than the present one if two draws give one."""
    present = getattr(value, field, None)
    cls: Any = type(value)
    is_fixed = is_fixed_tuple(field_types(cls).get(field))
    new = _NONE
    for _ in range(2):
        if _is_series(present) and present and not is_fixed and number(draw, 0, 2):
            new = _edited(draw, present, _EDITS_OF_ROWS if _are_mapped(present) else _EDITS)
        else:
            drawn = drawn_for(draw, value, field)
            new = _NONE if drawn is None else drawn[0]
        if new is _NONE or not identical(present, new):
            break
    return new


def drawn_for(draw: Draw, value: Any, field: str) -> tuple[Any] | None:
    """A value of the type of an object's field; None where none can be made of it, nor of its present value's class."""
    present = type(getattr(value, field, None))
    cls: Any = type(value)
    return drawn_of(draw, (field_types(cls).get(field, present), present), cls, field)


def drawn_of(draw: Draw, kinds: Sequence[Any], owner: type, field: str) -> tuple[Any] | None:
    """A value of the first of the types of which any can be made, in a field of a class."""
    for kind in kinds:
        try:
            return (draw(for_field(kind, owner, field)),)
        except ContractError:
            continue
    return None


def is_assigned(value: Any, field: str, new: Any) -> bool:
    """Assign a field, and take the value back where the constructor would not have taken it."""
    cls: Any = type(value)
    if is_closed(cls):
        return False
    present = getattr(value, field, None)
    try:
        setattr(value, field, new)
    except Exception:  # noqa: BLE001 - FrozenInstanceError, AttributeError, or anything that a setter raises
        accepted = False
    else:
        accepted = is_valid(value)
    if not accepted:
        _take_back(value, field, present)
    return accepted


def _take_back(value: Any, field: str, present: Any) -> None:
    """Give a field its value again; pydantic keeps a value that it refused, and may then refuse the old one too."""
    with contextlib.suppress(Exception):
        if not identical(getattr(value, field, None), present):
            setattr(value, field, present)
    if field in getattr(value, "__dict__", {}) and not identical(value.__dict__[field], present):
        value.__dict__[field] = present


def _edited(draw: Draw, items: Sequence[Any], edits: Sequence[Edit]) -> Any:
    """The same elements but for some."""
    edit = one_of(draw, edits)
    return type(items)(edit(draw, list(items)))  # type: ignore[call-arg]


def _one_less(draw: Draw, items: list[Any]) -> list[Any]:
    del items[number(draw, 0, len(items) - 1)]
    return items


def _reordered(draw: Draw, items: list[Any]) -> list[Any]:
    """Turned by some places: of two or more that differ, never the same order."""
    turn = number(draw, 1, len(items) - 1) if len(items) > 1 else 0
    return [*items[turn:], *items[:turn]]


def _one_twice(draw: Draw, items: list[Any]) -> list[Any]:
    one = items[number(draw, 0, len(items) - 1)]
    return items if _identity_of(one) else [*items, copy.deepcopy(one)]


def _one_revised(draw: Draw, items: list[Any]) -> list[Any]:
    place = number(draw, 0, len(items) - 1)
    child = copy.copy(items[place])
    names = [name for name in revisable_fields(child) if name != _identity_of(child)]
    if names:
        outcome = revised(draw, child, one_of(draw, names), "")
        items[place] = items[place] if outcome is None else outcome[0]
    return items


_EDITS: tuple[Edit, ...] = (_one_less, _reordered, _one_twice, _one_revised)
_EDITS_OF_ROWS: tuple[Edit, ...] = (_one_less,)


def _identity_of(child: Any) -> str | None:
    construction = constructor_of(type(child))
    found = identity(construction) if construction else None
    return found.field if found else None


def _renewed(value: Any, field: str, new: Any, name: str) -> tuple[Any, str] | None:
    """A copy of an object with another value in one field, in the way of the library that made its class."""
    line = replacement_code(value, name, field, code(new))
    try:
        if line is not None:
            return replaced(value, field, new), line
        return _rebuilt(value, field, new, name)
    except Exception:  # noqa: BLE001 - anything that the constructor raises of values that it refuses
        return None


def _rebuilt(value: Any, field: str, new: Any, name: str) -> tuple[Any, str] | None:
    """The object made anew, where its constructor takes all of its state."""
    construction = constructor_of(type(value))
    fields = taken_fields(construction, value) if construction else None
    if construction is None or fields is None or not identical(value, construction.call(fields)):
        return None
    names = [parameter.name for parameter in construction.parameters if parameter.field == field]
    other = construction.call(fields | {names[0]: new})
    return other, f"{name} = {code(other)}"
