"""What a query is asked with, and crowds of aggregates to ask about."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from dovetail.policies import Returned
from dovetail.port import MISSING
from dovetail.port.conformance import conforms
from dovetail.suites.repository.attributes import attributes, readable, reader, single_field
from dovetail.suites.repository.children import alike as alike_children
from dovetail.suites.repository.children import identities, sequences
from dovetail.suites.repository.near import is_of_any_case, near, telling
from dovetail.suites.repository.queries import Query
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.variants import numbered, variant
from dovetail.values import code, identical, leaves, picture
from dovetail.values.strategies import for_type

Numbered = tuple[Callable[[int], Any], str]
"""How the nth value is made, and the Python that makes it."""

_TRIES = 9
_PATIENCE = 2.0  # seconds for a crowd
_LIMITS = (1, 10, 20, 50, 100, 1000)  # how many rows people let through


def arguments(s: RepositoryScenario, query: Query, orders: list[Any]) -> list[Any]:
    """Arguments for a query: an aggregate's own values as often as any others."""
    order = s.one_of(orders)
    return [_argument(s, role, hint, read, order) for role, hint, read in query.arguments]


def own_arguments(query: Query, order: Any) -> list[Any] | None:
    """The arguments with which a query picks that aggregate, where every one can be read from it."""
    reads = [read for _, _, read in query.arguments if read is not None]
    if len(reads) < len(query.arguments):
        return None
    try:
        own = [read(order) for read in reads]
    except Exception:  # noqa: BLE001 - of a mapped object whose session is over
        return None
    fits = all(conforms(value, hint) for value, (_, hint, _) in zip(own, query.arguments, strict=True))
    return own if fits else None


def picking(s: RepositoryScenario, query: Query, order: Any) -> list[Any] | None:
    """Arguments with which a query picks that aggregate; None where none came up."""
    given = own_arguments(query, order)
    for _ in range(_TRIES):
        if given is not None and query.predicate(order, *given):
            return given
        given = arguments(s, query, [order])
    return None


def _argument(s: RepositoryScenario, role: str, hint: Any, read: Callable[[Any], Any] | None, order: Any) -> Any:
    if read is None:
        return s.draw(_found_or_drawn(hint, order))
    own = read(order)
    if hint is not MISSING and not conforms(own, hint):
        return s.draw(for_type(hint, extremes=False))  # a port that takes no None is not asked for None
    others = for_type(hint, extremes=False) if hint is not MISSING else st.nothing()
    return s.draw(st.one_of(st.just(own), others, _nearly(own, role)))


def _nearly(value: Any, role: str) -> st.SearchStrategy[Any]:
    """What a careless comparison takes for that value."""
    found = [each for each in near(value) if not identical(value, each)]
    if isinstance(value, str) and is_of_any_case(role):
        found = [each for each in found if each.casefold() != value.casefold()]
    return st.sampled_from(found) if found else st.nothing()


def _found_or_drawn(hint: Any, order: Any) -> st.SearchStrategy[Any]:
    """An argument of which nothing says what it stands for: any value of its type in the aggregate, or any other."""
    inside = [leaf for _, leaf in leaves(order) if (isinstance(leaf, str) if hint is MISSING else type(leaf) is hint)]
    found = st.sampled_from(inside) if inside else st.nothing()
    close = [each for leaf in inside for each in near(leaf)]
    nearly = st.sampled_from(close) if close else st.nothing()
    return st.one_of(found, nearly, st.text() if hint is MISSING else for_type(hint, extremes=False))


def alike(s: RepositoryScenario, query: Query, orders: list[Any]) -> Any:
    """One more aggregate, which as often as not shares with another one what the query asks for."""
    drawn = s.draw(s.binding.aggregates)
    if not query.attributes and s.some(1):
        drawn = _with_twins(s, drawn)
    told = s.some(3) == 1
    if told or (orders and query.many and s.some(1)):
        model = s.one_of(orders) if orders else drawn
        for name in query.attributes:
            value = reader(name)(model)
            twin = variant(drawn, name, telling(value) if told else value)
            drawn = drawn if twin is None else twin
    return s.keep(drawn)


def _with_twins(s: RepositoryScenario, drawn: Any) -> Any:
    """The aggregate with two children alike, so that what looks for one of them finds the aggregate twice."""
    held = {name: children for name, each in sequences(drawn).items() if (children := alike_children(each)) is not None}
    if not held:
        return drawn
    name = s.one_of(sorted(held))
    twin = variant(drawn, name, held[name])
    return drawn if twin is None else twin


