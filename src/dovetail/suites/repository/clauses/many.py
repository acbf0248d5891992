"""What is done to many at once is what the single operation does to each."""

from __future__ import annotations

from typing import Any

from dovetail.hints import optional
from dovetail.policies import Fails, Policy, Raises, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import absent, differ, lists, not_refused, same, store, stored
from dovetail.suites.repository.first_saves import lost_later
from dovetail.suites.repository.inference.bulk import Bulk
from dovetail.suites.repository.inference.key import is_falsy
from dovetail.suites.repository.inference.order_asked import as_asked
from dovetail.suites.repository.preconditions import bulks, in_one_session, offers, refused_twice
from dovetail.suites.repository.query_arguments import agreeing_with
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, code, differences, picture
from dovetail.values.strategies import ordinary

_MOST = 3


@check("REPO-30", all_of(offers("get"), bulks, in_one_session))
def many_at_once(s: RepositoryScenario) -> None:
    bulk = s.binding.bulks[s.one_of(sorted(s.binding.bulks))]
    bystander = store(s, s.aggregate())
    before = stored(s, bystander)
    if bulk.name == "get":
        _get(s, bulk)
    elif bulk.name == "delete":
        _delete(s, bulk)
    elif bulk.name == "update":
        _update(s, bulk)
    elif bulk.name == "add" and _refusals(s) and s.some(1):
        _add_one_too_many(s, bulk, bystander)
    else:
        _save(s, bulk)
    same(s, before, s.found(bystander, f"{s.name_of(bystander)} is still stored"))


def _get(s: RepositoryScenario, bulk: Bulk) -> None:
    orders = [store(s, s.aggregate()) for _ in range(s.some(_MOST))]
    asked = [order for order in orders if s.some(1)]
    if s.some(1):
        asked.reverse()
    reply = s.at_once(bulk, asked)
    if asked or isinstance(reply.answer, Returned):
        lists(s, reply, asked, bulk.operation.name)
    if s.binding.order.get(bulk.operation.name) is as_asked:
        _in_the_order_asked(s, reply, asked)


def _in_the_order_asked(s: RepositoryScenario, reply: Reply, asked: list[Any]) -> None:
    wanted, got = [s.key(each) for each in asked], [item.key for item in reply.items or ()]
    if not all(s.is_key(one, other) for one, other in zip(wanted, got, strict=True)):
        s.broken(f"in the order asked for: {code(wanted)}", code(got))


def _delete(s: RepositoryScenario, bulk: Bulk) -> None:
    orders = [s.in_hand(store(s, s.aggregate())) for _ in range(s.some(_MOST))]
    reply = s.at_once(bulk, orders)
    if orders and not isinstance(reply.answer, Returned):
        s.broken("deletes what is stored", str(reply))
    for order in orders:
        absent(s, s.key(order))
    if orders and optional(bulk.operation.returns)[0] is int:
        _counts_the_deleted(s, bulk, orders, reply)


def _counts_the_deleted(s: RepositoryScenario, bulk: Bulk, orders: list[Any], reply: Reply) -> None:
    """A number that is the number of those deleted is that of those there were, and not of those asked for."""
    if reply.value == len(orders) and (again := s.at_once(bulk, orders)).value == len(orders):
        s.broken("0, since none of them is there any more", str(again))


def _update(s: RepositoryScenario, bulk: Bulk) -> None:
    changed = [s.change(s.in_hand(store(s, s.aggregate())), needed=False) for _ in range(s.some(_MOST))]
    _stores(s, bulk, changed)


def _save(s: RepositoryScenario, bulk: Bulk) -> None:
    stored_before = [s.in_hand(store(s, s.aggregate())) for _ in range(s.some(1))] if bulk.name == "save" else []
    changed = [s.change(each, needed=False) for each in stored_before]
    new = [s.aggregate() for _ in range(s.some(_MOST))]
    for each in new:
        s.prepare(each)
    _stores(s, bulk, [*changed, *new])


def _add_one_too_many(s: RepositoryScenario, bulk: Bulk, there: Any) -> None:
    """One of many may not be added beside what is stored: it is answered as it is alone, and none of them is added.

    Where the contract says that some may stay, each is stored whole or not at all, however that is answered.
    """
    stated = _refusals(s)
    shared = s.one_of(sorted(stated))
    others = [s.aggregate() for _ in range(1 + s.some(1))]
    given = [*others, agreeing_with(s, there, shared)]
    if s.some(1):
        given.reverse()
    for each in given:
        s.prepare(each)
    wanted, reply = {id(each): picture(each) for each in others}, s.at_once(bulk, given)
    if bulk.partial:
        for each in [] if s.binding.generates_key else others:
            if not s.is_absent(s.get(s.key(each)).answer):
                _found(s, each, wanted[id(each)])
        return
    hint = f'if some of them may stay stored, write partial = ["{bulk.operation.name}"]'
    not_refused(s, given, stated[shared], reply)
    if not stated[shared].accepts(reply.answer):
        s.broken(str(stated[shared]), str(reply), hint=hint)
    if s.binding.offers("count") and (counted := s.count()).value != 1:
        s.broken("count == 1", str(counted), hint=hint)
    if not s.binding.generates_key:  # else nothing says under which keys the others might be
        for each in others:
            absent(s, s.key(each), hint)


def _refusals(s: RepositoryScenario) -> dict[str, Policy]:
    """What no two may share, and the error by which a second one is refused: many answer with it as one does."""
    return {name: each for name, each in refused_twice(s.binding).items() if isinstance(each, Raises | Fails)}


def _stores(s: RepositoryScenario, bulk: Bulk, orders: list[Any]) -> None:
    expected = [picture(each) for each in orders]
    reply = s.at_once(bulk, orders)
    if not isinstance(reply.answer, Returned):
        _refused(s, orders, reply)
    if s.binding.generates_key:
        s.learn_keys(orders, reply)
    for order, as_saved in zip(orders, expected, strict=True):
        _found(s, order, as_saved)


def _refused(s: RepositoryScenario, orders: list[Any], reply: Reply) -> None:
    if not orders or any(not ordinary(each) or is_falsy(s.key(each)) for each in orders):
        s.set_aside(f"none at all, or an extreme value, was refused: {reply}")
    s.broken("all are saved", str(reply))


def _found(s: RepositoryScenario, order: Any, as_saved: Picture) -> None:
    """What is found is what was given, but for what a first save by itself loses as well."""
    reply = s.get(s.key(order))
    if s.is_absent(reply.answer) or reply.picture is None:
        s.broken(f"{s.name_of(order)} is found", str(reply))
    found = differences(as_saved, reply.picture, s.binding.tolerances)
    later = lost_later(s, order, found)
    if later:
        differ(s, *later)
    if found:
        s.set_aside("a first save loses the same", left_to_another_clause=True)
