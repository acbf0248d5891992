"""Nothing that lives on holds what lives as long as one scope: CONT-06."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dovetail.suites.container.binding import ContainerBinding, name_of_key
from dovetail.suites.container.clauses.living import Observed, observed, show
from dovetail.suites.container.holding import of_the_project, parts, way_to
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check

_NO_STATE = (type(None), bool, int, float, complex, str, bytes, tuple, frozenset, type)


@check("CONT-06", random=False, needs_a_case=True)
def nothing_long_lived_holds_what_is_short_lived(s: ContainerScenario) -> None:
    seen = observed(s)
    given = dict(_of_a_scope(s.binding, seen)) if s.opens_scopes else {}
    said = tuple(key for key in s.binding.lifetimes["scoped"] if inspect.isclass(key) and key not in s.binding.ports)
    if not given and not said:
        s.set_aside("nothing lives only as long as a scope; where something does: scope = ..., lifetimes = ...")
    inner = dict(_held_by_these(given, seen))
    enters = _followed(s)
    for key in seen.singletons:
        if isinstance(seen.first[key], said):
            continue  # CONT-08 tells of it
        held = way_to(seen.first[key], lambda each: id(each) in given, enters)
        # A pool hands its own objects out and takes them back: what a collection holds may be its own.
        held = held or way_to(
            seen.first[key], lambda each: id(each) in inner or isinstance(each, said), enters, through_collections=False
        )
        if held is not None:
            way, one = held
            show(s, key, [1])
            s.say("# the scope is over")
            s.broken(
                f"{name_of_key(key)} holds nothing of a scope",
                f"{type(seen.first[key]).__name__}{way} is {(given | inner).get(id(one), f'a {type(one).__name__}')}",
                hint="all later scopes use it: give it what makes one, or let it live only as long itself",
            )


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


def _followed(s: ContainerScenario) -> Callable[[Any], bool]:
    """Which objects are looked into: the project's own, but no container: who asks one each time holds nothing."""
    container, library, is_own = s.adapter, s.library, of_the_project(s.binding.packages)

    def enters(held: Any) -> bool:
        return held is not container and not library.is_mine(type(held)) and is_own(held)

    return enters
