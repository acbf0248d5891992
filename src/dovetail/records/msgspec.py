"""Structs of msgspec."""

from __future__ import annotations

from typing import Any

from dovetail.records.library import Field, made
from dovetail.records.parameters import NOTHING, Construction, from_signature


def owns(cls: Any) -> bool:
    """Whether a class is a struct."""
    return isinstance(getattr(cls, "__struct_fields__", None), tuple)


def fields(cls: Any) -> dict[str, Field]:
    names, defaults = cls.__struct_fields__, cls.__struct_defaults__
    padded = (NOTHING,) * (len(names) - len(defaults)) + tuple(defaults)
    return {name: _field(name, default) for name, default in zip(names, padded, strict=True)}


def _field(name: str, default: Any) -> Field:
    if type(default).__name__ == "Factory":
        return Field(name, name, NOTHING, default.factory)
    return Field(name, name, NOTHING if type(default).__name__ in {"NoDefault", "NoDefaultType"} else default)


def construction(hint: Any, cls: Any) -> Construction | None:
    """Its constructor."""
    defaults = {one.attribute: made(one.factory) for one in fields(cls).values() if one.factory is not None}
    return Construction(cls, cls, from_signature(hint, cls, defaults), hasattr(cls, "__post_init__"))


def is_frozen(cls: Any) -> bool:
    """Whether its fields cannot be assigned."""
    return bool(cls.__struct_config__.frozen)


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value in one field."""
    from msgspec import structs  # noqa: PLC0415 - an optional library, there wherever its classes are

    return structs.replace(value, **{attribute: new})


def replacement_code(name: str, attribute: str, new: str) -> str:
    """The Python that makes such a copy."""
    return f"{name} = msgspec.structs.replace({name}, {attribute}={new})"


def force(value: Any, attribute: str, new: Any) -> None:
    """Set a field, frozen or not."""
    from msgspec import structs  # noqa: PLC0415 - an optional library, there wherever its classes are

    structs.force_setattr(value, attribute, new)


def admits(value: Any) -> bool:
    """Whether decoding would have let the object's present values in."""
    import msgspec  # noqa: PLC0415 - an optional library, there wherever its classes are

    try:
        msgspec.convert(msgspec.to_builtins(value), type(value))
    except Exception:  # noqa: BLE001 - ValidationError, or anything else that `__post_init__` raises
        return False
    return True
