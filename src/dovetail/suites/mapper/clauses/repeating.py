"""A mapper gives the same for the same, both ways: it makes nothing up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dovetail.suites.check import check
from dovetail.suites.mapper.models import is_audit, unread
from dovetail.suites.mapper.places import Place, places, public
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import compare, differences, picture


@check("MAP-05", needs_a_case=True)
def same_model_again(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    model = s.to_model(order)
    before = picture(model)
    again = s.to_model(order, as_name="again")
    found = differences(before, again)
    if not found:
        return
    where = {each.path: each for each in places(again)}
    with s.unrecorded():
        database_only = unread(s, model, again)
    for difference in found:
        if not (database_only and _is_audit(where.get(difference.path))):
            s.differ(difference, "the second model of the same object differs")


def _is_audit(place: Place | None) -> bool:
    return place is not None and is_audit(place)


@check("MAP-15", needs_a_case=True)
def no_creation_logic(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    model = s.to_model(order)
    first = s.to_domain(model)
    _recorded_nothing(s, first)
    before = picture(first)
    difference = compare(before, s.to_domain(model), s.binding.tolerances)
    if difference is not None:
        s.differ(difference, f"the second object of the same {MODEL} differs: something is made up each time")


def _recorded_nothing(s: MapperScenario, value: Any) -> None:
    for place in places(value):
        if public(place.name) in s.binding.transient and isinstance(place.value, Sequence) and place.value:
            s.broken(
                f"len({place.path}) == 0",
                f"len({place.path}) == {len(place.value)}",
                place.path,
                f"reading it records {type(place.value[0]).__name__}, as if it had just happened",
            )
