"""What is mapped there and back is what it was."""

from __future__ import annotations

from typing import Any

from dovetail.suites.check import check
from dovetail.suites.mapper.models import left_to_the_database, unstable
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import differences, picture


@check("MAP-01")
def deep_round_trip(s: MapperScenario) -> None:
    order = _as_the_domain_makes_it(s)
    expected = picture(order)
    model = s.mapped(order, s.out(order))
    s.same(expected, s.mapped(order, s.back(model)))


@check("MAP-03", needs_a_case=True)
def model_round_trip(s: MapperScenario) -> None:
    model = _model(s)
    expected = picture(model)
    order = s.to_domain(model)
    again = s.to_model(order, s.binding.noun, as_name="again")
    with s.unrecorded():
        moving = unstable(s, order, again)
    for difference in differences(expected, again):
        if difference.path not in moving and not left_to_the_database(again, difference):
            s.differ(difference)


def _as_the_domain_makes_it(s: MapperScenario) -> Any:
    """An object as it is constructed, and as often as not as its own methods change it from there."""
    order = s.show(s.drawn())
    changes = s.binding.changes
    if changes is not None:
        for _ in range(s.some(2)):
            changed = changes.change(s.draw, order, s.binding.noun)
            if changed is not None:
                s.say(changed.line)
                order = changed.aggregate
    return order


def _model(s: MapperScenario) -> Any:
    """A model as the mapper makes it, or as the contract says that the database holds it."""
    if s.binding.rows is not None:
        return s.show(s.draw(s.binding.rows), "model")
    return s.to_model(s.show(s.drawn()))
