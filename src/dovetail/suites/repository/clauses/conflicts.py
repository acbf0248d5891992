"""What is answered where two aggregates, or two versions of one, cannot both be."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Ignores, Raised, Replaces, Returned
from dovetail.records.sqlalchemy import changes_own_row, in_session
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import (
    as_stated,
    lists,
    not_refused,
    picks,
    same,
    still_stored,
    store,
    stored,
)
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.preconditions import keys_given, offers, saving, unique, updating, versioned
from dovetail.suites.repository.query_arguments import agreeing, differ_elsewhere, namesake, own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.taken_values import taken_by_a_change
from dovetail.values import Picture, code, differences, identical, picture
from dovetail.values.variants import variant


@check("REPO-10", all_of(offers("get", "add"), keys_given), share=0.4)
def duplicate_key(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    other = namesake(s, order)
    if other is None or identical(before, other, s.binding.tolerances):
        s.set_aside("there is no other aggregate with that key")
    differ_elsewhere(s, order, other)
    s.introduce(other)
    reply = s.add(other)
    policy = s.binding.duplicate
    not_refused(s, other, policy, reply)
    after = still_stored(s, order, reply)
    if policy is None:
        s.observed["duplicate"] = _effect(s, reply, before, other, after)
    else:
        as_stated(s, policy, "duplicate", reply)
    if isinstance(policy, Replaces):
        same(s, picture(other), after)
    elif policy is not None:
        same(s, before, after)
        _alone(s, order, other)


def _alone(s: RepositoryScenario, order: Any, other: Any) -> None:
    """The one that was not added is nowhere: not in the list of all, not in the count, and no query picks it."""
    if s.binding.offers("all"):
        lists(s, s.all(), [order], s.binding.operation("all").name)
    if s.binding.offers("count") and (reply := s.count()).value != 1:
        s.broken("count == 1", str(reply))
    for query in (*s.binding.queries.values(), *s.binding.measures.values()):
        for own in (own_arguments(query, order), own_arguments(query, other)):
            if own is not None:
                picks(s, query, own, [order])


def _effect(s: RepositoryScenario, reply: Reply, before: Picture, other: Any, after: Picture) -> str:
    """The policy that would say what happened; a mixture of the two is no policy."""
    if identical(before, after, s.binding.tolerances):
        return str(Ignores()) if isinstance(reply.answer, Returned) else reply.as_policy()
    if not isinstance(reply.answer, Returned) or not identical(other, after, s.binding.tolerances):
        s.broken(f"{code(before)} or all of the other", code(after), hint=f"add {reply}")
    return str(Replaces())


@check("REPO-28", all_of(offers("get"), updating), share=0.4)
def updating_the_absent(s: RepositoryScenario) -> None:
    never_saved = _never_saved(s)
    reply = _updated(s, never_saved)
    there = not s.is_absent(s.get(s.key(never_saved)).answer)
    policy = s.for_key(s.binding.missing_update, s.key(never_saved))
    not_refused(s, never_saved, policy, reply)
    if policy is None:
        answered = str(Replaces() if there else Ignores()) if isinstance(reply.answer, Returned) else reply.as_policy()
        s.observed["missing_update"] = answered
        return
    as_stated(s, policy, "missing_update", reply)
    if there is not isinstance(policy, Replaces):
        s.broken("stored" if isinstance(policy, Replaces) else "nothing is stored", "stored" if there else "absent")


def _updated(s: RepositoryScenario, never_saved: Any) -> Reply:
    """The answer of the port's update, though it take a key and what is to change in place of the aggregate."""
    patching = s.binding.patching
    if s.binding.offers("update") or patching is None:
        return s.call(s.binding.operation("update"), **s.given(never_saved))
    told = s.told(patching, never_saved)
    if told is None:
        s.set_aside("the domain refuses it")
    return s.perform(patching, never_saved, told[0])


def _never_saved(s: RepositoryScenario) -> Any:
    """An aggregate with a key under which nothing is stored, though it be one that the store might have given."""
    drawn = s.draw(s.binding.aggregates)
    known = variant(drawn, str(s.binding.key.attribute), s.absent_key()) if s.binding.generates_key else None
    return s.keep(drawn if known is None else known)


