"""What has run out, as the operations that write find it."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.cache.assertions import hit, miss, stored
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.values import identical

TOO_LONG = "it has outlived its lifetime"


def is_absent(s: CacheScenario, key: Any) -> None:
    """What has run out is absent for every operation that writes, too."""
    value = s.value()
    if s.binding.offers("replace"):
        s.put(key, value, "replace")
        miss(s, key, f"replaced, although {TOO_LONG}")
    if s.binding.offers("touch"):
        s.does("touch", key=key, ttl=60)
        miss(s, key, f"touched, although {TOO_LONG}")
    if s.binding.offers("add"):
        stored(s, key, value, "add")
        hit(s, key, value, "added, since the one before has run out")


def deleted_too_late(s: CacheScenario, lifetime: float) -> None:
    """A delete does not say of what has run out that it was there, where it is stated what it says of the absent.

    Nobody has asked for it before, since a get may tidy up.
    """
    key = s.key()
    with s.unrecorded():
        stored(s, key, s.value())
        there, absent = (s.does("delete", key=key).answer for _ in range(2))
    stored(s, key, s.value(), ttl=lifetime)
    s.time_passes(lifetime + 1)
    reply = s.does("delete", key=key)
    if not _is_alike(there, absent) and _is_alike(there, reply.answer):
        s.broken(str(s.binding.contract.missing_delete), str(reply), hint=f"{TOO_LONG}, and is told as what was there")


def _is_alike(one: Answer, other: Answer) -> bool:
    if isinstance(one, Returned) and isinstance(other, Returned):
        return identical(one.value, other.value)
    return type(one) is type(other)
