"""What is deleted is gone, for every operation and for good; nothing else is."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.asking import own_arguments, sibling
from dovetail.suites.repository.expect import absent, as_stated, asked, same, store, stored
from dovetail.suites.repository.needs import needs
from dovetail.suites.repository.scenario import RepositoryScenario


@check("REPO-11", needs("get", "delete"))
def deleted_is_absent(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    other = store(s, sibling(s, order))
    before = stored(s, other)
    deleted(s, order)
    absent(s, s.key(order))
    reply = s.get(s.key(other))
    if s.is_absent(reply.answer):
        s.broken(f"{s.name_of(other)} is still stored", str(reply))
    same(s, before, reply.picture)
    if s.source.fresh:
        s.reconnect()
        absent(s, s.key(order))


@check("REPO-12", needs("get", "delete"))
def deleting_the_absent(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    never_saved = sibling(s, order)
    as_stated(s, s.binding.missing_delete, "missing_delete", asked(s, never_saved, s.delete(never_saved)))
    same(s, before, stored(s, order))


@check("REPO-13", needs("get", "delete"))
def gone_for_good(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    first = stored(s, order)
    deleted(s, order)
    if "exists" in s.binding.words and s.exists(order).value:
        s.broken("a deleted aggregate does not exist", "True")
    if "all" in s.binding.words and (left := s.all().items):
        s.broken("nothing is listed", f"{len(left)} still listed")
    if "count" in s.binding.words and (count := s.count().value):
        s.broken("count == 0", f"count == {count}")
    for name, query in s.binding.queries.items():
        given = own_arguments(query, order)
        if given is not None and (left := s.ask(query, given).items):
            s.broken(f"{name} picks nothing", f"picks {len(left)}")
    if s.binding.by_loading or s.binding.mapped:
        return  # what the store once filled in, or a session once deleted, says that it is not new
    store(s, order)
    same(s, first, s.get(s.key(order)).picture)


def deleted(s: RepositoryScenario, order: object) -> None:
    """A delete of what is stored succeeds."""
    reply = s.delete(order)
    if not isinstance(reply.answer, Returned):
        s.broken("deletes what is stored", str(reply))
