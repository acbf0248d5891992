"""What a query is asked with, and aggregates to ask about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from dovetail.hints import optional
from dovetail.port import MISSING
from dovetail.port.conformance import conforms
from dovetail.suites.calls.attributes import readable, reader
from dovetail.suites.repository.examples.children import alike as alike_children
from dovetail.suites.repository.examples.children import identities, sequences
from dovetail.suites.repository.examples.lookalikes import is_of_any_case, lookalikes, neighbours, telling
from dovetail.suites.repository.inference.any_case import agree, in_other_case
from dovetail.suites.repository.inference.queries import Query, has_choice
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import identical, leaves
from dovetail.values.duplicate import duplicate
from dovetail.values.normalising import normalised
from dovetail.values.strategies import for_type
from dovetail.values.transient_fields import recorded
from dovetail.values.variants import variant

_TEXT = st.text()
_TRIES = 9


def arguments(s: RepositoryScenario, query: Query, orders: list[Any]) -> list[Any]:
    """Arguments for a query: an aggregate's own values as often as any others."""
    order = s.one_of(orders)
    found = picking_leaves(query, order) if query.stated and s.some(1) else []
    if found:
        return s.one_of(found)
    names = query.attributes if len(query.attributes) == len(query.arguments) else [""] * len(query.arguments)
    asked = [
        _argument(s, role, hint, read, order, anyhow=name in s.binding.any_case.attributes)
        for (role, hint, read), name in zip(query.arguments, names, strict=True)
    ]
    # A query may normalise its argument as the class does: asked in another form, it finds more than `==` does.
    return [normalised(order, name, value) if name else value for name, value in zip(names, asked, strict=True)]


def own_arguments(query: Query, order: Any) -> list[Any] | None:
    """The arguments with which a query picks that aggregate, where every one can be read from it, or found in it."""
    reads = [read for _, _, read in query.arguments if read is not None]
    if len(reads) < len(query.arguments):
        return next(iter(picking_leaves(query, order)), None)
    try:
        own = [read(order) for read in reads]
    except Exception:  # noqa: BLE001 - DetachedInstanceError and the like, or anything that a property raises
        return None
    pairs = zip(own, query.arguments, strict=True)
    fits = all(conforms(value, hint) and _equals_itself(value) for value, (_, hint, _) in pairs)
    return own if fits else None


def picking_leaves(query: Query, order: Any) -> list[list[Any]]:
    """The arguments of a stated query with which it picks that aggregate, for each value that it finds in it.

    Of a query that takes one thing of which nothing says what it stands for, as the species that live in a pool.
    """
    unknown = [place for place, (_, _, read) in enumerate(query.arguments) if read is None]
    if not query.stated or len(unknown) != 1:
        return []
    place = unknown[0]
    hint = query.arguments[place][1]
    try:
        own = [None if read is None else read(order) for _, _, read in query.arguments]
        inside = [leaf for _, leaf in leaves(order) if _is_of(leaf, hint) and _equals_itself(leaf)]
        every = [[*own[:place], leaf, *own[place + 1 :]] for leaf in inside]
        return [given for given in every if query.predicate(order, *given)]
    except Exception:  # noqa: BLE001 - whatever a property, or the contract's predicate, raises
        return []


def _is_of(leaf: Any, hint: Any) -> bool:
    """Whether a value is of the type that is asked for; text, where nothing says it."""
    return isinstance(leaf, str) if hint is MISSING else type(leaf) is optional(hint)[0]


def _equals_itself(value: Any) -> bool:
    """Whether a value can be found again by comparing it: nan equals nothing."""
    try:
        return bool(value == value)  # noqa: PLR0124 - that is the question
    except Exception:  # noqa: BLE001 - InvalidOperation of a signalling NaN, or anything that `__eq__` raises
        return False


Asking = tuple[Query, list[Any]]
"""A query, and what it is asked with."""


def asking(s: RepositoryScenario, order: Any) -> list[Asking]:
    """The queries with what they are asked with to pick the aggregate as it is now."""
    asked_with = [(query, own_arguments(query, order)) for query in s.binding.queries.values()]
    return [(query, duplicate(own)) for query, own in asked_with if own is not None]


def picking(s: RepositoryScenario, query: Query, order: Any) -> list[Any] | None:
    """Arguments with which a query picks that aggregate; None where none came up."""
    given = own_arguments(query, order)
    for _ in range(_TRIES):
        if given is not None and query.predicate(order, *given):
            return given
        given = arguments(s, query, [order])
    return None


