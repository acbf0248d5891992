"""An object with another value in one field, by the means of the library that declared its class."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from dovetail.records import msgspec, plain, pydantic, sqlalchemy
from dovetail.records.constructors import constructor_of, library_of

if TYPE_CHECKING:
    from dovetail.records.parameters import Construction


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy of an object with another value in one field; the constructor of its class would take all of them.

    Args:
        value: the object; a plain dictionary gets another item.
        attribute: the field, with or without the underscore of a private attribute.
        new: the value.

    Raises:
        Exception: whatever the class refuses the value by. Objects that SQLAlchemy maps are never copied: a copy
            would share the session's record of the object.
    """
    cls = type(value)
    if cls is dict:
        return value | {attribute: new}
    if sqlalchemy.is_mapped(cls):
        raise TypeError(f"{cls.__name__} is mapped, and its objects cannot be copied")
    library = library_of(cls)
    if library is not None:
        return library.replaced(value, attribute, new)
    changed = plain.replaced(value, attribute, new)
    if not is_valid(changed) and is_valid(value):
        raise ValueError(f"{cls.__name__} refuses that {attribute}")
    return changed


def replacement_code(value: Any, name: str, attribute: str, new: str) -> str | None:
    """The Python that makes such a copy of the object of that name; None for classes that no library declared."""
    library = library_of(type(value))
    return None if library is None else library.replacement_code(name, attribute, new)


def overwritten(value: Any, attribute: str, new: Any) -> Any:
    """An object as a database may hand it over: another value in one field, whatever its class says of that.

    A copy, but of objects that SQLAlchemy maps, which are changed themselves.
    """
    cls = type(value)
    if hasattr(cls, "_fields"):
        return value._replace(**{attribute: new})
    if sqlalchemy.is_mapped(cls):
        setattr(value, attribute, new)
        return value
    changed = copy.copy(value)
    if msgspec.owns(cls):
        msgspec.force(changed, attribute, new)
    else:
        object.__setattr__(changed, attribute, new)
    return changed


def admits(value: Any) -> bool:
    """Whether the library of an object's class, where it checks values, would have let the present ones in."""
    library = pydantic if pydantic.owns(type(value)) else msgspec if msgspec.owns(type(value)) else None
    return library is None or library.admits(value)


def is_frozen(cls: Any) -> bool:
    """Whether the library that declared a class forbids to assign its fields; never so of plain classes."""
    library = library_of(cls)
    return issubclass(cls, tuple) or (library is not None and library.is_frozen(cls))


def is_valid(value: Any) -> bool:
    """Whether the constructor of an object's class would take its present fields, as far as can be told.

    A mapped object whose children lead back to it is not tried: another one made of them would take them away from it.
    """
    construction = constructor_of(type(value))
    if construction is None or not construction.may_refuse or sqlalchemy.takes_children(type(value)):
        return True
    fields = taken_fields(construction, value)
    if fields is None:
        return True
    try:
        construction.call(fields)
    except Exception:  # noqa: BLE001 - anything that the constructor raises of values that it refuses
        return False
    return True


def taken_fields(construction: Construction, value: Any) -> dict[str, Any] | None:
    """What an object has of what its constructor takes; None where it does not show something required."""
    fields = {}
    for parameter in construction.parameters:
        if hasattr(value, parameter.field):
            fields[parameter.name] = getattr(value, parameter.field)
        elif parameter.required:
            return None
    return fields
