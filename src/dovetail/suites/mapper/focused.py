"""A round trip of which only values of one kind are judged; another clause finds what else gets lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.naming import public
from dovetail.policies import Returned
from dovetail.port import MISSING
from dovetail.suites.kernel.check import Applies
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.parts import Part, parts_of
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values import differences
from dovetail.values.component_types import UNKNOWN, component_types
from dovetail.values.strategies import ordinary
from dovetail.values.strategies.corpus import extreme, hostile

Concerns = Callable[[Part], bool]
Fresh = Callable[[MapperScenario, Part], Any]
"""Another value for a part, or `MISSING`."""


def made_of(kind: str, *kinds: type) -> Applies:
    """The domain has a value of one of some classes, as far as its annotations tell."""

    def applies(binding: Binding, _source: Any) -> str | None:
        known = component_types(binding.domain)
        if UNKNOWN in known or any(issubclass(each, kinds) for each in known):
            return None
        return f"{binding.noun} holds no {kind}"

    return applies


def focused(
    s: MapperScenario,
    kind: str,
    concerns: Concerns,
    fresh: Fresh,
    *,
    lost: Concerns | None = None,
    refusal_breaks: bool = False,
) -> None:
    """Put a value of some kind into an object, map it there and back, and look at values of that kind.

    Args:
        s: the scenario.
        kind: what the values are called, for the report of a domain that has none.
        concerns: whether a part may hold such a value.
        fresh: gives such a value for a part, where the domain's types are all that is known.
        lost: whether a part that differs is this clause's; as `concerns` where not given.
        refusal_breaks: whether a mapper must not refuse the value that was put in.
    """
    drawn = s.drawn()
    candidates = [each for each in _known(s, drawn) if concerns(each)]
    if not candidates:
        s.set_aside(f"{s.binding.noun} holds no {kind}")
    part = s.one_of(candidates)
    other = fresh(s, part) if s.binding.inferred else MISSING
    order = s.show(drawn if other is MISSING else s.varied(drawn, part, other))
    got = _there_and_back(s, order, refusal_breaks=refusal_breaks and order is not drawn)
    _compared(s, order, got, lost or concerns)


def each_of_the_corpus(concerns: Concerns) -> Callable[[MapperScenario], None]:
    """Takes one object through all hostile values of one kind, in one part after the other."""

    def first(s: MapperScenario) -> None:
        drawn = s.drawn()
        for part in _known(s, drawn):
            if concerns(part) and not part.limited:
                for value in (*hostile(part.kind), *extreme(part.kind)):
                    _taken(s, s.varied(drawn, part, value), concerns)

    return first


def _taken(s: MapperScenario, order: Any, concerns: Concerns) -> None:
    s.lines.clear()
    s.show(order)
    answer = s.out(order)
    answer = s.back(answer.value) if isinstance(answer, Returned) else answer
    if isinstance(answer, Returned):
        _compared(s, order, answer.value, lambda part: concerns(part) and part.value is not None)


def _compared(s: MapperScenario, order: Any, got: Any, concerns: Concerns) -> None:
    before = {each.path: each for each in parts_of(order, s.binding.domain)}
    for difference in differences(order, got, s.binding.tolerances):
        found = before.get(difference.path)
        if found is not None and concerns(found):
            s.differ(difference)


def _there_and_back(s: MapperScenario, order: Any, *, refusal_breaks: bool) -> Any:
    answer = s.out(order)
    if isinstance(answer, Returned):
        answer = s.back(answer.value)
    if not isinstance(answer, Returned):
        if refusal_breaks and ordinary(order):
            s.broken("it is mapped", answer_text(answer))
        s.set_aside(f"it was refused: {answer_text(answer)}")
    return answer.value


def _known(s: MapperScenario, value: Any) -> list[Part]:
    found = parts_of(value, s.binding.domain)
    return [each for each in found if not s.binding.transient.intersection(map(public, each.names))]
