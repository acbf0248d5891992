"""A cache that is down, or an entry that cannot be read, is never taken for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dovetail.policies import Ignores, Policy, Raised, Returned, describe
from dovetail.suites.cache.assertions import hit, miss, stored
from dovetail.suites.cache.preconditions import can_fail, offers, timed
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.outages.declared import failing
from dovetail.suites.outages.ways_to_fail import outages, prepared, while_failing
from dovetail.values import code, identical

_LIFETIME = 60.0
_COMMANDS = 4  # of one operation, before which the cache is cut off


@check("CACHE-12", all_of(offers("get", "set"), can_fail), most=6)
def never_a_wrong_value(s: CacheScenario) -> None:
    for trial in s.each_alone(_trials(s)):
        for reply in s.each_alone(_while_down(s, trial)):
            trial.judge(reply)
    for damage in s.each_alone(s.binding.contract.damage):
        _damaged(s, damage)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One operation that is called while the cache is down.

    Attributes:
        ready: what is done while it is well.
        call: the operation.
        judge: says whether its reply is right, once the cache is well again.
    """

    ready: Callable[[], None]
    call: Callable[[], Reply]
    judge: Callable[[Reply], None]


def _while_down(s: CacheScenario, trial: _Trial) -> Iterator[Reply]:
    """What the operation answers while the cache is down, or is cut off before each thing that it is sent."""
    down = s.binding.contract.down
    if down is not None:
        trial.ready()
        s.say("# from here on, the cache cannot be reached")
        context = down(s.adapter)
        s.driver.enter(context)
        try:
            reply = trial.call()
        finally:
            s.driver.leave(context)
        s.say("# it can be reached again")
        yield reply
    elif failing(s.binding, s.source) is None:
        for outage in outages(s):
            for number in outage.numbers[:_COMMANDS]:
                with prepared(s, outage) as strike:
                    trial.ready()
                    struck = while_failing(s, outage, strike, number, trial.call)
                if struck is None:
                    break
                yield struck


def _trials(s: CacheScenario) -> list[_Trial]:
    """Each operation of the port that can give a wrong answer."""
    key, absent, value = s.key(), s.key(), s.value()
    new = s.other_than(value)
    offered = s.binding.offers

    def put() -> None:
        stored(s, key, value)

    def take() -> None:
        if offered("delete"):
            s.does("delete", key=absent)

    trials = [
        _Trial(put, lambda: s.get(key), lambda reply: _read(s, reply, value)),
        _Trial(put, lambda: s.get(absent), lambda reply: _read(s, reply)),
    ]
    if s.binding.has_own("set"):  # a load that stores nothing has loaded all the same
        trials.append(_Trial(put, lambda: s.put(key, new), lambda reply: _written(s, reply, key, new)))
    if offered("delete"):
        trials.append(_Trial(put, lambda: s.does("delete", key=key), lambda reply: _written(s, reply, key, None)))
    if offered("add"):
        trials.append(_Trial(take, lambda: s.put(absent, value, "add"), lambda reply: _added(s, reply, absent, value)))
    if offered("increment") and s.binding.numbers:
        trials.append(_Trial(
            lambda: stored(s, key, 1), lambda: s.does("increment", key=key), lambda reply: _counted(s, reply, key)
        ))  # fmt: skip
    trials += _with_lifetime(s, absent, value)
    if offered("load"):
        load = s.loader(lambda: new)
        trials.append(
            _Trial(put, lambda: s.does("load", key=key, loader=load), lambda reply: _read(s, reply, value, new))
        )
    return trials


def _with_lifetime(s: CacheScenario, absent: Any, value: Any) -> list[_Trial]:
    """An entry that is put with a lifetime, in one command and not in two, has that or is not there."""
    if timed(s.binding, s.source) is not None:
        return []

    def take() -> None:
        if s.binding.offers("delete"):
            s.does("delete", key=absent)
        elif s.binding.offers("clear"):
            s.does("clear")

    def judge(_reply: Reply) -> None:
        s.time_passes(_LIFETIME + 1)
        miss(s, absent, "it was put with a lifetime, and cut off it has none")

    calls: dict[str, Callable[[], Reply]] = {
        "set": lambda: s.put(absent, value, ttl=_LIFETIME),
        "add": lambda: s.put(absent, value, "add", ttl=_LIFETIME),
        "increment": lambda: s.does("increment", key=absent, ttl=_LIFETIME),
    }
    takes = [word for word in calls if s.binding.takes(word, "ttl")]
    if not s.binding.numbers and "increment" in takes:
        takes.remove("increment")
    return [_Trial(take, calls[word], judge) for word in takes]


