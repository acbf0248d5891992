"""Collections come back in their order, with as many elements as they had."""

from __future__ import annotations

import copy
from typing import Any

from dovetail.port import MISSING
from dovetail.suites.check import check
from dovetail.suites.mapper.places import Place, at, places, public
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import any_order, code, compare, picture

_SIZED = (list, tuple, set, frozenset, dict)
_IDENTITIES = ("id", "uuid", "identifier", "key")


@check("MAP-13", needs_a_case=True)
def order_and_duplicates(s: MapperScenario) -> None:
    drawn = s.drawn()
    held = [each for each in places(drawn) if _is_collection(each) and not _is_transient(s, each)]
    if not held:
        s.set_aside(f"{s.binding.noun} holds no collection")
    order = s.show(_arranged(s, drawn, s.one_of(held)))
    before = {each.path: (each, picture(each.value)) for each in places(order) if _is_collection(each)}
    model = s.to_model(order)
    got = s.to_domain(model)
    for path, (place, expected) in before.items():
        _kept(s, path, len(place.value), expected, at(got, place.steps))


def _kept(s: MapperScenario, path: str, size: int, expected: Any, got: Any) -> None:
    if not isinstance(got, _SIZED):
        return
    if len(got) != size:
        s.broken(f"len({path}) == {size}", f"len({path}) == {len(got)}", path)
    lost = compare(expected, got, s.binding.tolerances)
    if lost is not None and compare(expected, got, {"": any_order("only the order is asked here")}) is None:
        s.broken(f"{path} == {code(expected)}", f"{path} == {code(got)}", path, "the order was lost")


def _is_collection(place: Place) -> bool:
    return isinstance(place.value, _SIZED) and not hasattr(place.value, "_fields")


def _is_transient(s: MapperScenario, place: Place) -> bool:
    return bool(s.binding.transient.intersection(map(public, place.names)))


def _arranged(s: MapperScenario, order: Any, place: Place) -> Any:
    """The object with a collection turned round, or with its first element twice, where its classes allow that."""
    items = place.value
    if not isinstance(items, list | tuple) or not items:
        return order
    turned = type(items)(reversed(items))
    doubled = MISSING if _has_identity(items[0]) else type(items)([copy.deepcopy(items[0]), *items])
    part = s.one_of([turned, doubled])
    return order if part is MISSING else s.varied(order, place, part)


def _has_identity(element: Any) -> bool:
    own = type(element).__name__.lower()
    return any(hasattr(element, name) for name in (*_IDENTITIES, f"{own}_id"))
