"""What clauses state of an answer; where it does not hold, the scenario is broken."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import code, differences
from dovetail.values.strategies import ordinary


def stored(s: CacheScenario, key: Any, value: Any, word: str = "set", **given: Any) -> None:
    """Put a value; a cache may refuse an extreme one, and must take an ordinary one."""
    reply = s.put(key, value, word, **given)
    if isinstance(reply.answer, Returned):
        return
    if not ordinary(value) or not ordinary(key):
        s.set_aside(f"an extreme value was refused: {reply}")
    s.broken("it is put", str(reply))


def hit(s: CacheScenario, key: Any, value: Any, hint: str = "") -> None:
    is_value(s, s.get(key), value, hint)


def is_value(s: CacheScenario, reply: Reply, value: Any, hint: str = "") -> None:
    if not isinstance(reply.answer, Returned) or (value is not None and s.is_miss(reply)):
        s.broken(code(value), _missed(s, reply), hint=hint)
    found = differences(value, reply.picture, s.binding.tolerances)
    if found:
        first = found[0]
        where = first.path or "it"
        s.broken(
            f"{where} == {first.expected}", f"{where} == {first.got}", first.path, hint or first.hint or "",
            differences=found,
        )  # fmt: skip


def miss(s: CacheScenario, key: Any, hint: str = "") -> None:
    reply = s.get(key)
    if not s.is_miss(reply):
        s.broken("a miss", str(reply), hint=hint)


def _missed(s: CacheScenario, reply: Reply) -> str:
    return f"a miss: {reply}" if isinstance(reply.answer, Returned) and s.is_miss(reply) else str(reply)


def gone(s: CacheScenario, key: Any, hint: str = "") -> None:
    """A key is not there for any operation that only looks; a get comes last, as it may tidy up."""
    if s.binding.offers("exists"):
        reply = s.does("exists", key=key)
        if isinstance(reply.answer, Returned) and reply.value:
            s.broken("it does not exist", str(reply), hint=hint)
    if s.binding.offers("get_many"):
        found = many(s, [key])
        if found is not None and found:
            s.broken("nothing is found", answer_text(Returned(found)), hint=hint)
    miss(s, key, hint)


def many(s: CacheScenario, keys: list[Any]) -> dict[Any, Any] | None:
    """What a read of many gives, without what is not there; None where its answer is no dictionary and no list."""
    value = s.does("get_many", keys=keys).value
    if isinstance(value, (list, tuple)) and len(value) == len(keys):
        value = dict(zip(keys, value, strict=True))
    if not isinstance(value, dict):
        return None
    return {key: each for key, each in value.items() if each is not None and not s.stands_for_a_miss(each)}


def observe(s: CacheScenario, name: str, stated: Any, found: Any) -> None:
    """Hold what was found to what is stated, a word or a number; note it for the report where nothing is."""
    if stated is None:
        s.observed[name] = repr(found)
    elif stated != found:
        s.broken(f"{name} = {stated!r}", f"{found!r}")
