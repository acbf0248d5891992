"""What is mapped there and back is what it was."""

from __future__ import annotations

from typing import Any

from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.models import left_to_the_database, unstable
from dovetail.suites.mapper.parts import parts_of
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import Tolerance, any_order, differences, picture
from dovetail.values.changes import RefusedHalfway


@check("MAP-01")
def deep_round_trip(s: MapperScenario) -> None:
    order = _as_the_domain_makes_it(s)
    expected = picture(order)
    model = s.mapped(order, s.out(order))
    s.same(expected, s.mapped(order, s.back(model)))


@check("MAP-03", needs_a_case=True, share=0.4)
def model_round_trip(s: MapperScenario) -> None:
    model = _model(s)
    expected = picture(model)
    order = s.to_domain(model)
    again = s.to_model(order, s.binding.noun, as_name="again")
    with s.unrecorded():
        moving = unstable(s, order, again)
    for difference in differences(expected, again, _any_order_of_sets(order, again)):
        if difference.path in moving or left_to_the_database(again, difference):
            continue
        if not (_has_set(order) and sorted(difference.expected) == sorted(difference.got)):
            s.differ(difference)


def _as_the_domain_makes_it(s: MapperScenario) -> Any:
    """An object as it is constructed, and as often as not as its own methods change it from there."""
    order = s.show(s.drawn())
    changes = s.binding.changes
    try:
        changed = changes.change(s.draw, order, s.binding.noun) if changes is not None and s.some(1) else None
    except RefusedHalfway as refused:
        s.set_aside(str(refused))
    if changed is None:
        return order
    s.say(changed.line)
    return changed.aggregate


def _has_set(order: Any) -> bool:
    """Whether there are elements without an order, which may be written in any."""
    return any(isinstance(each.value, set | frozenset) for each in parts_of(order))


def _any_order_of_sets(order: Any, model: Any) -> dict[str, Tolerance]:
    """Lists of a model count as the same in any order, where they may hold the elements of a set."""
    if not _has_set(order):
        return {}
    names = {each.name for each in parts_of(model) if isinstance(each.value, list | tuple)}
    anyhow = any_order("the elements of a set have none")
    return {"": anyhow, **{f"**.{name}": anyhow for name in names if name.isidentifier()}}


def _model(s: MapperScenario) -> Any:
    """A model as the mapper makes it, or as the contract says that the database holds it."""
    if s.binding.rows is not None:
        return s.show(s.draw(s.binding.rows), "model")
    return s.to_model(s.show(s.drawn()))
