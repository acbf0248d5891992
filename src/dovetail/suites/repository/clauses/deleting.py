"""What is deleted is gone, for every operation and for good; nothing else is."""

from __future__ import annotations

from typing import Any

from dovetail.suites.kernel.check import check
from dovetail.suites.repository.assertions import (
    absent,
    as_stated,
    asked,
    differ,
    same,
    saved_as_ever,
    store,
    stored,
)
from dovetail.suites.repository.first_saves import lost_later
from dovetail.suites.repository.preconditions import offers
from dovetail.suites.repository.query_arguments import namesake, not_stored, own_arguments, sibling
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.sizes import same_sizes, sizes
from dovetail.values import Picture, differences, identical, picture


@check("REPO-11", offers("get", "delete"), share=0.3)
def deleted_is_absent(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    other = store(s, sibling(s, order))
    before = stored(s, other)
    deleted(s, order)
    absent(s, s.key(order))
    _is_still_stored(s, other, before)
    if s.source.fresh:
        s.reconnect()
        absent(s, s.key(order))
    if s.binding.generates_key:  # a key that is made of how many there are is given twice
        store(s, s.aggregate())
        _is_still_stored(s, other, before)


def _is_still_stored(s: RepositoryScenario, other: Any, before: Picture) -> None:
    same(s, before, s.found(other, f"{s.name_of(other)} is still stored"))


@check("REPO-12", offers("get", "delete"), share=0.4)
def deleting_the_absent(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    never_saved = not_stored(s, order)
    with s.unrecorded():
        before_it = sizes(s)
    policy = s.for_key(s.binding.missing_delete, s.key(never_saved))
    as_stated(s, policy, "missing_delete", asked(s, s.key(never_saved), s.delete(never_saved)))
    _is_still_stored(s, order, before)
    same_sizes(s, before_it)


@check("REPO-13", offers("get", "delete"), share=0.35)
def gone_for_good(s: RepositoryScenario) -> None:
    order = s.aggregate()
    given = picture(order)
    first = stored(s, store(s, order))
    deleted(s, order)
    if s.binding.by_loading or not s.some(2):
        _nothing_is_left(s, order)  # what the store once filled in, or a session once deleted, says that it is not new
    elif identical(given, order) and s.some(1):
        same(s, first, _restored(s, order))
    else:
        _stored_anew(s, order)


def _nothing_is_left(s: RepositoryScenario, order: Any) -> None:
    """No operation knows the deleted aggregate."""
    if s.binding.offers("exists") and s.exists(order).value:
        s.broken("a deleted aggregate does not exist", "True")
    if s.binding.offers("all") and (left := s.all().items):
        s.broken("nothing is listed", f"{len(left)} still listed")
    if s.binding.offers("count") and (count := s.count().value):
        s.broken("count == 0", f"count == {count}")
    for name, query in s.binding.queries.items():
        given = own_arguments(query, order)
        if given is not None and (left := s.ask(query, given).items):
            s.broken(f"{name} picks nothing", f"picks {len(left)}")


def _stored_anew(s: RepositoryScenario, order: Any) -> None:
    """Another aggregate under the key of the deleted one is stored as though that had never been."""
    other = namesake(s, order)
    if other is None:
        s.set_aside("there is no other aggregate with that key")
    wanted = picture(s.introduce(other))
    if later := lost_later(s, other, differences(wanted, _restored(s, other), s.binding.tolerances)):
        differ(s, *later)


def _restored(s: RepositoryScenario, order: Any) -> Picture | None:
    saved_as_ever(s, order, s.add(order))
    return s.found(order)


def deleted(s: RepositoryScenario, order: object) -> None:
    """A delete of what is stored succeeds."""
    reply = s.delete(order)
    s.succeeds(reply, "deletes what is stored")
