"""Named tuples."""

from __future__ import annotations

from typing import Any

from dovetail.records.library import Field
from dovetail.records.parameters import NOTHING, Construction, from_signature


def owns(cls: Any) -> bool:
    """Whether a class is a named tuple, or inherits from one."""
    return isinstance(cls, type) and issubclass(cls, tuple) and hasattr(cls, "_fields")


def fields(cls: Any) -> dict[str, Field]:
    return {name: Field(name, name, cls._field_defaults.get(name, NOTHING)) for name in cls._fields}


def construction(hint: Any, cls: Any) -> Construction | None:
    """Its constructor; it may refuse values where a class between it and the generated one says so."""
    own = "__new__" in vars(cls) and tuple not in cls.__bases__
    return Construction(cls, cls, from_signature(hint, cls), may_refuse=own)


def is_frozen(_: Any) -> bool:
    """Always."""
    return True


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value in one field."""
    return value._replace(**{attribute: new})


def replacement_code(name: str, attribute: str, new: str) -> str:
    """The Python that makes such a copy."""
    return f"{name} = {name}._replace({attribute}={new})"
