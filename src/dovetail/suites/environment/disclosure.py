"""All that an answer and the log let others read, with a name for each place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from dovetail.policies import Failed, Raised
from dovetail.suites.environment.logs import Listening

Told = Iterator[tuple[str, str]]


def told_by_answer(answer: Any, more: Callable[[str, BaseException], Told] | None = None) -> Told:
    """What the error of an answer tells: its repr, and the message and arguments of it and of all its causes.

    Args:
        answer: any answer; one that succeeded tells nothing here.
        more: what else one exception tells, given the name of its class.
    """
    if not isinstance(answer, (Failed, Raised)):
        return
    error = answer.error
    yield "repr of the error", repr(error)
    met: set[int] = set()
    waiting = [(type(error).__name__, error)] if isinstance(error, BaseException) else []
    while waiting:
        name, each = waiting.pop()
        if id(each) in met:
            continue
        met.add(id(each))
        yield f"the message of {name}", str(each)
        yield f"the arguments of {name}", repr([part for part in each.args if isinstance(part, (str, bytes))])
        if more is not None:
            yield from more(name, each)
        waiting += [
            (type(nested).__name__, nested) for nested in (each.__cause__, each.__context__) if nested is not None
        ]


def told_by_logs(records: list[logging.LogRecord]) -> Told:
    for each in records:
        try:
            text = each.getMessage()
        except (TypeError, ValueError):  # a broken record is another one's finding
            continue
        yield f"a record of the logger {each.name}", text


def told_by_all(listening: Listening) -> Told:
    """What was logged, and what was printed."""
    yield from told_by_logs(listening.records)
    yield "what is printed", listening.printed.getvalue()
