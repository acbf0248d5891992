"""What lives how long: CONT-06 to CONT-09."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.suites.container.binding import LIFETIMES, ContainerBinding, name_of_key
from dovetail.suites.container.holding import of_the_project, parts, way_to
from dovetail.suites.container.preconditions import lives
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.container.several import in_two_at_once
from dovetail.suites.kernel.check import check

_NO_STATE = (type(None), bool, int, float, complex, str, bytes, tuple, frozenset, type)


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


@check("CONT-06", random=False, needs_a_case=True)
def nothing_long_lived_holds_what_is_short_lived(s: ContainerScenario) -> None:
    seen = observed(s)
    if not s.opens_scopes:
        s.set_aside("it opens no scopes, so that nothing lives shorter than the rest; where it does: scope = ...")
    given = dict(_of_a_scope(s.binding, seen))
    if not given:
        s.set_aside("nothing lives only as long as a scope")
    is_own, kept = of_the_project(s.binding.packages), _kept_apart(s)
    inner = dict(_held_by_these(given, seen))

    def enters(held: Any) -> bool:
        return not kept(held) and is_own(held)

    for key in seen.singletons:
        held = way_to(seen.first[key], given.keys(), enters)
        # A pool hands its own objects out and takes them back: what a collection holds may be its own.
        held = held or way_to(seen.first[key], inner.keys(), enters, through_collections=False)
        if held is not None:
            _show(s, key, [1])
            s.say("# the scope is over")
            s.broken(
                f"{name_of_key(key)} holds nothing of a scope",
                f"{type(seen.first[key]).__name__}{held[0]} is {(given | inner)[id(held[1])]}",
                hint="all later scopes use it: give it what makes one, or let it live only as long itself",
            )


@check("CONT-07", lives("singleton"), random=False)
def a_singleton_is_one(s: ContainerScenario) -> None:
    seen = observed(s)
    for key in _had(s, "singleton", seen):
        if seen.again[key] is not seen.first[key] or seen.second[key] is not seen.first[key]:
            _show(s, key, [1, 1] if seen.again[key] is seen.first[key] else [2])
            s.broken(f"one {name_of_key(key)}", "two objects", hint="it is made anew each time that it is asked for")
    for key, one, other in in_two_at_once(s, s.binding.lifetimes["singleton"]):
        if one is not other:
            s.broken(f"one {name_of_key(key)}", "one for each thread or task that asks")


@check("CONT-08", lives("scoped"), random=False)
def a_scoped_object_is_one_in_its_scope(s: ContainerScenario) -> None:
    seen = observed(s)
    if not s.opens_scopes:
        s.not_evaluated("nothing says how a scope is opened: scope = lambda container: ...")
    for key in _had(s, "scoped", seen):
        name = name_of_key(key)
        if seen.again[key] is not seen.first[key]:
            _show(s, key, [2])
            s.broken(
                f"one {name} in a scope", "two objects", hint="two parts of one request do not see each other's work"
            )
        if seen.second[key] is seen.first[key]:
            _show(s, key, [1, 1])
            s.broken(
                f"another {name} in another scope", "the same object", hint="requests share what is to be their own"
            )
    for key, one, other in in_two_at_once(s, s.binding.lifetimes["scoped"]):
        if one is other:
            s.broken(f"another {name_of_key(key)} in another scope", "the same object", hint="of two at the same time")


@check("CONT-09", lives("transient"), random=False)
def a_transient_is_new_each_time(s: ContainerScenario) -> None:
    seen = observed(s)
    for key in _had(s, "transient", seen):
        if seen.again[key] is seen.first[key]:
            _show(s, key, [2])
            s.broken(f"a new {name_of_key(key)}", "the same object", hint="who changes one changes everybody's")


def observed(s: ContainerScenario) -> Observed:
    """Ask for all in two scopes, one after the other; what came is kept, so that identities stay apart."""
    with s.unrecorded():
        with s.scope() as asked:
            first, again = s.served(asked), s.served(asked)
        with s.scope() as asked:
            second = s.served(asked)
    return Observed(first, again, second)


def stated_as_observed(seen: Observed) -> str:
    """The line that would state the lifetimes as they are."""
    rest = [key for key in seen.first if key not in seen.singletons and key not in seen.scoped]
    told = {"singleton": seen.singletons, "scoped": seen.scoped, "transient": rest}
    said = [f'"{word}": [{", ".join(map(name_of_key, told[word]))}]' for word in LIFETIMES if told[word]]
    return f"lifetimes = {{{', '.join(said)}}}"


def _had(s: ContainerScenario, lifetime: str, seen: Observed) -> Iterator[Any]:
    """The types of a lifetime, all of which must be there to be looked at."""
    for key in s.binding.lifetimes[lifetime]:
        if not all(key in each for each in (seen.first, seen.again, seen.second)):
            s.not_evaluated(f"it gives no {name_of_key(key)}, which lifetimes says is {lifetime}")
        yield key


def _show(s: ContainerScenario, key: Any, asked_for: Sequence[int]) -> None:
    """The lines that show it: how often a port is asked for in each scope."""
    s.lines.clear()
    for times in asked_for:
        with s.scope() as asked:
            for _ in range(times):
                s.say_asked(asked, key)


def _of_a_scope(binding: ContainerBinding, seen: Observed) -> Iterator[tuple[int, str]]:
    """What the first scope gave and no other does, by identity, each with a name."""
    said = [key for key in binding.lifetimes["scoped"] if key in seen.first]
    for key in dict.fromkeys([*seen.scoped, *said]):
        if seen.second.get(key) is not seen.first[key]:
            yield id(seen.first[key]), f"the {name_of_key(key)} of a scope that is over"


def _held_by_these(given: Mapping[int, str], seen: Observed) -> Iterator[tuple[int, str]]:
    """What those hold themselves and the objects of the other scope do not: such as the session of a repository."""
    for key, one in seen.first.items():
        if id(one) not in given:
            continue
        others = {id(part) for _, part in parts(seen.second.get(key))} | set(map(id, seen.second.values()))
        for step, part in parts(one):
            has_state = not isinstance(part, _NO_STATE) and not callable(part)
            if step.startswith(".") and has_state and id(part) not in others:
                yield id(part), f"the {step[1:]} of the {name_of_key(key)} of a scope that is over"


def _kept_apart(s: ContainerScenario) -> Callable[[Any], bool]:
    """Whether an object is a container or a scope: who asks one for what it needs, each time, holds nothing."""
    container, library = s.adapter, s.library

    def is_one(held: Any) -> bool:
        return held is container or library.is_mine(type(held))

    return is_one
