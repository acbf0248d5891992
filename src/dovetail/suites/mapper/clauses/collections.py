"""Collections come back in their order, with as many elements as they had."""

from __future__ import annotations

import copy
from typing import Any

from dovetail.conventions import key_names
from dovetail.hints import is_fixed_tuple
from dovetail.naming import public, snake
from dovetail.port import MISSING
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.parts import Part, at, parts_of
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import any_order, code, compare, picture

_SIZED = (list, tuple, set, frozenset, dict)


@check("MAP-13", needs_a_case=True, share=0.5)
def order_and_duplicates(s: MapperScenario) -> None:
    drawn = s.drawn()
    known = parts_of(drawn, s.binding.domain)
    held = [each for each in known if _is_collection(each) and not _is_transient(s, each)]
    if not held:
        s.set_aside(f"{s.binding.noun} holds no collection")
    order = s.show(_arranged(s, drawn, s.one_of(held)))
    before = {each.path: (each, picture(each.value)) for each in parts_of(order) if _is_collection(each)}
    got = s.to_domain(s.to_model(order))
    for path, (part, expected) in before.items():
        _kept(s, path, len(part.value), expected, at(got, part.steps))


def _kept(s: MapperScenario, path: str, size: int, expected: Any, got: Any) -> None:
    if not isinstance(got, _SIZED):
        return
    if len(got) != size:
        s.broken(f"len({path}) == {size}", f"len({path}) == {len(got)}", path)
    lost = compare(expected, got, s.binding.tolerances)
    if lost is not None and compare(expected, got, {"": any_order("only the order is asked here")}) is None:
        s.broken(f"{path} == {code(expected)}", f"{path} == {code(got)}", path, "the order was lost")


def _is_collection(part: Part) -> bool:
    return isinstance(part.value, _SIZED) and not hasattr(part.value, "_fields")


def _is_transient(s: MapperScenario, part: Part) -> bool:
    return bool(s.binding.transient.intersection(map(public, part.names)))


def _arranged(s: MapperScenario, order: Any, part: Part) -> Any:
    """The object with a collection turned round, or with its first element twice, where its classes allow that."""
    items = part.value
    if not isinstance(items, list | tuple) or not items or is_fixed_tuple(part.hint):
        return order
    turned = type(items)(reversed(items))
    doubled = MISSING if _has_identity(items[0]) else type(items)([copy.deepcopy(items[0]), *items])
    other = s.one_of([turned, doubled])
    return order if other is MISSING else s.varied(order, part, other)


def _has_identity(element: Any) -> bool:
    return any(hasattr(element, name) for name in key_names(snake(type(element).__name__)))
