"""What the domain allows fits the columns that the model declares, and comes back from a real table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dovetail.suites.check import check
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.columns import beyond, column_of, misfit, shown
from dovetail.suites.mapper.grafting import grafted
from dovetail.suites.mapper.places import Place, is_leaf, places
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import code, compare, picture
from dovetail.values.strategies import ordinary

_FAR: dict[type, tuple[Any, ...]] = {
    str: ("x" * 100_000,),
    int: (10**30, -(10**30)),
    Decimal: (Decimal(10) ** 30, -(Decimal(10) ** 30)),
}
_FINE = Decimal(1).scaleb(-20)


def has_columns(binding: Binding, _source: Any) -> str | None:
    """The model says which columns it has."""
    return None if binding.tables else "the model declares no columns that dovetail can read (table = ... says which)"


def has_database(_binding: Binding, source: Any) -> str | None:
    """There is a database to ask."""
    return None if source.store is not None else "no database is given (store = create_engine(...) asks one)"


@check("MAP-16", has_columns, needs_a_case=True)
def values_fit_the_columns(s: MapperScenario) -> None:
    order = s.drawn()
    if s.binding.inferred:
        order = _stretched(s, order)
    s.show(order)
    model = s.to_model(order)
    for place, column, reason in _misfits(s, model):
        if not s.binding.inferred or ordinary(place.value) or _is_bounded(order, place.value):
            s.broken(f"{MODEL}{place.path} fits {shown(column)}", f"{reason}: {_short(place.value)}", place.path)


@check("MAP-18", has_database, needs_a_case=True)
def comes_back_from_its_table(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    expected = picture(order)
    model = s.to_model(order)
    if s.binding.mapped:
        with s.unrecorded():
            model = s.to_domain(model)
    name = s.source.store.name
    s.say(f"# through a table of {name}")
    written = s.mapped(order, s.driver.call(s.database.write, s.adapter, order, model))
    s.disconnect()
    got = s.mapped(order, s.back(s.mapped(order, s.driver.call(s.database.read, s.adapter, written))))
    difference = compare(expected, got, s.binding.tolerances)
    if difference is None:
        return
    with s.unrecorded():
        unstored = s.to_domain(s.to_model(order))
    if compare(expected, unstored, s.binding.tolerances) is not None:
        s.set_aside("the mapper loses the same without any table")
    name = s.source.store.name
    zone = "zone" in (difference.hint or "") and name == "SQLite"
    s.differ(
        difference, f"{difference.hint}: {name} keeps no time zones, which is no fault of the mapper's" if zone else ""
    )


def _misfits(s: MapperScenario, model: Any) -> Iterator[tuple[Place, Any, str]]:
    for place in places(model, s.binding.model_type):
        column = column_of(model, place, s.binding.tables) if is_leaf(place.value) else None
        reason = misfit(column, place.value) if column is not None else None
        if reason is not None:
            yield place, column, reason


def _stretched(s: MapperScenario, order: Any) -> Any:
    """The object with a value just beyond what the column it goes to can hold, where the domain allows that."""
    with s.unrecorded():
        model = s.to_model(order)
    found = [
        (source, value)
        for place in places(model, s.binding.model_type)
        if is_leaf(place.value) and (column := column_of(model, place, s.binding.tables)) is not None
        for source in _sources(order, place.value)
        for value in beyond(column)
    ]
    if not found:
        return order
    source, value = s.one_of(found)
    stretched = grafted(order, source.steps, value)
    return order if stretched is None else stretched


def _sources(order: Any, value: Any) -> list[Place]:
    """Where in an object a model's value may come from: the places that hold the same."""
    if value is None:
        return []
    return [each for each in places(order) if is_leaf(each.value) and compare(each.value, value) is None]


def _is_bounded(order: Any, value: Any) -> bool:
    """Whether the domain has limits where a value comes from: then what is within them is meant."""
    kind = type(value)
    far = [each for each in _FAR.get(kind, ()) if kind is str or (each > 0) is (value > 0)]
    if kind is Decimal and abs(value) < 10**6:
        far = [_FINE]
    open_places = [each for each in _sources(order, value) if grafted(order, each.steps, value) is not None]
    return any(grafted(order, place.steps, each) is None for place in open_places for each in far)


def _short(value: Any) -> str:
    text = code(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
