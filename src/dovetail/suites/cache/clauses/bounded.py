"""A cache that has a bound keeps it, and keeps what was put last."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import hit, is_value, stored
from dovetail.suites.cache.preconditions import bounded, offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import all_of, check

_BEYOND = 3
_MOST = 200


@check("CACHE-13", all_of(offers("get", "set"), bounded), share=0.3)
def within_its_bound(s: CacheScenario) -> None:
    most = s.binding.room
    if most > _MOST:
        s.not_evaluated(f"{most} entries are too many to be put; give the adapter a bound of a few: maximum = 3")
    entries = []
    for _ in range(most + 1 + s.some(_BEYOND)):
        key, value = s.key(), s.value()
        entries.append((key, value))
        stored(s, key, value)
        hit(s, key, value, "it was put last")
        if s.binding.offers("size"):
            size = s.does("size")
            if isinstance(size.answer, Returned) and size.value > most:
                s.broken(f"no more than {most} entries", f"size: {size}")
    found = 0
    for key, value in entries:
        reply = s.get(key)
        if not s.is_miss(reply):
            is_value(s, reply, value)
            found += 1
    if found > most:
        s.broken(f"no more than {most} entries", f"{found} are found")
