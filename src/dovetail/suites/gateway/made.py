"""A call that was made, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from dovetail.faults.provider import Exchange, Request
from dovetail.policies import Answer
from dovetail.suites.gateway.binding import Call
from dovetail.suites.kernel.scenario import answer_text

MOST = 40
"""So many requests of one call: then the provider gives in, so that a call that repeats without end has one."""


@dataclass(slots=True)
class Made:
    """A call that was made.

    Attributes:
        call: the call.
        condition: what was wrong with the provider, for a report.
        answer: what came of it; None where nothing did in time.
        exchanges: the requests that the provider saw meanwhile.
        began: when it began, on the monotonic clock.
        seconds: how long it took.
        slept: what the adapter slept on the sleep that it was handed.
        most: after so many requests the provider gave in.
    """

    call: Call
    condition: str = ""
    answer: Answer | None = None
    exchanges: tuple[Exchange, ...] = ()
    began: float = 0.0
    seconds: float = 0.0
    slept: tuple[float, ...] = ()
    most: int = MOST

    @property
    def ended(self) -> float:
        """When it was over, on the monotonic clock."""
        return self.began + self.seconds

    @property
    def said(self) -> str:
        """What came of it, for a report."""
        return "nothing" if self.answer is None else answer_text(self.answer)

    @property
    def requests(self) -> list[Request]:
        """What the provider was asked."""
        return [each.request for each in self.exchanges]

    @property
    def gave_in(self) -> bool:
        """Whether the call was repeated so often that the provider ended it."""
        return len(self.exchanges) > self.most
