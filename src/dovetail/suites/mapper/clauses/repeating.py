"""A mapper gives the same for the same, both ways: it makes nothing up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dovetail.naming import public
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.models import is_audit, mean_the_same
from dovetail.suites.mapper.parts import Part, parts_of
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import compare, differences, picture


@check("MAP-05", needs_a_case=True, share=0.4)
def same_model_again(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    model = s.to_model(order)
    before = picture(model)
    again = s.to_model(order, as_name="again")
    found = differences(before, again)
    if not found:
        return
    where = {each.path: each for each in parts_of(again)}
    with s.unrecorded():
        database_only = mean_the_same(s, model, again)
    for difference in found:
        if not (database_only and _is_audit(where.get(difference.path))):
            s.differ(difference, "the second model of the same object differs")


def _is_audit(part: Part | None) -> bool:
    return part is not None and is_audit(part)


@check("MAP-15", needs_a_case=True, share=0.4)
def no_creation_logic(s: MapperScenario) -> None:
    model = s.to_model(s.show(s.drawn()))
    first = s.to_domain(model)
    _recorded_nothing(s, first)
    before = picture(first)
    difference = compare(before, s.to_domain(model), s.binding.tolerances)
    if difference is not None:
        s.differ(difference, f"the second object of the same {MODEL} differs: something is made up each time")


def _recorded_nothing(s: MapperScenario, value: Any) -> None:
    for part in parts_of(value):
        if public(part.name) in s.binding.transient and isinstance(part.value, Sequence) and part.value:
            s.broken(
                f"len({part.path}) == 0",
                f"len({part.path}) == {len(part.value)}",
                part.path,
                f"reading it records {type(part.value[0]).__name__}, as if it had just happened",
            )
