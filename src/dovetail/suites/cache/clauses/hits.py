"""What is found is what was put, whatever it is."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import hit, is_value, many, stored
from dovetail.suites.cache.examples import FALSY, with_types
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import any_of, check
from dovetail.values import code, identical


def _of_every_type(s: CacheScenario) -> None:
    """Where the port takes anything, what JSON or text would change is refused, or found as it was put."""
    if not s.binding.takes_anything:
        return
    key = s.key()
    for value in s.each_alone(with_types()):
        if isinstance(s.put(key, value).answer, Returned):
            hit(s, key, value, "state what the cache is for, where that is less than any value: values = ...")


@check("CACHE-01", offers("get", "set"), first=_of_every_type)
def found_as_put(s: CacheScenario) -> None:
    key, value = s.key(), s.value()
    stored(s, key, value)
    hit(s, key, value)
    s.afresh()
    hit(s, key, value)
    other = s.other_than(value)
    stored(s, key, other)
    hit(s, key, other)
    if s.binding.offers("get_many") or s.binding.offers("set_many"):
        _many(s)


def _many(s: CacheScenario) -> None:
    """An operation on many keys does what the single one does to each; `None` stands for what is not there."""
    entries = [(s.key(), s.value()) for _ in range(1 + s.some(2))]
    if len(entries) >= s.binding.room:
        return
    if s.binding.offers("set_many"):
        reply = s.does("set_many", items=dict(entries))
        if not isinstance(reply.answer, Returned):
            s.set_aside(f"an extreme value was refused: {reply}", left_to_another_clause=True)
        for key, value in entries:
            hit(s, key, value)
    else:
        for key, value in entries:
            stored(s, key, value)
    if s.binding.offers("get_many"):
        _read_at_once(s, entries)


def _read_at_once(s: CacheScenario, entries: list[tuple[Any, Any]]) -> None:
    found = many(s, [*(key for key, _ in entries), s.key()])
    if found is None:
        s.broken("a dictionary, or a list in the order of the keys", "neither")
    for key, value in entries:
        if key not in found or not identical(value, found[key], s.binding.tolerances):
            s.broken(f"{code(key)}: {code(value)}", code(found))
    if len(found) > len(entries):
        s.broken(f"{len(entries)} entries", code(found))


@check("CACHE-02", any_of(offers("get", "set"), offers("load")))
def falsy_is_no_miss(s: CacheScenario) -> None:
    if s.binding.has_own("get") and not s.binding.must_give_default:
        s.as_stated(s.binding.missing, "missing", s.does("get", key=s.key()))
    if s.binding.offers("set"):
        _put_and_found(s)
    if s.binding.offers("load"):
        _loaded_but_once(s)


def _put_and_found(s: CacheScenario) -> None:
    key = s.key()
    for value in s.each_alone(_falsy(s)):
        reply = s.put(key, value)
        s.succeeds(reply, "it is put")
        _is_there(s, key, value)


def _falsy(s: CacheScenario) -> list[Any]:
    """What a port takes and a careless one takes for nothing: of its own values where they are typed."""
    if s.binding.takes_anything:
        values: list[Any] = list(FALSY)
    else:
        values = [value for value in (s.draw(s.binding.values) for _ in range(3)) if value is not None and not value]
        values += [each for each in (*FALSY, b"") if _is_plain(s, each)]
    if s.binding.takes_none and (s.tells_none or s.binding.offers("exists")):
        values.append(None)
    return values


def _is_plain(s: CacheScenario, value: Any) -> bool:
    """Whether the port's values are of just that type, and any of them will do."""
    return s.binding.contract.values is None and s.binding.value_type is type(value)


def _is_there(s: CacheScenario, key: Any, value: Any) -> None:
    if value is not None or s.tells_none:
        is_value(s, s.does("get", key=key), value)
        reply = s.get(key)
        if value is None and s.is_miss(reply):
            s.broken("None", f"a miss: {reply}", hint=_NONE)
        is_value(s, reply, value)
    if s.binding.offers("exists") and not s.does("exists", key=key).value:
        s.broken("it exists", "False", hint=_NONE if value is None else "")
    if s.binding.offers("add"):
        _not_added(s, key, value)
    if s.binding.offers("get_many") and value is not None:
        found = many(s, [key])
        if found is not None and key not in found:
            s.broken(f"{code(key)}: {code(value)}", code(found))


_NONE = 'where a None is never stored, say so: none = "a miss"'


def _not_added(s: CacheScenario, key: Any, value: Any) -> None:
    """What is there already is not added once more, however falsy it is."""
    s.put(key, s.other_than(value), "add")
    if value is not None or s.tells_none:
        is_value(s, s.get(key), value)


def _loaded_but_once(s: CacheScenario) -> None:
    """What was loaded is loaded no second time, however falsy it is."""
    values = [value for value in _falsy(s) if value is not None]
    for value in s.each_alone([*values, None] if s.binding.loads_none else values):
        key, loads = s.key(), list[int]()

        def load(value: Any = value, loads: list[int] = loads) -> Any:
            loads.append(1)
            return value

        for _ in range(2):
            is_value(s, s.does("load", key=key, loader=s.loader(load)), value)
        if len(loads) != 1:
            s.broken(f"{code(value)} is loaded once", f"{len(loads)} times", hint=_NONE if value is None else "")