def _read(s: CacheScenario, reply: Reply, *right: Any) -> None:
    """A read gives one of the values that are right, a miss, or the declared failure."""
    failure = s.binding.failure
    if not isinstance(reply.answer, Returned):
        _declared(s, reply, failure)
        return
    if any(identical(value, reply.picture, s.binding.tolerances) for value in right):
        return
    if not s.is_miss(reply):
        s.broken(f"{code(right[0])}, a miss, or a failure" if right else "a miss, or a failure", str(reply))
    if failure is not None and not isinstance(failure, Ignores) and right:
        s.broken(f"{failure}, since the cache is down", f"a miss: {reply}")


def _declared(s: CacheScenario, reply: Reply, failure: Policy | None) -> None:
    if failure is not None and not failure.accepts(reply.answer) and not s.is_miss(reply):
        s.broken(f"{failure}, since the cache is down", str(reply))


def _written(s: CacheScenario, reply: Reply, key: Any, new: Any) -> None:
    """A write is done, or says that it is not; one that is ignored in silence leaves an old value behind."""
    failure = s.binding.failure
    if not isinstance(reply.answer, Returned):
        _declared(s, reply, failure)
        return
    now = s.get(key)
    if s.is_miss(now) or (new is not None and s.same(new, now)):
        return
    if failure is None:
        s.observed["failure"] = "ignores()"
    elif not isinstance(failure, Ignores):
        s.broken(f"{failure}, since the cache is down", f"{reply}; and {now} is found afterwards")


def _added(s: CacheScenario, reply: Reply, key: Any, value: Any) -> None:
    """An add that did not happen does not say that it did: what is built on it is a lock."""
    if not isinstance(reply.answer, Returned):
        _declared(s, reply, s.binding.failure)
    elif reply.value is True and not s.same(value, s.get(key)):
        s.broken("not True, since nothing was added", "True")


def _counted(s: CacheScenario, reply: Reply, key: Any) -> None:
    """An increment that did not happen gives no number: what is built on it is a limit."""
    if not isinstance(reply.answer, Returned):
        _declared(s, reply, s.binding.failure)
    elif type(reply.value) is int and not s.same(reply.value, s.get(key)):
        s.broken("no number, since nothing was counted", str(reply))


def _damaged(s: CacheScenario, damage: Callable[[Any, Any], Any]) -> None:
    """An entry that cannot be read, or that an older class has written."""
    key, value = s.key(), s.value()
    stored(s, key, value)
    s.say("# its entry is damaged, or is what an older version wrote")
    s.driver.settle(damage(s.adapter, key))
    _readable(s, s.get(key), value)
    if s.binding.offers("load"):
        loaded = s.other_than(value)
        _readable(s, s.does("load", key=key, loader=s.loader(lambda: loaded)), value, loaded)
    new = s.other_than(value)
    stored(s, key, new)
    hit(s, key, new, "it was put again")


def _readable(s: CacheScenario, reply: Reply, *right: Any) -> None:
    contract = s.binding.contract
    if isinstance(reply.answer, Raised) and not s.is_miss(reply):
        declared = [each for each in (contract.unreadable, s.binding.failure) if each is not None]
        if declared and not any(each.accepts(reply.answer) for each in declared):
            s.broken(f"{declared[0]}, or a miss", str(reply))
        if not declared:
            s.observed["unreadable"] = describe(reply.answer)
        return
    right_one = any(identical(value, reply.picture, s.binding.tolerances) for value in right)
    if isinstance(reply.answer, Returned) and not right_one and not s.is_miss(reply):
        s.broken(f"{code(right[0])}, a miss, or a failure", str(reply))
