"""What belongs to another owner is absent, for reading and for writing."""

from __future__ import annotations

from typing import Any

from dovetail.suites.check import check
from dovetail.suites.repository.asking import own_arguments
from dovetail.suites.repository.attributes import reader
from dovetail.suites.repository.expect import same, store, stored
from dovetail.suites.repository.near import near, telling
from dovetail.suites.repository.needs import all_of, needs, scoped
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.variants import variant
from dovetail.values import code, identical


@check("REPO-27", all_of(needs("get"), scoped))
def out_of_scope(s: RepositoryScenario) -> None:
    order = store(s, s.keep(_owned(s)))
    before = stored(s, order)
    stranger = _stranger(s, order)
    _reads_nothing(s, order, stranger)
    if "delete" in s.binding.words:
        s.call(s.binding.word("delete"), aggregate=order, key=s.key(order), scope=stranger)
        same(s, before, _still_stored(s, order, stranger))


def _owned(s: RepositoryScenario) -> Any:
    """An aggregate, as often as not of an owner whose name a careless comparison takes for another one."""
    drawn, scope = s.draw(s.binding.aggregates), str(s.binding.scope)
    owner = reader(scope)(drawn)
    told = variant(drawn, scope, telling(owner)) if isinstance(owner, str) and s.some(1) else None
    return drawn if told is None else told


def _stranger(s: RepositoryScenario, order: Any) -> Any:
    """Anybody else: an owner of another aggregate, or one whose name is nearly the same."""
    scope = str(s.binding.scope)
    owner = reader(scope)(order)
    others = [each for each in near(owner) if not identical(owner, each)]
    stranger = s.one_of(others) if others and s.some(1) else reader(scope)(s.draw(s.binding.aggregates))
    if identical(stranger, owner):
        s.set_aside("the stranger is the owner")
    return stranger


def _reads_nothing(s: RepositoryScenario, order: Any, stranger: Any) -> None:
    words = s.binding.words
    reply = s.call(words["get"], key=s.key(order), scope=stranger)
    if not s.is_absent(reply.answer):
        s.broken(f"absent for {code(stranger)}", str(reply))
    if (
        "exists" in words
        and (reply := s.call(words["exists"], key=s.key(order), aggregate=order, scope=stranger)).value
    ):
        s.broken(f"absent for {code(stranger)}", str(reply))
    if "all" in words and (reply := s.call(words["all"], scope=stranger)).items:
        s.broken(f"nothing is listed for {code(stranger)}", str(reply))
    if "count" in words and (reply := s.call(words["count"], scope=stranger)).value:
        s.broken(f"nothing is counted for {code(stranger)}", str(reply))
    for query in s.binding.queries.values():
        own = own_arguments(query, order)
        roles = [role for role, _, _ in query.arguments]
        if own is not None and s.binding.scope in roles:
            given = dict(zip(roles, own, strict=True)) | {s.binding.scope: stranger}
            if (reply := s.call(query.word, **given)).items:
                s.broken(f"nothing is picked for {code(stranger)}", str(reply))


def _still_stored(s: RepositoryScenario, order: Any, stranger: Any) -> Any:
    reply = s.get(s.key(order))
    if s.is_absent(reply.answer):
        s.broken(f"{code(stranger)} deletes nothing of another's", str(reply))
    return reply.picture
