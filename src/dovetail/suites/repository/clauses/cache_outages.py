"""When the cache of an adapter fails, or what is in it cannot be read, the adapter is right, or says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import store
from dovetail.suites.repository.cached.staleness import gave_the_same, not_stale, reads, warm
from dovetail.suites.repository.preconditions import cached_and, offers
from dovetail.suites.repository.scenario import RepositoryScenario


def _fails(s: RepositoryScenario, order: Any, right: dict[str, Reply]) -> None:
    """Each read is right, or fails as declared; it never says that there is nothing."""
    for name, ask in s.each_alone(reads(s, order)):
        reply = ask()
        if isinstance(reply.answer, Returned) and not s.is_absent(reply.answer):
            if not gave_the_same(reply, right[name]):
                s.broken(str(right[name]), str(reply), hint=f"{name} gives a wrong value")
        elif s.is_absent(reply.answer) and not s.is_absent(right[name].answer):
            s.broken(f"{right[name]}, or a failure", f"absent: {reply}", hint="a failure of the cache is no absence")
        elif s.binding.failure is not None and not _declared(s, reply, right[name]):
            s.broken(f"{right[name]}, or {s.binding.failure}", str(reply))


def _declared(s: RepositoryScenario, reply: Reply, right: Reply) -> bool:
    if s.is_absent(right.answer) and s.is_absent(reply.answer):
        return True
    return s.binding.failure is not None and s.binding.failure.accepts(reply.answer)


def _right(s: RepositoryScenario, order: Any) -> dict[str, Reply]:
    """What each read gives while the cache is well and empty."""
    with s.unrecorded():
        s.empty_cache()
        return {name: ask() for name, ask in reads(s, order)}


@check("REPO-39", all_of(cached_and("down", "poison"), offers("get")), most=10)
def cache_fails(s: RepositoryScenario) -> None:
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    right = _right(s, order)
    s.one_of(_ways(s, untouched))(order, right)


def _ways(s: RepositoryScenario, untouched: Any) -> list[Callable[[Any, dict[str, Reply]], None]]:
    cached = s.binding.cached
    assert cached is not None

    def down(order: Any, right: dict[str, Reply]) -> None:
        warm(s, order)
        with s.cache_down():
            _fails(s, order, right)
        not_stale(s, order, "the cache could not be reached")

    def poisoned(poison: Callable[[Any], Any]) -> Callable[[Any, dict[str, Reply]], None]:
        def way(order: Any, right: dict[str, Reply]) -> None:
            warm(s, order)
            s.say("# every entry of the cache is poisoned")
            s.driver.settle(poison(s.adapter))
            _fails(s, order, right)
            _heals(s, order, untouched)

        return way

    return [*([down] if cached.down is not None else []), *map(poisoned, cached.poisons)]


def _heals(s: RepositoryScenario, order: Any, untouched: Any) -> None:
    """A save after that is found: the poisoned entry is not in its way."""
    if not s.binding.offers("save", "update"):
        return
    held = s.in_hand(order)
    changed = s.change(held, needed=False)
    if isinstance(s.save(changed).answer, Returned):
        not_stale(s, changed, "it was saved over a poisoned entry", untouched)


@check("REPO-40", all_of(cached_and("down"), offers("get"), offers("save|update|delete")), most=10)
def written_while_the_cache_is_down(s: RepositoryScenario) -> None:
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    held = s.in_hand(order)
    deletes = not s.binding.offers("save", "update") or bool(s.binding.offers("delete") and s.some(1))
    changed = held if deletes else s.change(s.copy_of(held))
    warm(s, order)
    with s.cache_down():
        reply = s.delete(changed) if deletes else s.save(changed)
    if isinstance(reply.answer, Returned):
        not_stale(s, order, "a write that succeeded while the cache could not be reached", untouched)
