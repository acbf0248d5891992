"""What lives how long: CONT-07 to CONT-09."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.clauses.racing import asked_by_two
from dovetail.suites.container.preconditions import lives
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.container.several import in_two_at_once
from dovetail.suites.kernel.check import check


@dataclass(frozen=True)
class Observed:
    """What two scopes, one after the other, gave.

    Attributes:
        first: by port or type, what the first one gave.
        again: what it gave when it was asked once more.
        second: what the other one gave.
    """

    first: dict[Any, Any]
    again: dict[Any, Any]
    second: dict[Any, Any]

    @property
    def singletons(self) -> list[Any]:
        """What is the same in both."""
        return [key for key in self.first if key in self.second and self.first[key] is self.second[key]]

    @property
    def scoped(self) -> list[Any]:
        """What is the same in one, and another one in the other."""
        return [
            key
            for key, given in self.first.items()
            if self.again.get(key) is given and key in self.second and self.second[key] is not given
        ]


@check("CONT-07", lives("singleton"), random=False, needs_a_case=True)
def a_singleton_is_one(s: ContainerScenario) -> None:
    seen = observed(s)
    had = list(_had(s, "singleton", seen))
    for key in had:
        if seen.again.get(key) is not seen.first[key] or seen.second[key] is not seen.first[key]:
            show(s, key, [1, 1] if seen.again.get(key) is seen.first[key] else [2])
            s.broken(f"one {name_of_key(key)}", "two objects", hint="it is made anew each time that it is asked for")
    for key, one, other in in_two_at_once(s, had):
        if one is not other:
            s.broken(f"one {name_of_key(key)}", "one for each thread or task that asks")


@check("CONT-08", lives("scoped"), random=False, needs_a_case=True)
def a_scoped_object_is_one_in_its_scope(s: ContainerScenario) -> None:
    seen = observed(s)
    if not s.opens_scopes:
        s.not_evaluated("nothing says how a scope is opened: scope = lambda container: ...")
    had = list(_had(s, "scoped", seen))
    for key in had:
        name = name_of_key(key)
        if seen.again.get(key) is not seen.first[key]:
            show(s, key, [2])
            s.broken(
                f"one {name} in a scope", "two objects", hint="two parts of one request do not see each other's work"
            )
        if seen.second[key] is seen.first[key]:
            show(s, key, [1, 1])
            s.broken(
                f"another {name} in another scope", "the same object", hint="requests share what is to be their own"
            )
    for key, one, other in in_two_at_once(s, had):
        if one is other:
            s.broken(f"another {name_of_key(key)} in another scope", "the same object", hint="of two at the same time")
    if s.binding.contract.concurrent_scopes:
        for key in had:
            with s.scope() as asked:
                asked_by_two(s, key, type(seen.first[key]), asked)


@check("CONT-09", lives("transient"), random=False, needs_a_case=True)
def a_transient_is_new_each_time(s: ContainerScenario) -> None:
    seen = observed(s)
    for key in _had(s, "transient", seen):
        if seen.again.get(key) is seen.first[key]:
            show(s, key, [2])
            s.broken(f"a new {name_of_key(key)}", "the same object", hint="who changes one changes everybody's")


def observed(s: ContainerScenario) -> Observed:
    """Ask for all in two scopes, one after the other; what came is kept, so that identities stay apart."""
    with s.unrecorded():
        with s.scope() as asked:
            first, again = s.served(asked), s.served(asked)
        with s.scope() as asked:
            second = s.served(asked)
    return Observed(first, again, second)


def _had(s: ContainerScenario, lifetime: str, seen: Observed) -> Iterator[Any]:
    """The types of a lifetime that this container gives; a profile may do without some that are no ports."""
    there = [key for key in s.binding.lifetimes[lifetime] if all(key in each for each in (seen.first, seen.second))]
    for key in s.binding.lifetimes[lifetime]:
        if key not in there:
            s.note(f"it gives no {name_of_key(key)}")
    if not there:
        s.set_aside(s.learned)
    yield from there


def show(s: ContainerScenario, key: Any, asked_for: Sequence[int]) -> None:
    """The lines that show it: how often a port is asked for in each scope."""
    s.lines.clear()
    for times in asked_for:
        with s.scope() as asked:
            for _ in range(times):
                s.say_asked(asked, key)
