"""What is saved is found, as it was saved; what is not is answered as absent."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.concurrency.sharing import fresh
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import (
    absent,
    as_stated,
    found,
    not_refused,
    same,
    saved,
    store,
    stored,
    whole,
)
from dovetail.suites.repository.preconditions import offers, outliving
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.sizes import same_sizes, sizes
from dovetail.values import picture


@check("REPO-01", offers("get"))
def found_as_saved(s: RepositoryScenario) -> None:
    order = _in_any_state(s, s.aggregate())
    as_saved = picture(order)
    saved(s, order, s.add(order))
    found(s, order, as_saved)


def _in_any_state(s: RepositoryScenario, order: Any) -> Any:
    """The aggregate as made, or in a state that only the methods of its domain lead to."""
    if not s.binding.changes.mutators:
        return order
    for _ in range(s.some(2)):
        order = s.change(order, needed=False)
    return order


@check("REPO-02", offers("get"), share=0.25)
def absent_key(s: RepositoryScenario) -> None:
    for _ in range(s.some(2)):
        store(s, s.aggregate())
    key = s.absent_key()
    policy = s.for_key(s.binding.missing, key)
    made = policy is not s.binding.missing
    with s.unrecorded():
        before = sizes(s) if made else {}
    reply = s.get(key)
    if isinstance(reply.value, s.binding.kind) and not made:
        s.broken("nothing is found", str(reply))
    not_refused(s, [key, *s.owner], policy, reply)
    as_stated(s, policy, "missing", reply)
    if made and isinstance(reply.answer, Returned):
        _made_for_the_caller(s, key, reply.answer)
        same_sizes(s, before)


def _made_for_the_caller(s: RepositoryScenario, key: Any, answer: Returned) -> None:
    """What is made of an absent key is the caller's own: who asks again is given another one, that nobody changed."""
    called, name = s.lines[-1], f"absent_{s.binding.names[0]}"
    if s.changes_in_place(answer.value, name):
        s.lines[-2] = lambda: f"{name} = {called if isinstance(called, str) else called()}"
        absent(s, key, hint="the one that was handed out before is handed out again")


@check("REPO-06", all_of(offers("get"), fresh), share=0.25)
def seen_by_a_fresh_connection(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    if s.binding.offers("save", "update") and s.some(1):
        order = _saved_again(s, order)
    here = stored(s, order)
    s.reconnect()
    same(s, here, s.found(order, "found, as the connection that saved it finds it"))


def _saved_again(s: RepositoryScenario, order: Any) -> Any:
    order, _, reply = s.modify(order, lambda held: s.change(held, needed=False))
    if not isinstance(reply.answer, Returned):
        s.set_aside(f"the change is refused: {reply}", left_to_another_clause=True)
    return order


@check("REPO-22", all_of(offers("get"), fresh, outliving), share=0.25)
def lives_on_after_its_connection(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    s.reconnect()
    loaded = s.load_untouched(order)
    s.reconnect()
    got = whole(s, loaded, order)
    with s.unrecorded():
        there = stored(s, order)
    same(s, there, got)
