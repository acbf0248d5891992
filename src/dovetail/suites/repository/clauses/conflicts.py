"""What is answered where two aggregates, or two versions of one, cannot both be."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Ignores, Replaces, Returned
from dovetail.suites.check import check
from dovetail.suites.repository.asking import namesake
from dovetail.suites.repository.expect import as_stated, not_refused, same, store, stored
from dovetail.suites.repository.needs import all_of, keys_given, needs, unique, untracked, versioned
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.variants import variant
from dovetail.values import Picture, code, identical, picture


@check("REPO-10", all_of(needs("get", "add"), keys_given, untracked))
def duplicate_key(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    other = namesake(s, order)
    if other is None or identical(before, other, s.binding.tolerances):
        s.set_aside("there is no other aggregate with that key")
    s.introduce(other)
    reply = s.add(other)
    after = stored(s, order)
    policy = s.binding.duplicate
    not_refused(s, other, policy, reply)
    if policy is None:
        s.observed["duplicate"] = _effect(s, reply, before, other, after)
    else:
        as_stated(s, policy, "duplicate", reply)
    if isinstance(policy, Replaces):
        same(s, picture(other), after)
    elif policy is not None:
        same(s, before, after)


def _effect(s: RepositoryScenario, reply: Reply, before: Picture, other: Any, after: Picture) -> str:
    """The policy that would say what happened; a mixture of the two is no policy."""
    if identical(before, after, s.binding.tolerances):
        return str(Ignores()) if isinstance(reply.answer, Returned) else reply.as_policy()
    if not isinstance(reply.answer, Returned) or not identical(other, after, s.binding.tolerances):
        s.broken(f"{code(before)} or all of the other", code(after), hint=f"add {reply}")
    return str(Replaces())


@check("REPO-28", needs("get", "update"))
def updating_the_absent(s: RepositoryScenario) -> None:
    never_saved = _never_saved(s)
    reply = s.call(s.binding.word("update"), **s.given(never_saved))
    there = not s.is_absent(s.get(s.key(never_saved)).answer)
    policy = s.binding.missing_update
    not_refused(s, never_saved, policy, reply)
    if policy is None:
        answered = str(Replaces() if there else Ignores()) if isinstance(reply.answer, Returned) else reply.as_policy()
        s.observed["missing_update"] = answered
        return
    as_stated(s, policy, "missing_update", reply)
    if there is not isinstance(policy, Replaces):
        s.broken("stored" if isinstance(policy, Replaces) else "nothing is stored", "stored" if there else "absent")


def _never_saved(s: RepositoryScenario) -> Any:
    """An aggregate with a key under which nothing is stored, though it be one that the store might have given."""
    drawn = s.draw(s.binding.aggregates)
    known = variant(drawn, str(s.binding.key.attribute), s.absent_key()) if s.binding.generates_key else None
    return s.keep(drawn if known is None else known)


@check("REPO-29", all_of(needs("get"), unique))
def unique_fields(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    name = s.one_of(sorted(s.binding.unique))
    other = variant(s.draw(s.binding.aggregates), name, getattr(order, name))
    if other is None or identical(s.key(order), s.key(other)):
        s.set_aside(f"there is no other aggregate with that {name}")
    s.introduce(other)
    reply = s.add(other)
    not_refused(s, other, s.binding.unique[name], reply)
    as_stated(s, s.binding.unique[name], name, reply)
    same(s, before, stored(s, order))


@check("REPO-19", all_of(needs("get", "save|update"), versioned, untracked))
def stale_save(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    mine, theirs = s.load(order), s.load(order)
    mine, theirs = s.change(mine), s.change(theirs)
    if not isinstance(s.save(theirs).answer, Returned):
        s.set_aside("the first of two saves is refused")
    now = stored(s, order)
    reply = s.save(mine)
    not_refused(s, mine, s.binding.stale, reply)
    as_stated(s, s.binding.stale, "stale", reply)
    if not isinstance(reply.answer, Returned):
        same(s, now, stored(s, order))
