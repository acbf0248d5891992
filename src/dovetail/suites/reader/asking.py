"""Asking a reader: with what, how the whole of a list is had, and what it must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.reader.plain import NOTHING, plain, shared
from dovetail.suites.reader.readings import Filter, Gives, Reading
from dovetail.suites.reader.scenario import ReaderScenario, Written
from dovetail.values import Difference, compare, identical, leaves
from dovetail.values.strategies import for_type


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation with its arguments, and what it owes.

    Attributes:
        reading: the operation.
        given: its arguments, by role.
        owed: the stored aggregates that it must give.
        allowed: those that it may give, the owed ones among them; a text filter may look inside of what it names.
    """

    reading: Reading
    given: dict[str, Any]
    owed: list[Written]
    allowed: list[Written]


def asked_with(
    s: ReaderScenario,
    reading: Reading,
    known: list[Written],
    filters: tuple[Filter, ...] = (),
    *,
    empty: str | None = None,
) -> Asked:
    """An operation with arguments taken from what is stored.

    Args:
        s: the scenario.
        reading: the operation.
        known: what is stored.
        filters: those of its optional filters that are given; the required ones are given always.
        empty: the attribute whose filter is given 0 or False, where something that is stored has that.
    """
    if reading.predicate is not None:
        return _predicated(s, reading, known)
    given: dict[str, Any] = {reading.search: ""} if _required(reading, reading.search) else {}
    owed = allowed = list(known)
    for each in [each for each in reading.filters if each.required or each in filters]:
        values = [s.value_of(one.aggregate, each.path) for one in known]
        falsy = [value for value in values if not value and value is not None] if each.path == empty else []
        value = s.one_of(falsy or values) if values else NOTHING
        if not _askable(value):
            s.set_aside(f"{each.role} has no value to ask for")
        given[each.role] = value
        owed = [one for one in owed if identical(s.value_of(one.aggregate, each.path), value)]
        allowed = [one for one in allowed if _may_match(s, one, each, value)]
    return Asked(reading, given, owed if reading.everything else [], allowed)


def of_one(s: ReaderScenario, reading: Reading, one: Written, of: Written | None = None) -> dict[str, Any]:
    """What asks for the view of one aggregate: its key, and what goes with it, of itself or of another aggregate."""
    beside = {each.role: s.value_of((of or one).aggregate, each.path) for each in reading.filters}
    if not all(map(_askable, beside.values())):
        s.set_aside(f"{reading.name} takes what an aggregate may lack")
    return {"key": one.key, **beside}


def some_filters(s: ReaderScenario, reading: Reading, known: list[Written]) -> tuple[Filter, ...]:
    """Optional filters of an operation, drawn from those that every stored aggregate has a value for."""
    return tuple(
        each
        for each in reading.filters
        if known
        and not each.required
        and all(_askable(s.value_of(one.aggregate, each.path)) for one in known)
        and s.some(1)
    )


def _askable(value: Any) -> bool:
    """Whether a filter can be given a value: a number of a column may not be the very float that was stored."""
    return value is not NOTHING and value is not None and not isinstance(value, float)


def _required(reading: Reading, role: str) -> bool:
    return any(role and parameter.name == role and parameter.required for parameter, _ in reading.call.roles)


def _may_match(s: ReaderScenario, one: Written, asked: Filter, value: Any) -> bool:
    held = s.value_of(one.aggregate, asked.path)
    if asked.text and isinstance(held, str) and isinstance(value, str):
        return value.casefold() in held.casefold()
    return identical(held, value)


def _predicated(s: ReaderScenario, reading: Reading, known: list[Written]) -> Asked:
    arguments = []
    for each in reading.arguments:
        found = [leaf for one in known for leaf in _of_type(one.values, each.hint)]
        arguments.append(s.one_of(found) if found and s.some(3) else s.draw(for_type(each.hint, extremes=False)))
    assert reading.predicate is not None
    owed = [one for one in known if reading.predicate(one.aggregate, *arguments)]
    given = {each.name: value for each, value in zip(reading.arguments, arguments, strict=True)}
    return Asked(reading, given, owed, owed)


def _of_type(values: Any, hint: Any) -> list[Any]:
    return [leaf for _, leaf in leaves(values) if type(leaf) is hint]


def whole(s: ReaderScenario, asked: Asked, many: int) -> Reply:
    """All that an operation gives: without a limit, or with one that is large enough where it takes none so large."""
    first = begins(s, asked)
    reply = s.asked(asked.reading, **asked.given, **first)
    if not isinstance(reply.answer, Returned) and asked.reading.limited:
        reply = s.asked(asked.reading, **asked.given, **first, limit=max(many, 1))
    return reply


def begins(s: ReaderScenario, asked: Asked) -> dict[str, int]:
    """What asks an operation for the beginning of what it gives: the number of the first page, where it has pages."""
    return {"page": first_page(s, asked)} if asked.reading.pace == "page" else {}


def first_page(s: ReaderScenario, asked: Asked) -> int:
    """The number of the first page: as its default says, else 0 where that is another page than 1."""
    if asked.reading.first_page is not None:
        return asked.reading.first_page
    with s.unrecorded():
        zeroth, first = (s.asked(asked.reading, **asked.given, page=n, limit=1) for n in (0, 1))
    one, other = s.views(asked.reading, zeroth), s.views(asked.reading, first)
    return 0 if one and (not other or not identical(one[0], other[0])) else 1


def judged(s: ReaderScenario, asked: Asked, known: list[Written]) -> None:
    """Ask, and hold what is given to what is stored: all that is owed, nothing else, each once and as it is."""
    reply = whole(s, asked, len(known))
    views = s.views(asked.reading, reply) if isinstance(reply.answer, Returned) else None
    if views is None:
        s.broken(f"views of {_names(asked.owed)}", str(reply))
    given: list[Written] = []
    for view in views:
        found = s.aggregate_of(view, known, asked.reading)
        if found is None and s.key_of(view, known) is NOTHING:
            return
        if found is None or not any(found is each for each in asked.allowed):
            s.broken(f"views of {_names(asked.owed)} alone", f"{reply}")
        if any(found is each for each in given):
            s.broken(f"the view of {found.name} once", f"{reply}")
        given.append(found)
        agrees(s, asked.reading, view, found)
    lacking = [one for one in asked.owed if not any(one is each for each in given)]
    if lacking:
        s.broken(f"views of {_names(asked.owed)}", str(reply), hint=f"{_names(lacking)} is missing")


def agrees(s: ReaderScenario, reading: Reading, view: Any, written: Written) -> None:
    """A view shows what its aggregate has."""
    if reading.name in s.binding.views:
        difference = compare(written.views[reading.name], view, s.binding.tolerances)
    else:
        pair = shared(written.values, plain(view))
        difference = None if pair is None else compare(*pair, s.binding.tolerances)
    if difference is not None:
        s.broken(*told(difference), difference.path, difference.hint or "")


def told(difference: Difference) -> tuple[str, str]:
    """What was expected and what came instead, with the path where there is one."""
    place = f"{difference.path} == " if difference.path else ""
    return f"{place}{difference.expected}", f"{place}{difference.got}"


def lists(s: ReaderScenario) -> list[Reading]:
    """The operations that give views, by name."""
    return [each for _, each in sorted(s.binding.readings.items()) if each.gives is Gives.MANY]


def of_kind(s: ReaderScenario, gives: Gives) -> list[Reading]:
    """The operations that give one thing, by name."""
    return [each for _, each in sorted(s.binding.readings.items()) if each.gives is gives]


def _names(written: list[Written]) -> str:
    return ", ".join(each.name for each in written) or "nothing"
