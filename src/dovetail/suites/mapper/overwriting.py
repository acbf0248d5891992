"""Models with another value in one place, as a database may hand them over: nothing is asked of their classes."""

from __future__ import annotations

import copy
from typing import Any

from dovetail.suites.mapper.places import Step


def overwritten(model: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """The model with another value at the end of a way: itself where it can be changed, else made anew around it."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    part = step.of(model)
    inner = overwritten(part, rest, value)
    if inner is part and rest:
        return model
    if not step.attribute:
        return _item(model, step.key, inner)
    return _attribute(model, step.key, inner)


def without(model: Any, steps: tuple[Step, ...]) -> Any:
    """The model with a key of one of its dictionaries left out."""
    parent = model
    for step in steps[:-1]:
        parent = step.of(parent)
    less = {key: each for key, each in parent.items() if key != steps[-1].key}
    return overwritten(model, steps[:-1], less)


def holdable(model: Any) -> bool:
    """Whether a model of a library that checks values would have let this one in."""
    cls = type(model)
    try:
        if hasattr(cls, "model_validate"):
            cls.model_validate({name: getattr(model, name) for name in cls.__pydantic_fields__})
        elif hasattr(cls, "__struct_fields__"):
            import msgspec  # noqa: PLC0415 - only where the class is made by it

            msgspec.convert(msgspec.to_builtins(model), cls)
    except Exception:  # noqa: BLE001 - refused, by whatever error the library has for it
        return False
    return True


def _item(model: Any, key: Any, value: Any) -> Any:
    if isinstance(model, tuple):
        return type(model)(value if index == key else each for index, each in enumerate(model))
    model[key] = value
    return model


def _attribute(model: Any, name: str, value: Any) -> Any:
    if hasattr(model, "_fields"):
        return model._replace(**{name: value})
    if hasattr(type(model), "_sa_class_manager"):
        setattr(model, name, value)
        return model
    changed = copy.copy(model)
    if hasattr(type(model), "__struct_fields__"):
        import msgspec  # noqa: PLC0415 - only where the class is made by it

        msgspec.structs.force_setattr(changed, name, value)
    else:
        object.__setattr__(changed, name, value)
    return changed
