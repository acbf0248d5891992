"""A value that is missed is loaded: once, from what is stored now, and never from a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import hit, is_value, miss, observe
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.concurrency.ending import ends
from dovetail.suites.concurrency.gate import Gate, meanwhile
from dovetail.suites.concurrency.interleaving import all_at_once
from dovetail.suites.concurrency.sharing import clients, concurrent
from dovetail.suites.kernel.check import all_of, any_of, check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import code, identical

_CLIENTS = 4


class LoadFailed(Exception):  # noqa: N818 - what a load that fails raises
    """What was to be loaded could not be."""


@check("CACHE-10", all_of(offers("load", "get"), any_of(offers("delete"), offers("set")), concurrent), most=3)
def slow_load(s: CacheScenario) -> None:
    key, old = s.key(), s.value()
    new = s.other_than(old)
    gate = Gate()
    loader = _held_up(s, gate, lambda: old)
    deletes = s.one_of([each for each in ("delete", "set") if s.binding.has_own(each)]) == "delete"
    call = s.doing("load", key=key, loader=loader)
    write = s.doing("delete", key=key) if deletes else s.doing("set", key=key, value=new)
    s.disconnect_if_stored()
    slow, other = clients(s, [call, write])
    s.say(lambda: f"# a client: {call.line()}; while {code(old)} is loaded, another one: {write.line()}")
    answers = meanwhile(s, gate, slow, other)
    if not gate.came:
        s.broken("what is missed is loaded", f"nothing is loaded: {answer_text(answers[0])}")
    reply = s.get(key)
    kept = s.same(old, reply)
    if not kept and not s.is_miss(reply) and not s.same(new, reply):
        s.broken("a miss" if deletes else code(new), str(reply))
    _late(s, "kept" if kept else "dropped")


def _late(s: CacheScenario, found: str) -> None:
    stated = s.binding.contract.late_load
    if found == "kept" and stated == "dropped":
        s.broken("not the old value", "the old value, for its whole lifetime")
    if found == "kept" and stated is None:
        observe(s, "late_load", None, "kept")


def _held_up(s: CacheScenario, gate: Gate, load: Callable[[], Any]) -> Callable[..., Any]:
    loader = s.loader(load)
    return gate.after_async(loader) if s.loads_are_awaited else gate.after(loader)


def _many_misses(s: CacheScenario) -> None:
    """Those that miss one key at the same time, where there can be several: a load waits for a second one to come."""
    if concurrent(s.binding, s.source) is not None:
        s.learned = "several clients at a time were not tried: where one adapter is shared, write concurrent = True"
        return
    key, value = s.key(), s.value()
    gate = Gate(enough=2)
    loader = _held_up(s, gate, lambda: value)
    calls = [s.doing("load", key=key, loader=loader) for _ in range(_CLIENTS)]
    s.disconnect_if_stored()
    s.say(lambda: f"# {_CLIENTS} clients at the same time: {calls[0].line()}")
    for answer in all_at_once(s, clients(s, calls)):
        if not (isinstance(answer, Returned) and identical(value, answer.value, s.binding.tolerances)):
            s.broken(code(value), answer_text(answer))
    stated = s.binding.contract.loads_once
    if gate.came > 1 and stated:
        s.broken("one of them loads", f"{gate.came} do")
    if gate.came > 1 and stated is None:
        s.observed["loads_once"] = "False"


@check("CACHE-11", offers("load"), first=_many_misses, most=20)
def loaded_once(s: CacheScenario) -> None:
    _hit_loads_nothing(s)
    _failure_is_not_kept(s)


def _hit_loads_nothing(s: CacheScenario) -> None:
    key, value = s.key(), s.value()
    loads: list[int] = []

    def load() -> Any:
        loads.append(1)
        return value

    for _ in range(2):
        is_value(s, s.does("load", key=key, loader=s.loader(load)), value)
    if len(loads) != 1:
        s.broken("loaded once", f"{len(loads)} times")
    if s.binding.offers("get"):
        hit(s, key, value)
    if s.binding.offers("set"):
        other, stored = s.key(), s.value()
        s.put(other, stored)
        is_value(s, s.does("load", key=other, loader=s.loader(load)), stored, "it was put before")


def _failure_is_not_kept(s: CacheScenario) -> None:
    key, value = s.key(), s.value()

    def fail() -> Any:
        raise LoadFailed("the database is down")

    reply = s.does("load", key=key, loader=s.loader(fail))
    if isinstance(reply.answer, Returned):
        s.broken("the failure of the load", str(reply))
    if s.binding.offers("get"):
        miss(s, key, "its load has failed")
    if s.binding.offers("exists") and s.does("exists", key=key).value:
        s.broken("it does not exist", "True", hint="its load has failed")
    call = s.doing("load", key=key, loader=s.loader(lambda: value))
    if concurrent(s.binding, s.source) is None and not ends(s, call):
        s.broken("the next load ends", "it waits: the load before it has failed, and left a lock behind")
    is_value(s, s.make(call), value, "the load before it has failed")
