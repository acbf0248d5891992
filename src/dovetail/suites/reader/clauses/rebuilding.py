"""QRY-08: a read model that is made anew is the one that was kept."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.reader.asking import asked_with, lists, of_kind, of_one, told, whole
from dovetail.suites.reader.preconditions import rebuilding
from dovetail.suites.reader.readings import Gives, Reading
from dovetail.suites.reader.scenario import ReaderScenario, Written
from dovetail.values import Picture, compare, picture


@check("QRY-08", rebuilding, needs_a_case=True)
def rebuilt_is_the_same(s: ReaderScenario) -> None:
    aggregates = s.stored(1, 3)
    if s.can("save", "update") and s.some(1):
        s.change(s.one_of(aggregates))
        s.committed()
    if s.can("delete") and not s.some(2):
        s.remove(s.one_of(aggregates))
        s.committed()
    known = s.known()
    readings = [*of_kind(s, Gives.ONE), *(each for each in lists(s) if not any(one.required for one in each.filters))]
    with s.unrecorded():
        before = {each.name: _given(s, each, known) for each in readings if each.predicate is None}
    s.rebuilt()
    for reading in s.each_alone([each for each in readings if each.name in before]):
        difference = compare(before[reading.name], _given(s, reading, known))
        if difference is not None:
            expected, got = told(difference)
            s.broken(f"{expected}, as before", got, difference.path, difference.hint or "")


def _given(s: ReaderScenario, reading: Reading, known: list[Written]) -> Picture:
    """All that an operation gives; of views in no order, in that of their text."""
    if reading.gives is Gives.ONE:
        return picture([_value(s.asked(reading, **of_one(s, reading, each))) for each in known])
    reply = whole(s, asked_with(s, reading, known), len(known))
    return picture(sorted(s.views(reading, reply) or [], key=repr))


def _value(reply: Any) -> Any:
    return reply.value if isinstance(reply.answer, Returned) else str(reply)
