"""Models of pydantic, and those of SQLModel that are no tables."""

from __future__ import annotations

from typing import Any

from dovetail.records.library import Field, made
from dovetail.records.parameters import NOTHING, Construction, ConstructorParameter


def owns(cls: Any) -> bool:
    """Whether a class is a model of pydantic; its dataclasses are dataclasses."""
    return hasattr(cls, "__pydantic_fields__") and not hasattr(cls, "__dataclass_fields__")


def fields(cls: Any) -> dict[str, Field]:
    """Its fields and its private attributes, by attribute."""
    public = {
        name: Field(name, _parameter(cls, name, one), *_default(one, required=one.is_required()))
        for name, one in cls.__pydantic_fields__.items()
    }
    private = {name: Field(name, None, *_default(one)) for name, one in cls.__private_attributes__.items()}
    return public | private


def _parameter(cls: Any, name: str, field: Any) -> str | None:
    if field.init is False:
        return None
    if cls.model_config.get("populate_by_name") or cls.model_config.get("validate_by_name"):
        return name
    alias = field.validation_alias or field.alias
    alias = getattr(alias, "choices", [alias])[0]
    return alias if isinstance(alias, str) else name


def _default(field: Any, *, required: bool = False) -> tuple[Any, ...]:
    if field.default_factory is not None:
        return NOTHING, field.default_factory
    return () if required else (field.default,)


def construction(_: Any, cls: Any) -> Construction | None:
    """Its constructor, which checks whatever it takes."""
    if not cls.__pydantic_complete__:
        cls.model_rebuild(raise_errors=False)
    found = []
    for name, one in fields(cls).items():
        if one.parameter is not None:
            said = cls.__pydantic_fields__[name]
            default = one.default if one.factory is None else made(one.factory)
            found.append(
                ConstructorParameter(
                    one.parameter, name, said.annotation, said.is_required(), default, tuple(said.metadata)
                )
            )
    return Construction(cls, cls, tuple(found), may_refuse=True)


def is_frozen(cls: Any) -> bool:
    """Whether its fields cannot be assigned."""
    return bool(cls.model_config.get("frozen"))


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value in one field, checked as the constructor checks it."""
    cls = type(value)
    held = {name: getattr(value, name) for name in cls.__pydantic_fields__} | {attribute: new}
    cls.model_validate({_parameter(cls, name, cls.__pydantic_fields__[name]) or name: held[name] for name in held})
    return value.model_copy(update={attribute: new})


def replacement_code(name: str, attribute: str, new: str) -> str:
    """The Python that makes such a copy."""
    return f"{name} = {name}.model_copy(update={{{attribute!r}: {new}}})"


def admits(value: Any) -> bool:
    """Whether the model would have let the object's present values in."""
    cls = type(value)
    try:
        cls.model_validate({name: getattr(value, name) for name in cls.__pydantic_fields__}, by_name=True)
    except Exception:  # noqa: BLE001 - ValidationError, or anything else that a validator raises
        return False
    return True
