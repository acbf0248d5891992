"""Keys are compared exactly, or in any case where the contract says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dovetail.suites.calls.attributes import held_by, like
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import store, stored
from dovetail.suites.repository.examples.compound import cut_otherwise, near_in_one_part, parts_of, told_apart
from dovetail.suites.repository.examples.lookalikes import neighbours, telling
from dovetail.suites.repository.inference.any_case import in_other_case
from dovetail.suites.repository.preconditions import exact_keys, offers
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import code
from dovetail.values.variants import variant

# Every careless comparison finds something near to the first, and what cuts keys off finds it to the second.
_TELLING = (telling(""), telling("") * 20)


@check("REPO-18", all_of(offers("get"), exact_keys), share=0.35)
def keys_are_exact(s: RepositoryScenario) -> None:
    drawn = s.draw(s.binding.aggregates)
    if parts_of(s.key(drawn)):
        _parts_are_exact(s, drawn)
        return
    falsy = _under(s, drawn, "") if s.some(1) else None
    if falsy is not None:
        _is_a_key(s, store(s, s.keep(falsy)))
        return
    told = _under(s, drawn, s.one_of(_TELLING)) if s.some(1) else None
    order = store(s, s.keep(drawn if told is None else told))
    stored(s, order)
    anyhow = s.binding.any_case.of_keys
    if anyhow:
        _found_in_other_case(s, order)
    _are_absent(s, neighbours(s.key(order), anyhow=anyhow))


def _parts_are_exact(s: RepositoryScenario, drawn: Any) -> None:
    """Of a key of several parts, each is exact, and it is told where one ends and the next begins."""
    near, cut = near_in_one_part, cut_otherwise
    way = s.one_of((near, cut))
    order = store(s, s.keep(told_apart(drawn, s.binding.key) if way is cut or s.some(1) else drawn))
    stored(s, order)
    key = s.key(order)
    _are_absent(s, (each for each in way(key) if not s.binding.any_case.same_key(key, each)))


def _are_absent(s: RepositoryScenario, keys: Iterable[Any]) -> None:
    for key in keys:
        with s.unrecorded():
            found = isinstance(s.get(key).value, s.binding.kind)
        if found:
            s.broken(f"{code(key)} is absent", str(s.get(key)))


def _found_in_other_case(s: RepositoryScenario, order: Any) -> None:
    """The contract says that a key is the same in any case: asked for in the other one, the aggregate is found."""
    other = in_other_case(s.key(order))
    if other is None:
        return
    reply = s.get(other)
    if s.is_absent(reply.answer):
        s.broken(f"{code(other)} is found, as {code(s.key(order))} is: keys are compared in any case", str(reply))


def _is_a_key(s: RepositoryScenario, order: Any) -> None:
    """What was stored under an empty key is found, and can be saved again."""
    s.found(order, f"{code(s.key(order))} is found")
    if not s.binding.by_loading and (s.binding.offers("save", "update")):
        reply = s.save(order)
        s.succeeds(reply, "it is saved again")


def _under(s: RepositoryScenario, aggregate: Any, text: str) -> Any:
    """The aggregate under that key, or under 0 where keys are numbers; None where its own rules do not allow it."""
    key, attribute = s.key(aggregate), s.binding.key.attribute
    held = held_by(key)
    if attribute is None or not isinstance(held, (str, int)):
        return None
    try:
        other = like(key, type(held)(text) if isinstance(held, str) else type(held)())
    except Exception:  # noqa: BLE001 - anything that the key's class raises of a text that it refuses
        return None
    return None if other is None else variant(aggregate, attribute, other)
