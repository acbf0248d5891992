"""What is stale in a cache: what a read gives, and no longer gives once the cache is emptied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.repository.query_arguments import own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import code, identical

Read = tuple[str, Callable[[], Reply]]


def reads(s: RepositoryScenario, order: Any) -> list[Read]:
    """Everything that can be read of an aggregate, each with the name of its operation."""
    operations, found = s.binding.operations, list[Read]()
    asks: dict[str, Callable[[], Reply]] = {
        "get": partial(s.get, s.key(order)),
        "exists": partial(s.exists, order),
        "all": s.all,
        "count": s.count,
    }
    found += [(operations[word].name, ask) for word, ask in asks.items() if word in operations]
    for name, query in {**s.binding.queries, **s.binding.measures}.items():
        given = own_arguments(query, order)
        if given is not None:
            found.append((name, partial(s.ask, query, given)))
    return found


def prepared_reads(s: RepositoryScenario, order: Any) -> list[PreparedCall]:
    """The same reads as calls that any client may make; a get is the first."""
    operations = s.binding.operations
    given = {"get": {"key": s.key(order)}, "exists": s.given(order), "all": {}, "count": {}}
    calls = [s.prepared(operations[word], **values) for word, values in given.items() if word in operations]
    for query in (*s.binding.queries.values(), *s.binding.measures.values()):
        values = own_arguments(query, order)
        if values is not None:
            roles = {role: value for (role, _, _), value in zip(query.arguments, values, strict=True)}
            calls.append(s.prepared(query.operation, **roles))
    return calls


def warm(s: RepositoryScenario, order: Any) -> None:
    """Have the cache filled by everything that can be read."""
    s.say("# the cache is warmed by every read")
    with s.unrecorded():
        for _, ask in reads(s, order):
            ask()


@dataclass(frozen=True, slots=True)
class Stale:
    """A read that gives what it no longer gives once the cache is emptied.

    Attributes:
        name: the operation's name.
        cached: what it gave.
        bare: what it gives then.
        lines: how many lines the scenario had with it.
    """

    name: str
    cached: Reply
    bare: Reply
    lines: int


def not_stale(s: RepositoryScenario, order: Any, when: str, untouched: Any = None) -> None:
    """Every read gives what it gives once the cache is emptied.

    Args:
        s: the scenario.
        order: an aggregate that was written.
        when: what happened to it, for a report.
        untouched: what it was before its first save, where a plain write must be seen to leave nothing stale: else
            that is what another clause tells.
    """
    found = _stale(s, order)
    if found is None:
        return
    if untouched is not None and s.can_begin_again and _stale_anyway(s, untouched):
        s.set_aside("a plain write leaves the same stale", left_to_another_clause=True)
    del s.lines[found.lines :]
    hint = f"{found.name} is stale: so it was before {when}; once the cache is emptied, it is right"
    s.broken(_told(s, found.bare), _told(s, found.cached), hint=hint)


def _stale(s: RepositoryScenario, order: Any) -> Stale | None:
    """The first read that is; the cache is empty afterwards."""
    before = [(name, ask(), len(s.lines)) for name, ask in reads(s, order)]
    s.empty_cache()
    for (name, cached, lines), (_, ask) in zip(before, reads(s, order), strict=True):
        with s.unrecorded():
            bare = ask()
        if not _same(s, cached, bare):
            return Stale(name, cached, bare, lines)
    return None


def _stale_anyway(s: RepositoryScenario, untouched: Any) -> bool:
    """A control of dovetail's own, which ends the scenario: whether a save with nothing beside it leaves any stale."""
    with s.unrecorded():
        s.begin_again(untouched)
        for _, ask in reads(s, untouched):
            ask()
        if s.binding.offers("save", "update"):
            s.save(s.change(s.copy_of(untouched), needed=False))
        else:
            s.delete(untouched)
        s.disconnect_if_stored()
        return _stale(s, untouched) is not None


def _same(s: RepositoryScenario, one: Reply, other: Reply) -> bool:
    if not isinstance(one.answer, Returned) or not isinstance(other.answer, Returned):
        return s.is_absent(one.answer) is s.is_absent(other.answer)
    return gave_the_same(one, other)


def gave_the_same(one: Reply, other: Reply) -> bool:
    """Whether two replies gave the same, a list in whatever order."""
    if one.items is not None and other.items is not None:
        return sorted(code(each.picture) for each in one.items) == sorted(code(each.picture) for each in other.items)
    return identical(one.picture, other.picture)


def _told(s: RepositoryScenario, reply: Reply) -> str:
    return f"absent: {reply}" if s.is_absent(reply.answer) else str(reply)