def sibling(s: RepositoryScenario, order: Any) -> Any:
    """One more aggregate: for conditions that are too wide, one that shares an attribute, or all but its key."""
    drawn, key = s.draw(s.binding.aggregates), s.binding.key.attribute
    if key is None or s.binding.mapped or not s.some(2):
        return s.keep(drawn)
    its_own = {key, *s.binding.distinct}
    shared = [name for name in readable(order) if name not in its_own]
    if shared and s.some(1):
        asked = sorted({name for query in s.binding.queries.values() for name in query.attributes if name in shared})
        common = s.one_of(asked if asked and s.some(1) else shared)
        twin = variant(drawn, common, getattr(order, common))
    else:
        twin = None if any(identities(order)) else order
        for name in its_own:
            twin = None if twin is None else variant(twin, name, reader(name)(drawn))
    return s.keep(drawn if twin is None else s.binding.unsaved(twin))


def neighbours(key: Any) -> Iterator[Any]:
    """The keys that a careless comparison takes for this one; an empty one, which a port may refuse, left out."""
    wrapped = single_field(type(key))
    for other in near(key if wrapped is None else getattr(key, wrapped[0])):
        neighbour = other if wrapped is None else variant(key, wrapped[0], other)
        if other and neighbour is not None and not identical(key, neighbour):
            yield neighbour


def not_stored(s: RepositoryScenario, order: Any) -> Any:
    """An aggregate that is never saved: any other, or one under a key that is nearly that of a stored one."""
    close = [] if s.binding.mapped or s.binding.generates_key or not s.some(1) else [*neighbours(s.key(order))]
    twin = variant(order, str(s.binding.key.attribute), s.one_of(close)) if close else None
    return sibling(s, order) if twin is None else s.introduce(twin)


def namesake(s: RepositoryScenario, order: Any) -> Any:
    """Another aggregate of the same owner under the same key; None where the class does not allow it."""
    other, scope = s.draw(s.binding.aggregates), s.binding.scope
    if scope is not None:
        other = variant(other, scope, reader(scope)(order))
    for name in s.binding.key.attributes:
        other = None if other is None else variant(other, name, reader(name)(order))
    return other


def crowd(s: RepositoryScenario) -> Iterator[list[Any]]:
    """Save many aggregates, each like the first but for what must differ; those so far, whenever a limit is passed.

    A store that takes long gets fewer: one that writes all of them at each save would take minutes.
    """
    numbers = _numbers(s)
    template, first = (None, None) if numbers is None else _first_stored(s, numbers)
    if numbers is None or first is None:
        return
    noun, many = s.binding.names
    word = s.binding.word("add", "save")
    add = f"{'await ' if word.awaited else ''}{many}.{word.name}"
    now = picture(template)
    s.say(lambda: f"{noun} = {code(now)}")
    differing = "".join(f", {name}={text}" for name, (_, text) in numbers.items())
    orders, started = [first], time.perf_counter()
    for beyond in _LIMITS:
        for n in range(len(orders), beyond + 1):
            orders.append(_nth(template, numbers, n))
            if time.perf_counter() - started > _PATIENCE or not _is_stored(s, orders[-1]):
                return
        s.lines[1:] = [f"for n in range({len(orders)}): {add}(replace({noun}{differing}))"]
        yield orders


def _first_stored(s: RepositoryScenario, numbers: Mapping[str, Numbered]) -> tuple[Any, Any]:
    """The first drawn aggregate that the store takes, and what it was stored as; nothing where there is none."""
    if s.binding.mapped:
        return None, None
    for _ in range(_TRIES):
        template = s.draw(s.binding.aggregates)
        first = _nth(template, numbers, 0)
        if first is None:
            return None, None
        s.owned_by(template)
        if _is_stored(s, first):
            return template, first
    return None, None


def _is_stored(s: RepositoryScenario, aggregate: Any) -> bool:
    with s.unrecorded():
        return isinstance(s.add(aggregate).answer, Returned)


def _numbers(s: RepositoryScenario) -> dict[str, Numbered] | None:
    """How the nth key and the nth of each distinct field are made; None where one of them cannot be numbered."""
    known = attributes(s.binding.aggregate)
    wanted = {name: known.get(name) for name in s.binding.distinct}
    if not s.binding.generates_key:
        wanted[s.binding.key.attribute or ""] = s.binding.key.hint
    made = {name: numbered(hint) for name, hint in wanted.items()}
    numbers = {name: each for name, each in made.items() if each is not None and name}
    return numbers if len(numbers) == len(made) else None


def _nth(template: Any, numbers: Mapping[str, Numbered], n: int) -> Any:
    aggregate = template if numbers else copy.deepcopy(template)  # a variant is a copy by itself
    for name, (make, _) in numbers.items():
        aggregate = None if aggregate is None else variant(aggregate, name, make(n))
    return aggregate
