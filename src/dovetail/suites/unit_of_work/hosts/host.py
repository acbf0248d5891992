"""What a clause needs of whoever runs the body of a unit of work."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Protocol

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.kernel.clients import settled_in_task

Body = Callable[..., Any]
"""What runs inside of a unit, called with what the unit gives; it ends as the clause says."""


class Host(Protocol):
    """Runs the body of one unit of work."""

    def open(self) -> Answer:
        """Begin the unit: what it gives its body, or what it raised."""

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        """What a call answers that the body makes."""

    def close(self, error: BaseException | None = None) -> Answer:
        """End the body, with an error where one is given: what comes out of the unit."""


class RanAway(Exception):  # noqa: N818 - no error of the unit's: it is told as what the unit did
    """A unit ended without having run what it was given to run."""


class HeldUp(Exception):  # noqa: N818 - no error of the unit's: it may still answer
    """An operation has not come to an end in time: it may wait for what another unit holds."""


def is_held_up(answer: Answer) -> bool:
    """Whether an operation has not come to an end in time."""
    return isinstance(answer, Raised) and isinstance(answer.error, HeldUp)


def is_answer(error: BaseException, raised: BaseException | None) -> bool:
    """Whether an error is for the clause to judge, and not for whoever runs the tests, as a real Ctrl-C is.

    Args:
        error: what came out.
        raised: what the body was told to raise.
    """
    if isinstance(error, ContractError):
        return False
    return error is raised or isinstance(error, Exception) or type(error).__name__ == "CancelledError"


async def answered(function: Callable[..., Any], args: Any, kwargs: Any, *, awaited: bool) -> Answer:
    """What a call answers in the end, made in the task that runs."""
    try:
        value = function(*args, **kwargs)
        stream = type(value) if isinstance(value, (AsyncIterator, Iterator)) else None
        value = await value if awaited or inspect.isawaitable(value) else await settled_in_task(value)
        if isinstance(value, Iterator):
            stream = type(value)
            value = list(value)
    except ContractError:
        raise
    except BaseException as error:  # noqa: BLE001 - a cancellation is an answer too
        return Raised(error)
    return open_result(value) or Returned(value, stream)
