"""QRY-02, QRY-03 and QRY-06: pages partition the whole, the ends are empty, and totals agree."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.reader.asking import (
    Asked,
    asked_with,
    begins,
    first_page,
    lists,
    of_kind,
    some_filters,
    whole,
)
from dovetail.suites.reader.preconditions import limited, parted, says_total, totalling
from dovetail.suites.reader.readings import Gives
from dovetail.suites.reader.scenario import ReaderScenario, Written
from dovetail.values import identical

_LARGEST_PAGE = 3


@check("QRY-02", parted, most=60, needs_a_case=True)
def pages_partition_the_whole(s: ReaderScenario) -> None:
    s.stored(2, 5)
    known = s.known()
    for reading in s.each_alone([each for each in lists(s) if each.windows]):
        asked = asked_with(s, reading, known, some_filters(s, reading, known))
        every = _views(s, asked, whole(s, asked, len(known)))
        if not every or (reading.everything and len(every) != len(asked.owed)):
            continue  # what is missing in the whole is told by QRY-01
        again = _views(s, asked, whole(s, asked, len(known)))
        if not identical(every, again):
            s.broken("the same order when asked again", _shown(again), hint=f"first it was {_shown(every)}")
        if reading.limited:
            _turn_the_pages(s, asked, every, 1 + s.some(min(_LARGEST_PAGE, len(every)) - 1))
        elif reading.pace == "offset":
            skipped = 1 + s.some(len(every) - 1)
            _same(s, every[skipped:], _views(s, asked, s.asked(reading, **asked.given, offset=skipped)), every)


def _turn_the_pages(s: ReaderScenario, asked: Asked, every: list[Any], size: int) -> None:
    """Ask for one part after the other: each is the next part of the whole."""
    pace = asked.reading.pace
    page = first_page(s, asked) if pace == "page" else 0
    for begin in range(0, len(every) if pace else size, size):
        place = {"offset": {"offset": begin}, "page": {"page": page}}.get(str(pace), {})
        part = _views(s, asked, s.asked(asked.reading, **asked.given, **place, limit=size))
        _same(s, every[begin : begin + size], part, every)
        page += 1


def _same(s: ReaderScenario, expected: list[Any], part: list[Any], every: list[Any]) -> None:
    if len(part) != len(expected):
        s.broken(f"{len(expected)} of {len(every)}", f"{len(part)}: {_shown(part)}")
    if not identical(expected, part):
        s.broken(f"the next of the whole: {_shown(expected)}", _shown(part), hint=f"the whole is {_shown(every)}")


@check("QRY-03", limited, share=0.4)
def the_ends_are_empty(s: ReaderScenario) -> None:
    s.stored(1, 3)
    known = s.known()
    for reading in s.each_alone([each for each in lists(s) if each.limited]):
        asked = asked_with(s, reading, known)
        first = begins(s, asked)
        _empty(s, asked, "nothing, since none is asked for", **first, limit=0)
        if reading.pace == "offset":
            _empty(s, asked, "nothing beyond the end", offset=len(known) + s.some(2), limit=2)
        elif reading.pace == "page":
            _empty(s, asked, "nothing beyond the end", page=first["page"] + 1, limit=len(known))


def _empty(s: ReaderScenario, asked: Asked, expected: str, **window: int) -> None:
    """Nothing is given; a refusal is no harm either, since nobody takes it for an answer."""
    reply = s.asked(asked.reading, **asked.given, **window)
    if isinstance(reply.answer, Returned) and s.views(asked.reading, reply):
        s.broken(expected, str(reply))


@check("QRY-06", totalling)
def totals_agree(s: ReaderScenario) -> None:
    s.stored(0, 4)
    known = s.known()
    for reading in s.each_alone([each for each in of_kind(s, Gives.TOTAL) if says_total(each)]):
        if not known and any(each.required for each in reading.filters):
            continue
        asked = asked_with(s, reading, known, some_filters(s, reading, known))
        reply = s.asked(reading, **asked.given)
        least, most = len(asked.owed), len(asked.allowed)
        if not (isinstance(reply.value, int) and least <= reply.value <= most):
            s.broken(f"{least}", str(reply))
    for reading in s.each_alone([each for each in lists(s) if known and says_total(each)]):
        _total_of_pages(s, asked_with(s, reading, known, some_filters(s, reading, known)), known)


def _total_of_pages(s: ReaderScenario, asked: Asked, known: list[Written]) -> None:
    reply = whole(s, asked, len(known))
    every = _views(s, asked, reply)
    if s.total(asked.reading, reply) != len(every):
        s.broken(f"a total of {len(every)}, which are there", f"{s.total(asked.reading, reply)}: {reply}")
    if not asked.reading.limited or not every:
        return
    part = s.asked(asked.reading, **asked.given, **begins(s, asked), limit=1)
    if isinstance(part.answer, Returned) and s.total(asked.reading, part) != len(every):
        s.broken(f"a total of {len(every)} on a page of 1 too", f"{s.total(asked.reading, part)}: {part}")


def _views(s: ReaderScenario, asked: Asked, reply: Reply) -> list[Any]:
    return s.views(asked.reading, reply) or [] if isinstance(reply.answer, Returned) else []


def _shown(views: list[Any]) -> str:
    return f"[{', '.join(map(repr, views))}]"
