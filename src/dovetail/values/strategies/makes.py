"""The constructor of a class, for each of the ways to declare one."""

from __future__ import annotations

import dataclasses
import functools
import types
from typing import TYPE_CHECKING, Any, get_origin

from dovetail import hints
from dovetail.values.strategies.mapped import of_mapped
from dovetail.values.strategies.parameters import (
    NOTHING,
    Construction,
    Parameter,
    parameter_of,
    signature_of,
    specialised,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_REMEMBERED = 2000  # classes
_BASES = (str, int, float, bytes)
_GENERATED = ("<string>", "<attrs generated")


def direct(hint: Any) -> Construction | None:
    """The constructor of a class, or of an alias such as `Page[Order]`; None where it says nothing of what it takes."""
    return _direct(hint)


@functools.lru_cache(_REMEMBERED)
def _direct(hint: Any) -> Construction | None:
    cls: Any = get_origin(hint) or hint
    if hasattr(cls, "__pydantic_fields__") and not hasattr(cls, "__dataclass_fields__"):
        return _of_pydantic(cls)
    if hasattr(cls, "__dataclass_fields__") and _is_generated(cls, "__init__"):
        return _of_dataclass(hint, cls)
    if hasattr(cls, "__attrs_attrs__") and _is_generated(cls, "__init__"):
        return _of_attrs(hint, cls)
    if isinstance(getattr(cls, "__struct_fields__", None), tuple):
        return _of_msgspec(hint, cls)
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return Construction(cls, cls, _from_signature(hint, cls), may_refuse="__new__" in vars(cls) and _derived(cls))
    if hasattr(cls, "__mapper__") and not signature_of(cls):
        return of_mapped(cls)
    return _of_plain_class(hint, cls)


def _of_dataclass(hint: Any, cls: Any) -> Construction:
    factories = {
        field.name: field.default_factory
        for field in dataclasses.fields(cls)
        if field.default_factory is not dataclasses.MISSING
    }
    by_hand = not all(_is_generated(cls, name) for name in ("__new__", "__setattr__", "__post_init__"))
    may_refuse = by_hand or _has_descriptors(cls) or hasattr(cls, "__pydantic_fields__")
    return Construction(cls, cls, _from_signature(hint, cls, factories), may_refuse)


def _from_signature(
    hint: Any, cls: type, factories: Mapping[str, Callable[[], Any]] | None = None
) -> tuple[Parameter, ...]:
    types_ = hints.resolve(hint)
    made = {name: _made(factory) for name, factory in (factories or {}).items()}
    return tuple(
        parameter_of(name, types_.get(name, NOTHING), one, made.get(name, NOTHING))
        for name, one in (signature_of(cls) or {}).items()
    )


def _of_attrs(hint: Any, cls: Any) -> Construction:
    types_ = hints.resolve(hint)
    signature = signature_of(cls) or {}
    found = []
    for attribute in cls.__attrs_attrs__:
        if attribute.init and attribute.alias in signature:
            factory = getattr(attribute.default, "factory", None)
            default = _made(factory) if factory and not attribute.default.takes_self else NOTHING
            annotation = types_.get(attribute.name, NOTHING if attribute.type is None else attribute.type)
            found.append(parameter_of(attribute.alias, annotation, signature[attribute.alias], default))
    checked = any(one.validator is not None or one.converter is not None for one in cls.__attrs_attrs__)
    may_refuse = checked or hasattr(cls, "__attrs_post_init__") or _has_descriptors(cls)
    return Construction(cls, cls, tuple(found), may_refuse)


def _of_pydantic(cls: Any) -> Construction:
    if not cls.__pydantic_complete__:
        cls.model_rebuild(raise_errors=False)
    by_name = bool(cls.model_config.get("populate_by_name") or cls.model_config.get("validate_by_name"))
    found = []
    for name, field in cls.__pydantic_fields__.items():
        if field.init is not False:
            alias = field.validation_alias or field.alias
            alias = getattr(alias, "choices", [alias])[0]
            key = alias if isinstance(alias, str) and not by_name else name
            required = field.is_required()
            default = NOTHING if required else _pydantic_default(field)
            found.append(Parameter(key, name, field.annotation, required, default, tuple(field.metadata)))
    return Construction(cls, cls, tuple(found), may_refuse=True)


def _pydantic_default(field: Any) -> Any:
    return field.default if field.default_factory is None else _made(field.default_factory)


def _of_msgspec(hint: Any, cls: Any) -> Construction:
    plain = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
    factories = {name: one.factory for name, one in plain.items() if hasattr(one, "factory")}
    return Construction(cls, cls, _from_signature(hint, cls, factories), hasattr(cls, "__post_init__"))


def _of_plain_class(hint: Any, cls: Any) -> Construction | None:
    base = next((one for one in cls.__mro__ if one in _BASES), None)
    writer = next(
        (one for name in ("__init__", "__new__") if isinstance(one := getattr(cls, name), types.FunctionType)), None
    )
    if writer is None:
        value = (Parameter("value", "value", base, positional=True),) if base else ()
        simple = base is not None or cls.__init__ is object.__init__
        return Construction(cls, cls, value, may_refuse=False) if simple else None
    signature = signature_of(cls)
    if signature is None:
        return None
    said = hints.resolve(hint) | specialised(hint, hints.resolve(writer, owner=cls))
    found = [
        parameter_of(name, said.get(name, said.get(f"_{name}", base or NOTHING)), one)
        for name, one in signature.items()
    ]
    return Construction(cls, cls, tuple(found), may_refuse=True)


def _is_generated(cls: type, name: str) -> bool:
    """Whether a method, if the class has it at all, was written by a library and not by hand."""
    method = getattr(cls, name, None)
    method = getattr(method, "__wrapped__", method)
    code = getattr(method, "__code__", None)
    return code is None or code.co_filename.startswith(_GENERATED)


def _has_descriptors(cls: type) -> bool:
    """Whether assigning a field runs code of the user's."""
    members = {name: one for base in reversed(cls.__mro__) for name, one in vars(base).items()}
    return any(
        hasattr(members.get(name), "__set__") and not isinstance(members[name], types.MemberDescriptorType)
        for name in hints.resolve(cls)
    )


def _derived(cls: type) -> bool:
    """Whether a named tuple's class is not the generated one, but inherits from it."""
    return tuple not in cls.__bases__


def _made(factory: Callable[[], Any]) -> Any:
    try:
        return factory()
    except Exception:  # noqa: BLE001 - a factory of the user's may raise anything; then it tells nothing
        return NOTHING
