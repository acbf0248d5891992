"""An entry is there for its lifetime, and no longer; time is let pass and never waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import gone, hit, observe, stored
from dovetail.suites.cache.preconditions import offers, timed
from dovetail.suites.cache.run_out import TOO_LONG, deleted_too_late, is_absent
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import all_of, check

_LIFETIMES = (60.0, 10.0, 3600.0, 86_400.0)
_EVER = 400 * 86_400.0
"""Seconds: what is there after more than a year is there for ever, and no calendar ends in a thousand examples."""
_TOO_SHORT = "its lifetime is not over"


@check("CACHE-03", all_of(offers("get", "set"), timed))
def gone_in_time(s: CacheScenario) -> None:
    s.one_of(_cases(s))(s)


def _cases(s: CacheScenario) -> list[Callable[[CacheScenario], None]]:
    """What can be tried with the port."""
    takes, offered = s.binding.takes, s.binding.offers
    cases: list[tuple[Callable[[CacheScenario], None], bool]] = [
        (_until_its_time, takes("set", "ttl")),
        (_apart_from_others, takes("set", "ttl") and s.binding.room > 1),
        (
            _deleted_too_late,
            takes("set", "ttl") and offered("delete") and s.binding.contract.missing_delete is not None,
        ),
        (_put_again, takes("set", "ttl")),
        (_put_again_without, takes("set", "ttl") and not s.binding.must_give_ttl),
        (_put_after_a_delete, takes("set", "ttl") and (offered("delete") or offered("clear"))),
        (_read_meanwhile, takes("set", "ttl") or _default(s) is not None),
        (_zero, takes("set", "ttl")),
        (_negative, takes("set", "ttl")),
        (_none, s.binding.takes_none_ttl),
        (_without, s.binding.contract.default_ttl is not None),
        (_incremented, takes("set", "ttl") and _counts(s)),
        (_incremented_with_lifetime, takes("increment", "ttl") and s.binding.numbers),
        (_touched, takes("set", "ttl") and offered("touch")),
        (_added, takes("add", "ttl")),
        (_loaded, takes("load", "ttl")),
        (_many, takes("set_many", "ttl")),
    ]
    return [case for case, applies in cases if applies]


def _lifetime(s: CacheScenario) -> float:
    return s.one_of(_LIFETIMES)


def _counts(s: CacheScenario) -> bool:
    """Whether numbers can be incremented, and a read does not prolong their lifetime."""
    return s.binding.offers("increment") and s.binding.numbers and not s.binding.contract.sliding


def _default(s: CacheScenario) -> float | None:
    stated = s.binding.contract.default_ttl
    return float(stated) if isinstance(stated, int | float) else None


def _until_its_time(s: CacheScenario) -> None:
    """Two entries, one after the other: what was read once may live longer, where a read prolongs it."""
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    stored(s, key, value, ttl=lifetime)
    s.time_passes(lifetime - 1)
    hit(s, key, value, _TOO_SHORT)
    s.time_passes(lifetime + 1)
    another = s.key()
    stored(s, another, value, ttl=lifetime)
    s.afresh()
    s.time_passes(lifetime + 1)
    gone(s, another, TOO_LONG)
    gone(s, key, TOO_LONG)
    is_absent(s, another)


def _apart_from_others(s: CacheScenario) -> None:
    one, other = s.key(), s.key()
    value, lifetime = s.value(), _lifetime(s)
    stored(s, one, s.value(), ttl=lifetime)
    stored(s, other, value, ttl=3 * lifetime)
    s.time_passes(lifetime + 1)
    gone(s, one, TOO_LONG)
    hit(s, other, value, _TOO_SHORT)
    s.time_passes(3 * lifetime + 1)
    gone(s, other, TOO_LONG)


def _deleted_too_late(s: CacheScenario) -> None:
    deleted_too_late(s, _lifetime(s))


def _put_again(s: CacheScenario) -> None:
    """A second put gives its own lifetime, a longer one or a shorter one."""
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    stored(s, key, s.value(), ttl=lifetime)
    s.time_passes(lifetime / 2)
    stored(s, key, value, ttl=lifetime)
    s.time_passes(lifetime / 2 + 1)
    hit(s, key, value, "it was put again, which began its lifetime anew")
    stored(s, key, value, ttl=10)
    s.time_passes(11)
    gone(s, key, TOO_LONG)


def _put_again_without(s: CacheScenario) -> None:
    """A second put without a lifetime does not leave the one from before, as one key beside it shows."""
    key, value, lifetime = s.key(), s.value(), 10.0
    stored(s, key, s.value(), ttl=lifetime)
    stored(s, key, value)
    beside = None
    if s.binding.room > 1:
        beside = s.key()
        stored(s, beside, value)
    s.time_passes(lifetime + 1)
    if beside is not None and not s.is_miss(s.get(beside)):
        hit(s, key, value, "it was put again without a lifetime, and has the one from before")


def _put_after_a_delete(s: CacheScenario) -> None:
    """What was taken out takes its lifetime along."""
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    stored(s, key, s.value(), ttl=lifetime)
    if s.one_of([word for word in ("delete", "clear") if s.binding.offers(word)]) == "delete":
        s.does("delete", key=key)
    else:
        s.does("clear")
    stored(s, key, value, ttl=3 * lifetime)
    s.time_passes(2 * lifetime)
    hit(s, key, value, "it has the lifetime of an entry that was there before it")


def _read_meanwhile(s: CacheScenario) -> None:
    key, value = s.key(), s.value()
    lifetime = _lifetime(s) if s.binding.takes("set", "ttl") else float(_default(s) or 60)
    if s.binding.takes("set", "ttl"):
        stored(s, key, value, ttl=lifetime)
    else:
        stored(s, key, value)
    s.time_passes(lifetime / 2 + 1)
    hit(s, key, value, _TOO_SHORT)
    s.time_passes(lifetime / 2 + 1)
    prolonged = not s.is_miss(s.get(key))
    stated = s.binding.contract.sliding
    if stated is None and prolonged:
        s.observed["sliding"] = "True"
    elif stated is not None and stated is not prolonged:
        s.broken("still there: a read prolongs it" if stated else "a miss", "a miss" if stated else "still there")
    s.time_passes(lifetime + 1)
    gone(s, key, TOO_LONG)


def _zero(s: CacheScenario) -> None:
    _odd(s, 0, "zero_ttl")


def _negative(s: CacheScenario) -> None:
    _odd(s, -1, "negative_ttl")


def _none(s: CacheScenario) -> None:
    _odd(s, None, "none_ttl")


def _odd(s: CacheScenario, lifetime: float | None, option: str) -> None:
    """A lifetime that is none: the entry is gone, there for ever, or as long as without one; or it is refused."""
    stated = getattr(s.binding.contract, option)
    key, value = s.key(), s.value()
    was = s.value()
    if s.binding.room > 1:
        stored(s, key, was)  # what was there before must not be found instead
    try:
        call = s.doing("set", key=key, value=value, ttl=lifetime)
    except Exception as error:  # noqa: BLE001 - whatever a class of lifetimes refuses it by
        s.set_aside(f"no such lifetime can be made: {error}")
    reply = s.make(call)
    if not isinstance(reply.answer, Returned):
        if isinstance(stated, str):
            s.broken(f"{option} = {stated!r}", str(reply))
        s.as_stated(stated, option, reply)
        return
    if stated is not None and not isinstance(stated, str):
        s.broken(str(stated), f"{reply}, and nothing is refused")
    if s.is_miss(s.get(key)):
        observe(s, option, stated, "gone")
        return
    hit(s, key, value)
    s.time_passes(_EVER)
    alive = not s.is_miss(s.get(key))
    for_ever = stated == "default" and s.binding.contract.default_ttl in {None, "forever"}
    observe(s, option, stated, "forever" if alive and not for_ever else "default")


def _without(s: CacheScenario) -> None:
    key, value, stated = s.key(), s.value(), _default(s)
    stored(s, key, value)
    s.time_passes(_EVER if stated is None else stated - min(1, stated / 2))
    hit(s, key, value, _TOO_SHORT)
    if stated is not None:
        s.time_passes(2)
        gone(s, key, TOO_LONG)


def _incremented(s: CacheScenario) -> None:
    """An increment leaves an entry the lifetime that it has."""
    key, lifetime = s.key(), _lifetime(s)
    stored(s, key, 1, ttl=lifetime)
    s.time_passes(lifetime / 2)
    given = {"ttl": lifetime} if s.binding.takes("increment", "ttl") else {}
    reply = s.does("increment", key=key, **given)
    s.succeeds(reply, "an increment of 1")
    s.time_passes(lifetime / 2 + 1 + (lifetime if given else 0))
    gone(s, key, f"{TOO_LONG}: the increment has taken it away")
    again, other = s.does("increment", key=key, **given), s.does("increment", key=s.key(), **given)
    if isinstance(again.answer, Returned) and again.value != other.value:
        s.broken(f"{other}, as for any key that is absent", str(again), hint=TOO_LONG)


def _incremented_with_lifetime(s: CacheScenario) -> None:
    """Where an increment begins an entry, that has the lifetime which it is given."""
    key, lifetime = s.key(), _lifetime(s)
    for _ in range(2):
        if not isinstance(s.does("increment", key=key, ttl=lifetime).answer, Returned):
            s.set_aside("what is absent is not incremented")
    s.time_passes(lifetime + 1)
    gone(s, key, f"{TOO_LONG}: the increment gave it none")


def _touched(s: CacheScenario) -> None:
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    stored(s, key, value, ttl=lifetime)
    s.does("touch", key=key, ttl=3 * lifetime)
    s.time_passes(2 * lifetime)
    hit(s, key, value, "it was touched, which gave it another lifetime")
    s.time_passes(3 * lifetime + 1)
    gone(s, key, TOO_LONG)


def _added(s: CacheScenario) -> None:
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    stored(s, key, value, "add", ttl=lifetime)
    s.time_passes(lifetime - 1)
    s.put(key, s.other_than(value), "add", ttl=10 * lifetime)
    hit(s, key, value, _TOO_SHORT)
    s.time_passes(lifetime + 1)
    gone(s, key, f"{TOO_LONG}; an add that is refused must not prolong it")


def _loaded(s: CacheScenario) -> None:
    key, value, lifetime = s.key(), s.value(), _lifetime(s)
    loads: list[int] = []

    def load() -> Any:
        loads.append(1)
        return value

    s.does("load", key=key, loader=s.loader(load), ttl=lifetime)
    s.time_passes(lifetime - 1)
    s.does("load", key=key, loader=s.loader(load), ttl=lifetime)
    if len(loads) != 1:
        s.broken("loaded once in its lifetime", f"{len(loads)} times")
    s.time_passes(lifetime + 1)
    s.does("load", key=key, loader=s.loader(load), ttl=lifetime)
    if len(loads) != 2:
        s.broken("loaded again after its lifetime", "not loaded")


def _many(s: CacheScenario) -> None:
    entries = {s.key(): s.value() for _ in range(min(2, s.binding.room))}
    lifetime = _lifetime(s)
    s.does("set_many", items=entries, ttl=lifetime)
    s.time_passes(lifetime - 1)
    for key, value in entries.items():
        hit(s, key, value, _TOO_SHORT)
    s.time_passes(lifetime + 1)
    for key in entries:
        gone(s, key, TOO_LONG)
