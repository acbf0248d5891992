"""What is taken out is gone, and nothing goes with it."""

from __future__ import annotations

from typing import Any

from dovetail.suites.cache.assertions import gone, hit, miss, stored
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import all_of, any_of, check


@check("CACHE-06", all_of(offers("get", "set"), any_of(offers("delete"), offers("clear"))), share=0.5)
def own_entries_alone(s: CacheScenario) -> None:
    with s.within("main"):
        _taken_out(s)


def _taken_out(s: CacheScenario) -> None:
    ways = {"delete": _delete, "delete_many": _delete_many, "clear": _clear}
    s.one_of([way for word, way in ways.items() if s.binding.offers(word)])(s)


def _delete(s: CacheScenario) -> None:
    one, other = s.key(), s.key()
    value, kept = s.value(), s.value()
    stored(s, one, value)
    two = s.binding.room > 1
    if two:
        stored(s, other, kept)
    reply = s.does("delete", key=one)
    s.succeeds(reply, "deletes what is there")
    if reply.value is False:
        s.broken("says that there was an entry", "False")
    gone(s, one)
    s.afresh()
    gone(s, one)
    if two:
        hit(s, other, kept)
    s.as_stated(s.binding.missing_delete, "missing_delete", s.does("delete", key=one))
    stored(s, one, value)
    hit(s, one, value)
    if s.binding.namespaces:
        _elsewhere(s, lambda: s.does("delete", key=one), one)


def _delete_many(s: CacheScenario) -> None:
    entries = [(s.key(), s.value()) for _ in range(3)]
    if s.binding.room < len(entries) + 2:
        return
    for key, value in entries:
        stored(s, key, value)
    *some, (kept, value) = entries
    reply = s.does("delete_many", keys=[*(key for key, _ in some), s.key()])
    s.succeeds(reply, "deletes what is there of them")
    for key, _ in some:
        gone(s, key)
    hit(s, kept, value)


def _clear(s: CacheScenario) -> None:
    keys = [s.key() for _ in range(min(2, s.binding.room))]
    for key in keys:
        stored(s, key, s.value())
    if s.binding.namespaces:
        _elsewhere(s, lambda: s.does("clear"), keys[0])
    else:
        s.does("clear")
    for key in keys:
        gone(s, key, "it was cleared")
    s.afresh()
    for key in keys:
        miss(s, key, "it was cleared")
    if s.binding.offers("size") and s.does("size").value != 0:
        s.broken("size == 0", "another number")
    value = s.value()
    stored(s, keys[0], value)
    hit(s, keys[0], value)


def _elsewhere(s: CacheScenario, taken_out: Any, key: Any) -> None:
    """What is taken out of one namespace stays in the others, those whose names begin alike too."""
    held = []
    if s.binding.room < 4:
        taken_out()
        return
    for name in ("main2", "mai"):
        value = s.value()
        with s.within(name):
            stored(s, key, value)
        held.append((name, value))
    taken_out()
    for name, value in held:
        with s.within(name):
            hit(s, key, value, "it is in another namespace")