def _argument(
    s: RepositoryScenario, role: str, hint: Any, read: Callable[[Any], Any] | None, order: Any, *, anyhow: bool
) -> Any:
    """A value to ask with: the aggregate's own, one near to it, or another; `anyhow` where its case means nothing."""
    if read is None:
        return _found_or_drawn(s, hint, order)
    own = read(order)
    if hint is not MISSING and not (conforms(own, hint) and _equals_itself(own)):
        return s.draw(for_type(hint, extremes=False))  # a port that takes no None is not asked for None
    close = _nearly(own, anyhow=anyhow or is_of_any_case(role))
    other_case = in_other_case(own) if anyhow else None
    ways: list[Callable[[], Any]] = [lambda: own]
    if other_case is not None:
        ways.append(lambda: other_case)
    if hint is not MISSING:
        ways.append(lambda: s.draw(for_type(hint, extremes=False)))
    if close:
        ways.append(lambda: s.one_of(close))
    return s.one_of(ways)()


def _nearly(value: Any, *, anyhow: bool) -> list[Any]:
    """What a careless comparison takes for that value; `anyhow` leaves out what differs in case alone."""
    found = [each for each in lookalikes(value) if not identical(value, each)]
    return [each for each in found if not agree(value, each)] if anyhow else found


def _found_or_drawn(s: RepositoryScenario, hint: Any, order: Any) -> Any:
    """An argument of which nothing says what it stands for: any value of its type in the aggregate, or any other."""
    inside = [leaf for _, leaf in leaves(order) if _is_of(leaf, hint)]
    close = [each for leaf in inside for each in lookalikes(leaf)]
    parts = [part for leaf in inside if isinstance(leaf, str) and len(leaf) > 1 for part in (leaf[1:], leaf[:-1])]
    known = [values for values in (inside, close, parts) if values]
    chosen = s.some(len(known))
    if chosen < len(known):
        return s.one_of(known[chosen])
    return s.draw(_TEXT if hint is MISSING else for_type(hint, extremes=False))


def alike(s: RepositoryScenario, query: Query, orders: list[Any]) -> Any:
    """One more aggregate, which as often as not shares with another one what the query asks for."""
    drawn = s.draw(s.binding.aggregates)
    if not query.attributes and s.some(1):
        drawn = _with_twins(s, drawn)
    told = s.some(3) == 1
    if told or (orders and has_choice(query, s.binding.order) and s.some(1)):
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
    if key is None or recorded(drawn) or not s.some(2):  # one like it would not have recorded how it came about
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


def agreeing(s: RepositoryScenario, name: str, value: Any) -> Any:
    """A value with which another aggregate agrees in that attribute: the same, or the same in the other case."""
    other = in_other_case(value) if name in s.binding.any_case.attributes else None
    return other if other is not None and s.some(1) else value


def not_stored(s: RepositoryScenario, order: Any) -> Any:
    """An aggregate that is never saved: any other, or one under a key that is nearly that of a stored one."""
    close = (
        []
        if s.binding.generates_key or not s.some(1)
        else [*neighbours(s.key(order), anyhow=s.binding.any_case.of_keys)]
    )
    twin = variant(order, str(s.binding.key.attribute), s.one_of(close)) if close else None
    return sibling(s, order) if twin is None else s.introduce(twin)


def namesake(s: RepositoryScenario, order: Any) -> Any:
    """Another aggregate of the same owner under the same key; None where the class does not allow it."""
    other, scope = s.draw(s.binding.aggregates), s.binding.scope
    if scope is not None:
        other = variant(other, scope, reader(scope)(order))
    for name in s.binding.key.attributes:
        other = None if other is None else variant(other, name, agreeing(s, name, reader(name)(order)))
    return other


def agreeing_with(s: RepositoryScenario, one: Any, shared: str) -> Any:
    """Another aggregate, with the key of the first one or with its value in a unique field."""
    if shared and getattr(one, shared) is None:
        s.set_aside(f"no {shared} is none that two could share")
    if not shared:
        other = namesake(s, one)
    elif s.binding.mapped:
        other = s.draw(s.binding.aggregates)
        setattr(other, shared, agreeing(s, shared, getattr(one, shared)))
    else:
        held = agreeing(s, shared, getattr(one, shared))
        other = _of_same_owner(s, one, variant(s.draw(s.binding.aggregates), shared, held))
    if other is None or (shared and _have_one_key(s, one, other)):
        s.set_aside(f"there is no other aggregate with that {shared or 'key'}")
    differ_elsewhere(s, one, other, shared)
    return s.introduce(other)


def differ_elsewhere(s: RepositoryScenario, one: Any, other: Any, shared: str = "") -> None:
    """Two that share a key, or one unique field, share no other: a store may refuse the second one for any of them."""
    rest = [name for name in s.binding.unique_fields if name != shared and getattr(one, name) is not None]
    if any(s.binding.any_case.same(name, getattr(one, name), getattr(other, name)) for name in rest):
        s.set_aside("the two agree on another unique field too")


def _have_one_key(s: RepositoryScenario, one: Any, other: Any) -> bool:
    return not s.binding.generates_key and s.binding.any_case.same_key(s.key(one), s.key(other))


def _of_same_owner(s: RepositoryScenario, one: Any, other: Any) -> Any:
    """A field may be unique for each owner alone."""
    scope = s.binding.scope
    return other if other is None or scope is None else variant(other, scope, reader(scope)(one))
