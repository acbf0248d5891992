"""Whether what is stored is a copy, or the caller's own object."""

from __future__ import annotations

from typing import Any

from dovetail.suites.cache.assertions import observe, stored
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import check
from dovetail.values import Picture, identical, picture


@check("CACHE-04", offers("get", "set"), needs_a_case=True)
def by_value_or_by_reference(s: CacheScenario) -> None:
    key, value = s.key(), s.draw(s.binding.changeable)
    if value is None:
        s.set_aside("None cannot be changed in place")
    stored(s, key, value)
    if not _same(s, key, picture(value)):
        s.set_aside("it is not found as it was put", left_to_another_clause=True)
    ways = {"put": _keeps_its_own(s, key, value, "value")}
    found = s.get(key).value
    ways["found"] = _keeps_its_own(s, key, found, "found")
    if s.binding.offers("load") and (made := _loaded(s)) is not None:
        ways["loaded"] = made
    shared = [name for name, own in ways.items() if not own]
    if shared and len(shared) < len(ways):
        kept = ", ".join(name for name, own in ways.items() if own)
        s.broken(
            "copies every way, or the objects themselves", f"what was {kept} is a copy, what was {shared[0]} is not"
        )
    observe(s, "copies", s.binding.contract.copies, "reference" if shared else "value")


def _keeps_its_own(s: CacheScenario, key: Any, held: Any, name: str) -> bool:
    """Whether a change of an object that the caller holds does not show in what is found next."""
    before = picture(s.get(key).value)
    if not s.changes_in_place(held, name):
        s.set_aside(f"a {type(held).__name__} cannot be changed in place")
    return _same(s, key, before)


def _loaded(s: CacheScenario) -> bool | None:
    """Whether what a load gives to the one who loaded it is a copy; None where it is not stored."""
    key, value = s.key(), s.draw(s.binding.changeable)
    given = s.does("load", key=key, loader=s.loader(lambda: value)).value
    if given is None or not _same(s, key, picture(value)):
        return None
    return _keeps_its_own(s, key, given, "loaded")


def _same(s: CacheScenario, key: Any, before: Picture) -> bool:
    reply = s.get(key)
    return reply.picture is not None and identical(before, reply.picture, s.binding.tolerances)
