"""Every field of the domain reaches the model: change one, and the model must change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dovetail.naming import public
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.examples.replacement import grafted
from dovetail.suites.mapper.models import unstable
from dovetail.suites.mapper.parts import Part, is_leaf, parts_of
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import compare, differences, picture


def mapped_by_hand(binding: Binding, _source: Any) -> str | None:
    """The mapping is not SQLAlchemy's own."""
    return (
        f"SQLAlchemy maps {binding.noun} itself: a field that it leaves out breaks MAP-01" if binding.mapped else None
    )


@check("MAP-02", mapped_by_hand, needs_a_case=True, share=0.5)
def every_field_reaches_the_model(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    choices = list(_other_values(s, order, s.drawn()))
    if not choices:
        s.set_aside("two objects were drawn that do not differ in any field")
    part, value = s.one_of(choices)
    other = grafted(order, part.steps, value)
    if other is None or compare(order, other, s.binding.tolerances) is None:
        s.set_aside(f"no other value of {part.path} is allowed beside the rest")
    s.show(other, "other")
    model = s.to_model(order)
    seen = picture(model)
    moving = _moving(s, order, model)
    changed = s.to_model(other, "other", as_name="other_model")
    if all(difference.path in moving for difference in differences(seen, changed)):
        s.broken(
            f"two models, since {part.path} differs",
            "one and the same model",
            part.path,
            f"this difference in {part.path} does not reach the model",
        )


def _moving(s: MapperScenario, order: Any, model: Any) -> frozenset[str]:
    with s.unrecorded():
        return unstable(s, order, model)


def _other_values(s: MapperScenario, one: Any, other: Any) -> Iterator[tuple[Part, Any]]:
    """The parts of an object that have another value in another object, the innermost alone."""
    theirs = defaultdict(list)
    for part in _known(s, other):
        theirs[part.pattern].append(part.value)
    for part in _known(s, one):
        for value in theirs[part.pattern]:
            if _replaceable(part.value, value) and compare(part.value, value) is not None:
                yield part, value
                break


def _known(s: MapperScenario, value: Any) -> Iterator[Part]:
    return (each for each in parts_of(value) if not s.binding.transient.intersection(map(public, each.names)))


def _replaceable(mine: Any, theirs: Any) -> bool:
    """Leaves and collections; an object is left to its own fields, unless there is one of another make in its place."""
    collections = (list, tuple, set, frozenset, dict)
    if isinstance(mine, collections) or is_leaf(mine) or is_leaf(theirs):
        return True
    return type(mine) is not type(theirs)
