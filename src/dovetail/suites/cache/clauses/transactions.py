"""A cache that takes part in transactions shows what was done in one when it is committed."""

from __future__ import annotations

from dovetail.suites.cache.assertions import hit, miss, stored
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import all_of, check


@check("CACHE-09", all_of(offers("get", "set"), offers("commit"), offers("rollback")), share=0.5)
def shown_after_the_commit(s: CacheScenario) -> None:
    kept, taken, new = s.key(), s.key(), s.key()
    if s.binding.room < 3:
        s.set_aside("there is no room for three entries")
    old, value = s.value(), s.value()
    put = s.other_than(old)
    with s.transaction():
        stored(s, kept, old)
        stored(s, taken, value)
    ends = s.one_of(["rollback", "commit"])
    s.begin()
    stored(s, kept, put)
    stored(s, new, value)
    if s.binding.offers("delete"):
        s.does("delete", key=taken)
    if s.source.fresh:
        with s.another_client():
            hit(s, kept, old, "what was put is not committed yet")
            miss(s, new, "what was put is not committed yet")
            hit(s, taken, value, "the delete is not committed yet")
    s.does(ends)
    s.afresh()
    if ends == "rollback":
        hit(s, kept, old, "it was rolled back")
        hit(s, taken, value, "it was rolled back")
        miss(s, new, "it was rolled back")
        return
    hit(s, kept, put)
    hit(s, new, value)
    if s.binding.offers("delete"):
        miss(s, taken, "it was deleted, and that was committed")
