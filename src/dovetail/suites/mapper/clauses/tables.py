"""What the domain allows fits the columns that the model declares, and comes back from a real table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dovetail.policies import Raised
from dovetail.suites.kernel.check import check, needs
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.mapper.columns import beyond, column_of, counts_saves, misfit, shown
from dovetail.suites.mapper.examples.replacement import grafted
from dovetail.suites.mapper.parts import Part, is_leaf, parts_of
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import code, compare, identical, picture
from dovetail.values.strategies import ordinary

_FAR: dict[type, tuple[Any, ...]] = {
    str: ("x" * 100_000,),
    int: (10**30, -(10**30)),
    Decimal: (Decimal(10) ** 30, -(Decimal(10) ** 30)),
}
_FINE = Decimal(1).scaleb(-20)


has_columns = needs(
    lambda binding, _: binding.tables, "the model declares no columns that dovetail can read (table = ... says which)"
)
has_database = needs(
    lambda _, source: source.store is not None, "no database is given (store = create_engine(...) asks one)"
)


@check("MAP-16", has_columns, needs_a_case=True, share=0.4)
def values_fit_the_columns(s: MapperScenario) -> None:
    order = s.drawn()
    if s.binding.inferred:
        order = _stretched(s, order)
    s.show(order)
    for part, column, reason in _misfits(s, s.to_model(order)):
        if not s.binding.inferred or ordinary(part.value) or _is_bounded(order, part.value):
            s.broken(f"{MODEL}{part.path} fits {shown(column)}", f"{reason}: {_short(part.value)}", part.path)


_NEEDS_ROWS = "rows that it refers to are put in by the contract: prepare = lambda session, value: session.merge(...)"


@check("MAP-18", has_database, needs_a_case=True, share=0.4)
def comes_back_from_its_table(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    expected = picture(order)
    model = s.to_model(order)
    if s.binding.mapped:
        with s.unrecorded():
            model = s.to_domain(model)
    name = s.source.store.name
    s.say(f"# through a table of {name}")
    answer = s.driver.call(s.database.write, s.adapter, order, model)
    if isinstance(answer, Raised) and "foreign key constraint" in str(answer.error).lower():
        s.broken("it is stored", answer_text(answer), hint=_NEEDS_ROWS)
    written = s.mapped(order, answer)
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


def _misfits(s: MapperScenario, model: Any) -> Iterator[tuple[Part, Any, str]]:
    for part in parts_of(model, s.binding.model_type):
        column = column_of(model, part, s.binding.tables) if is_leaf(part.value) else None
        reason = misfit(column, part.value) if column is not None and not counts_saves(model, part) else None
        if reason is not None:
            yield part, column, reason


def _stretched(s: MapperScenario, order: Any) -> Any:
    """The object with a value just beyond what the column it goes to can hold, where the domain allows that."""
    with s.unrecorded():
        model = s.to_model(order)
    held = list(parts_of(order))
    found = [
        (source, value)
        for part in parts_of(model, s.binding.model_type)
        if is_leaf(part.value) and (column := column_of(model, part, s.binding.tables)) is not None
        for source in _sources(held, part.value)
        for value in beyond(column)
    ]
    if not found:
        return order
    source, value = s.one_of(found)
    stretched = grafted(order, source.steps, value)
    return order if stretched is None else stretched


def _sources(held: list[Part], value: Any) -> list[Part]:
    """Which of an object's parts a model's value may come from: those that hold the same."""
    if value is None:
        return []
    return [each for each in held if is_leaf(each.value) and identical(each.value, value)]


def _is_bounded(order: Any, value: Any) -> bool:
    """Whether the domain has limits where a value comes from: then what is within them is meant."""
    kind = type(value)
    far = [each for each in _FAR.get(kind, ()) if kind is str or (each > 0) is (value > 0)]
    if kind is Decimal and abs(value) < 10**6:
        far = [_FINE]
    candidates = [
        each for each in _sources(list(parts_of(order)), value) if grafted(order, each.steps, value) is not None
    ]
    return any(grafted(order, part.steps, each) is None for part in candidates for each in far)


def _short(value: Any) -> str:
    text = code(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
