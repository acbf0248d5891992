"""QRY-05: what is looked for is a text, and no pattern."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.reader.asking import asked_with, begins, lists
from dovetail.suites.reader.preconditions import searching
from dovetail.suites.reader.scenario import ReaderScenario
from dovetail.values import leaves

_WILDCARDS = ("%", "_", "*", "?")


@check("QRY-05", searching)
def wildcards_are_literal(s: ReaderScenario) -> None:
    s.stored(1, 3)
    known = s.known()
    wildcard = s.one_of(_WILDCARDS)
    for reading in s.each_alone([each for each in lists(s) if each.search]):
        asked = asked_with(s, reading, known)
        reply = s.asked(reading, **{**asked.given, reading.search: wildcard}, **begins(s, asked))
        for view in (s.views(reading, reply) or []) if isinstance(reply.answer, Returned) else []:
            found = s.aggregate_of(view, known, reading)
            if found is not None and not _holds(found.values, wildcard) and not _holds(view, wildcard):
                s.broken(f"what holds the text {wildcard!r}", f"{found.name} too, which does not: {reply}")


def _holds(values: Any, text: str) -> bool:
    """Whether a text stands anywhere in what is shown."""
    return any(text in str(leaf) for _, leaf in leaves(values))
