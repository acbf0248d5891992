"""A corrupt row is refused with the declared error, which names the column; else it is kept as it is."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import extract_tb
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.port.conformance import conforms
from dovetail.records.replacing import admits
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.examples.corruption import ABSENT, GARBAGE, Corruption, corruptions
from dovetail.suites.mapper.examples.replacement import with_part, without
from dovetail.suites.mapper.parts import at, parts_of
from dovetail.suites.mapper.scenario import MODEL, MapperScenario
from dovetail.values import code, compare, differences, leaves, same_number

_A_ROW = 4
"""How many columns of one row are corrupted, one at a time."""

_AS_NUMBER = {"": same_number("a column may hold a number in another form")}


def declared(binding: Binding, _source: Any) -> str | None:
    """The contract says how a corrupt row is refused."""
    if binding.errors is not None:
        return None
    if binding.mapped:
        return "SQLAlchemy itself reads the rows"
    return "nothing says how a corrupt row is refused; write errors = raises(CorruptOrder)"


@check("MAP-14", declared, needs_a_case=True, share=0.4)
def corrupt_rows_are_refused(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    with s.unrecorded():
        before = s.to_domain(s.to_model(order))
    for corruption in _corruptions(s, order):
        model = _corrupted(s, order, corruption)
        if model is None:
            continue
        answer = s.back(model)
        if not isinstance(answer, Returned):
            _refused(s, corruption, answer)
        elif compare(before, answer.value, s.binding.tolerances) is not None:
            _accepted(s, order, corruption, before, answer.value)


@check("MAP-17", declared, needs_a_case=True, share=0.4)
def refusals_name_the_column(s: MapperScenario) -> None:
    order = s.show(s.drawn())
    for corruption in _corruptions(s, order):
        part, model = corruption.part, _corrupted(s, order, corruption)
        answer = Returned(None) if model is None else s.back(model)
        if isinstance(answer, Returned) or s.binding.errors is None or not s.binding.errors.accepts(answer):
            continue
        if corruption.names and not any(names(answer.error, name, s.binding.noun) for name in corruption.names):
            s.broken(f"an error that names {corruption.names[-1]}", answer_text(answer), part.path)


def _corruptions(s: MapperScenario, order: Any) -> Iterator[Corruption]:
    """Some of what may be wrong with the row, one after the other; each leaves the lines of the last one out."""
    found = list(corruptions(s.to_model(order), s.binding.model_type, s.binding.tables))
    if not found:
        s.set_aside("no column of the model may hold anything that is not in the domain")
    paths = list(dict.fromkeys(each.part.path for each in found))
    intact = list(s.lines)
    for _ in range(min(_A_ROW, len(paths))):
        path = paths.pop(s.some(len(paths) - 1))
        s.lines[:] = intact
        yield s.one_of([each for each in found if each.part.path == path])


def _corrupted(s: MapperScenario, order: Any, corruption: Corruption) -> Any:
    """The model with that in it, or None where the column may hold that."""
    part, value = corruption.part, corruption.value
    if value is ABSENT:
        s.say(f"del {MODEL}{part.path}")
    else:
        s.say(f"{MODEL}{part.path} = {code(value)}")
    with s.unrecorded():
        model = _with(s, order, corruption, value)
        free = value == "" and _is_kept(s, order, corruption, GARBAGE)
    return None if free or not admits(model) else model


def _with(s: MapperScenario, order: Any, corruption: Corruption, value: Any) -> Any:
    steps = corruption.part.steps
    model = s.to_model(order)
    return without(model, steps) if value is ABSENT else with_part(model, steps, value)


def _refused(s: MapperScenario, corruption: Corruption, answer: Answer) -> None:
    errors = s.binding.errors
    if not corruption.declared and errors is not None and not errors.accepts(answer):
        caught = isinstance(answer, Raised) and isinstance(answer.error, LookupError | TypeError | AttributeError)
        hint = "an accident of the mapper's own, and not a refusal" if caught else ""
        s.broken(f"refused: {errors}", answer_text(answer), corruption.part.path, hint)


def _accepted(s: MapperScenario, order: Any, corruption: Corruption, before: Any, got: Any) -> None:
    """An object that is not the one of the intact row: whole, and with the value as it was in the row, or a finding."""
    if corruption.is_absence:
        return
    found = differences(before, got, s.binding.tolerances)
    parts = {each.path: each for each in parts_of(got, s.binding.domain)}
    unfit = next((each for each in parts.values() if _is_ill_typed(each) and _was_well_typed(before, each)), None)
    if unfit is not None:
        if not corruption.declared:
            _broken(s, corruption, f"{unfit.path} == {code(unfit.value)}", "a half-built object")
        return
    with s.unrecorded():
        if not isinstance(s.out(before), Returned):
            return
        kept = _is_kept(s, order, corruption, corruption.value)
        as_none = corruption.value == "" and _is_like_none(s, order, corruption, got)
        kept = kept or _is_carried_over(s, order, corruption, got)
    new = dict(leaves(got))
    if not kept and not as_none and not all(type(new.get(each.path)) is bool for each in found):
        _broken(s, corruption, f"{found[0].path or 'it'} == {found[0].got}", "a silent default")


def _is_carried_over(s: MapperScenario, order: Any, corruption: Corruption, got: Any) -> bool:
    """Whether a number was read together with another column, and is written back into both: days and microseconds."""
    if isinstance(corruption.value, str) or corruption.value is None:
        return False
    again, neighbour = s.out(got), s.back(_with(s, order, corruption, corruption.value + 1))
    if not isinstance(again, Returned) or not isinstance(neighbour, Returned) or compare(got, neighbour.value) is None:
        return False
    return len(differences(_with(s, order, corruption, corruption.value), again.value)) > 1


def _broken(s: MapperScenario, corruption: Corruption, got: str, hint: str) -> None:
    s.broken(f"refused: {s.binding.errors}", got, corruption.part.path, hint)


def _is_ill_typed(part: Any) -> bool:
    return not conforms(part.value, part.hint)


def _was_well_typed(before: Any, part: Any) -> bool:
    return bool(conforms(at(before, part.steps), part.hint))


def _is_kept(s: MapperScenario, order: Any, corruption: Corruption, value: Any) -> bool:
    """Whether the object that is read from a row with that value writes the same value."""
    answer = s.back(_with(s, order, corruption, value))
    if not isinstance(answer, Returned):
        return False
    again = s.out(answer.value)
    if not isinstance(again, Returned):
        return False
    pattern = corruption.part.pattern  # an element may have another index among its like
    written = [each.value for each in parts_of(again.value) if each.pattern == pattern]
    return any(compare(value, each, _AS_NUMBER) is None for each in written)


def _is_like_none(s: MapperScenario, order: Any, corruption: Corruption, got: Any) -> bool:
    """Whether an empty text is read as NULL is, where that is an answer of its own."""
    answer = s.back(_with(s, order, corruption, None))
    return isinstance(answer, Returned) and compare(answer.value, got, s.binding.tolerances) is None


def names(error: Any, column: str, noun: str) -> bool:
    """Whether an error names a column: in its message, its notes or its attributes, or in those of what it came from.

    Args:
        error: an exception, or what a failed Result holds.
        column: the column's name; its parts will do (`amount` for `price_amount`).
        noun: the name of the object that is mapped, which says nothing of a column.
    """
    said = " ".join(_texts(error)).lower()
    own = set(noun.split("_"))
    parts = [part for part in column.lower().split("_") if len(part) > 3 and part not in own]
    return column.lower() in said or any(part in said for part in parts)


def _texts(error: Any) -> Iterator[str]:
    yield str(error)
    yield from (str(leaf) for _, leaf in leaves(error))
    if isinstance(error, BaseException):
        yield from map(str, getattr(error, "__notes__", ()))
        cause = error.__cause__ if error.__cause__ or error.__suppress_context__ else error.__context__
        if cause is not None:
            yield from _texts(cause)
            # Whoever reads the log sees the line of the mapper that failed.
            yield from (frame.line or "" for frame in extract_tb(cause.__traceback__))
