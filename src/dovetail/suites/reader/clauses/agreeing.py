"""QRY-01 and QRY-07: what a reader gives agrees with what was committed, and is what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

from dovetail.policies import Returned, for_key
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.reader.asking import agrees, asked_with, judged, lists, of_kind, of_one
from dovetail.suites.reader.preconditions import filtering, readable
from dovetail.suites.reader.readings import Gives, Reading
from dovetail.suites.reader.scenario import ReaderScenario, Written
from dovetail.values import identical


@check("QRY-01", readable)
def agrees_with_what_was_committed(s: ReaderScenario) -> None:
    aggregates = s.stored(1, 3)
    removed = None
    if s.some(2):
        before = s.known()
        _ask_everything(s, before)  # what was read before a change must not be read after it
        one = s.one_of(aggregates)
        if s.can("delete") and not s.some(2):
            s.remove(one)
            removed = next(each for each in before if each.name == s.commands.name_of(one))
        elif s.can("save", "update"):
            s.change(one)
        s.committed()
    _undone(s)
    known = s.known()
    for reading in s.each_alone(of_kind(s, Gives.ONE)):
        _one_each(s, reading, known, removed)
    for reading in s.each_alone(lists(s)):
        if known or not any(each.required for each in reading.filters):
            judged(s, asked_with(s, reading, known), known)


def _undone(s: ReaderScenario) -> None:
    """Write something that is rolled back, where a unit of work commits for the adapters."""
    if s.source.commits and s.some(1):
        aggregate = s.commands.aggregate()
        if isinstance(s.writing().add(aggregate).answer, Returned):
            s.say("# rolled back")
            s.abandon(RuntimeError("the use case failed"))
        s.end_connection()


def _ask_everything(s: ReaderScenario, known: list[Written]) -> None:
    """Ask every operation, in lines of the scenario, and judge nothing of it yet."""
    for reading in of_kind(s, Gives.ONE):
        for each in known:
            s.asked(reading, **of_one(s, reading, each))
    for reading in lists(s):
        s.asked(reading, **asked_with(s, reading, known).given, **({"page": 1} if reading.pace == "page" else {}))
    s.end_connection()


def _one_each(s: ReaderScenario, reading: Reading, known: list[Written], removed: Written | None) -> None:
    for each in known:
        reply = s.asked(reading, **of_one(s, reading, each))
        if not isinstance(reply.answer, Returned) or reply.value is None:
            s.broken(f"the view of {each.name}", str(reply))
        found = s.aggregate_of(reply.value, known, reading)
        if found is not None and found is not each:
            s.broken(f"the view of {each.name}", f"that of {found.name}: {reply}")
        agrees(s, reading, reply.value, each)
    if removed is not None:
        given = of_one(s, reading, removed)
        _gives_nothing(s, given, s.asked(reading, **given), "since it was deleted")
    for one, other in permutations(known, 2):
        given = of_one(s, reading, one, of=other)
        if not identical(given, of_one(s, reading, one)):
            _gives_nothing(
                s, given, s.asked(reading, **given), f"since {one.name} has another {reading.filters[0].path}"
            )


def _gives_nothing(s: ReaderScenario, given: Mapping[str, Any], reply: Reply, why: str) -> None:
    missing = for_key(s.binding.missing, lambda one, other: identical(one, other, s.binding.tolerances), given["key"])
    if missing is not None and not missing.accepts(reply.answer):
        s.broken(str(missing), str(reply))
    if missing is s.binding.missing and isinstance(reply.answer, Returned) and reply.value:
        s.broken(f"nothing, {why}", str(reply))


@check("QRY-07", filtering, needs_a_case=True)
def filters_combine(s: ReaderScenario) -> None:
    empty = s.one_of([None, *_emptiable(s)])
    s.stored(2, 4, emptied=empty)
    known = s.known()
    for reading in s.each_alone([each for each in lists(s) if each.filters]):
        optional = [each for each in reading.filters if not each.required]
        given = tuple(each for each in optional if s.some(2) or each.path == empty)
        judged(s, asked_with(s, reading, known, given, empty=empty), known)


def _emptiable(s: ReaderScenario) -> list[str]:
    """The attributes by which an operation filters: 0 or False in one is no filter that is left out."""
    written = s.binding.written
    paths = {each.path for reading in lists(s) for each in reading.filters}
    return sorted(path for path in paths - {*written.key.attributes, *written.distinct} if "." not in path)
