"""Mapping reads one side and makes the other: it changes nothing, and hands nothing on that both could change."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator
from typing import Any

from dovetail.records import is_frozen
from dovetail.records.sqlalchemy import mapper_of
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.parts import parts_of
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import compare, picture

_CHANGEABLE = (list, dict, set, deque, bytearray)


@check("MAP-04", needs_a_case=True, share=0.4)
def neither_side_is_touched(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    before = picture(order)
    model = s.to_model(order)
    _untouched(s, before, order, s.binding.noun)
    _apart(s, order, s.binding.noun, model, MODEL)
    before = picture(model)
    again = s.to_domain(model)
    _untouched(s, before, model, MODEL)
    _apart(s, model, MODEL, again, "what it gives")


def _untouched(s: MapperScenario, before: Any, value: Any, name: str) -> None:
    difference = compare(before, value)
    if difference is not None:
        path = difference.path
        s.broken(f"{name}{path} stays {difference.expected}", f"{difference.got}", path, f"mapping changes the {name}")


def _apart(s: MapperScenario, one: Any, name: str, other: Any, other_name: str) -> None:
    mine = dict(_changeable(one))
    for identity, (path, _) in _changeable(other):
        if identity in mine:
            where = mine[identity][0]
            s.broken(
                f"{name}{where} and {other_name}{path} are two objects",
                "one and the same object",
                where or path,
                "to change one is to change the other",
            )


def _changeable(value: Any) -> Iterator[tuple[int, tuple[str, Any]]]:
    """What of a value can be changed in place, by its identity."""
    if _can_change(value):
        yield id(value), ("", value)
    for part in parts_of(value):
        if _can_change(part.value) and not _is_composite(part.owner, part.name):
            yield id(part.value), (part.path, part.value)


def _can_change(value: Any) -> bool:
    cls = type(value)
    if isinstance(value, _CHANGEABLE):
        return True
    return dataclasses.is_dataclass(cls) and not is_frozen(cls)


def _is_composite(owner: Any, name: str) -> bool:
    """Whether SQLAlchemy holds the object itself there, made of several columns."""
    mapper = mapper_of(type(owner))
    return mapper is not None and name in mapper.composites
