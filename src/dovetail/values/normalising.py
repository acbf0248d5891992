"""The form in which a class keeps a value: an address in lower case, a code without spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dovetail.records import constructor_of, is_mapped, overwritten
from dovetail.records.replacing import taken_fields
from dovetail.values.compare import identical
from dovetail.values.duplicate import duplicate

if TYPE_CHECKING:
    from dovetail.records import Construction


def normalised(holder: Any, field: str, value: Any) -> Any:
    """What the constructor of an object's class makes of a value for one of the fields that it takes.

    Args:
        holder: the object; it is not changed.
        field: the field.
        value: what it would be given there.

    Returns:
        The value itself where the constructor refuses it, does not take that field, or makes another thing of it each
        time: it may hash, count or read the clock.
    """
    cls = type(holder)
    construction = None if is_mapped(cls) else constructor_of(cls)
    if construction is None or not construction.may_refuse:
        return value
    if all(one.field != field for one in construction.parameters):
        return value
    try:
        once = _constructed(construction, overwritten(duplicate(holder), field, value))
        kept, again = getattr(once, field), getattr(_constructed(construction, once), field)
    except Exception:  # noqa: BLE001 - anything that the constructor raises, or an object that hides what it took
        return value
    return kept if identical(kept, again) else value


def _constructed(construction: Construction, holder: Any) -> Any:
    """Another object with the fields of one."""
    fields = taken_fields(construction, holder)
    return None if fields is None else construction.call(fields)
