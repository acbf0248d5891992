"""All that an operation gives which must be told a page: some count their pages from 1, and some from 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.repository.aggregates import AggregateScenario


def from_the_first_page(s: AggregateScenario, operation: OperationCall, **given: Any) -> Reply:
    """The answer of an operation; one that must be told a page is asked for the first, as long as pages can be.

    Which one that is shows as soon as something is given, and a suite asks once.
    """
    if operation.parameter("page") is None:
        return s.call(operation, **given)
    from_1, from_0 = (f"the pages of {operation.name} begin at {first}" for first in (1, 0))
    if from_0 in s.settled:
        return s.call(operation, **given, page=0)
    said = len(s.lines)
    reply = s.call(operation, **given, page=1)
    if from_1 in s.settled or not isinstance(reply.answer, Returned):
        return reply
    if not _is_empty(reply):
        s.settled.add(from_1)
        return reply
    with s.unrecorded(), _aside(s):
        zeroth = s.call(operation, **given, page=0)
    if not isinstance(zeroth.answer, Returned) or _is_empty(zeroth):
        return reply
    del s.lines[said:]
    s.settled.add(from_0)
    return s.call(operation, **given, page=0)


@contextmanager
def _aside(s: AggregateScenario) -> Iterator[None]:
    """What is done inside has a connection of its own where that sees the same: what it is refused stays in it."""
    if not s.source.fresh:
        yield
        return
    with s.another_client():
        yield


def _is_empty(reply: Reply) -> bool:
    return isinstance(reply.listed, (list, tuple)) and not reply.listed
