"""Models with one part replaced, as a database may hand them over: nothing is asked of their classes."""

from __future__ import annotations

from typing import Any

from dovetail.records import overwritten
from dovetail.suites.mapper.parts import Step


def with_part(model: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """The model with another value at the end of a way: itself where it can be changed, else made anew around it."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    part = step.of(model)
    inner = with_part(part, rest, value)
    if inner is part and rest:
        return model
    if not step.attribute:
        return _item(model, step.key, inner)
    return overwritten(model, step.key, inner)


def without(model: Any, steps: tuple[Step, ...]) -> Any:
    """The model with a key of one of its dictionaries left out."""
    parent = model
    for step in steps[:-1]:
        parent = step.of(parent)
    less = {key: each for key, each in parent.items() if key != steps[-1].key}
    return with_part(model, steps[:-1], less)


def _item(model: Any, key: Any, value: Any) -> Any:
    if isinstance(model, tuple):
        return type(model)(value if index == key else each for index, each in enumerate(model))
    model[key] = value
    return model