@check("REPO-29", all_of(offers("get"), unique), share=0.4)
def unique_fields(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    name = s.one_of(sorted(s.binding.unique))
    if getattr(order, name) is None:
        s.set_aside(f"no {name} is none that two could share: a unique column takes NULL as often as it comes")
    if s.binding.offers("save", "update") and not s.binding.mapped and s.some(1):
        taken_by_a_change(s, order, name)
        same(s, before, stored(s, order))
        return
    other = variant(s.draw(s.binding.aggregates), name, agreeing(s, name, getattr(order, name)))
    if other is None or s.binding.any_case.same_key(s.key(order), s.key(other)):
        s.set_aside(f"there is no other aggregate with that {name}")
    s.introduce(other)
    reply = s.add(other)
    not_refused(s, other, s.binding.unique[name], reply)
    as_stated(s, s.binding.unique[name], name, reply)
    same(s, before, still_stored(s, order, reply))


@check("REPO-19", all_of(offers("get"), saving, versioned), share=0.4)
def stale_save(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    effects = [] if s.binding.mapped else [each for each in s.binding.effects.values() if each.takes_aggregate]
    effect = s.one_of([None, *effects])
    if effect is not None:
        _stale_otherwise(s, order, effect)
        return
    mine, now, reply = (_in_two_sessions if s.binding.mapped else _one_after_the_other)(s, order)
    not_refused(s, mine, s.binding.stale, reply)
    as_stated(s, s.binding.stale, "stale", reply)
    if not isinstance(reply.answer, Returned):
        if s.binding.mapped:
            s.reconnect()
        same(s, now, stored(s, order))


def _stale_otherwise(s: RepositoryScenario, order: Any, effect: Effect) -> None:
    """What is stale is given to an operation that may write it: it is refused, or what another one saved stays."""
    mine, theirs = s.load(order), s.load(order)
    before = picture(mine)
    if not isinstance(s.save(s.change(theirs)).answer, Returned):
        s.set_aside("the first of two saves is refused")
    now = stored(s, order)
    reply = s.perform(effect, mine, effect.drawn(s.draw))
    left = s.get(s.key(order))
    if left.picture is None or s.is_absent(left.answer):
        s.set_aside(f"{effect.operation.name} takes it away")
    tolerances = s.binding.tolerances
    kept = {each.path for each in differences(before, left.picture, tolerances)}
    undone = {each.path for each in differences(before, now, tolerances)} - kept
    found = next((each for each in differences(now, left.picture, tolerances) if each.path in undone), None)
    if found is not None:
        hint = (
            f"{effect.operation.name} {reply}" if isinstance(reply.answer, Raised) else "it is stale, and not refused"
        )
        s.broken(f"{found.path} == {found.expected}", f"{found.path} == {found.got}", found.path, hint)


def _one_after_the_other(s: RepositoryScenario, order: Any) -> tuple[Any, Picture, Reply]:
    """Two clients load, and both save: what the second one saves, what is stored before that, and what is answered."""
    mine, theirs = s.load(order), s.load(order)
    mine, theirs = s.change(mine), s.change(theirs)
    if not isinstance(s.save(theirs).answer, Returned):
        s.set_aside("the first of two saves is refused")
    return mine, stored(s, order), s.save(mine)


def _in_two_sessions(s: RepositoryScenario, order: Any) -> tuple[Any, Picture, Reply]:
    """The same of mapped aggregates, of which a session has one object each: the two clients have a session each."""
    s.disconnect()
    with s.one_unit():
        mine = s.load(order)
        with s.another_client():
            _, _, reply = s.modify(order, lambda held: _own_row_changed(s, held))
            if not isinstance(reply.answer, Returned):
                s.set_aside("the first of two saves is refused", left_to_another_clause=True)
            now = stored(s, order)
        mine = _own_row_changed(s, mine)
        reply = s.save(mine) if s.binding.offers("save", "update") else Reply(Returned(None))
    return mine, now, s.ended(reply)


def _own_row_changed(s: RepositoryScenario, order: Any) -> Any:
    """The aggregate with a change in its own row: a child's row alone is not counted, and mixes with any other."""
    order = s.change(order)
    if in_session(order) and not changes_own_row(order):
        s.set_aside("a child alone was changed")
    return order
