"""A circuit breaker: a service that keeps failing is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable

from shop.domain.payments import PaymentsResting


class Breaker:
    """Opens after so many failures in a row; after a rest, a single attempt finds out how the service is.

    Used from one event loop, so that nothing comes between two of its lines.
    """

    def __init__(self, threshold: int, rest: float, clock: Callable[[], float]) -> None:
        self._threshold = threshold
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None
        self._probe = 0  # the number of the attempt that finds out; 0 where none does
        self._attempts = 0
        self._since = 0  # attempts up to this number began before it opened or closed, and say nothing more

    def enter(self) -> int:
        """Begin an attempt; gives its number, or raises `PaymentsResting`."""
        if self._opened is not None and (self._probe or self._clock() - self._opened < self._rest):
            raise PaymentsResting("the provider failed often, and is not asked for a while")
        self._attempts += 1
        if self._opened is not None:
            self._probe = self._attempts
        return self._attempts

    def succeeded(self, attempt: int) -> None:
        """The service answered."""
        if attempt > self._since:
            self._failures = 0
            if self._opened is not None:
                self._opened, self._probe, self._since = None, 0, self._attempts

    def failed(self, attempt: int) -> None:
        """The service did not answer as it should."""
        if attempt > self._since:
            self._failures += 1
            if self._probe or self._failures >= self._threshold:
                self._opened, self._probe, self._since = self._clock(), 0, self._attempts

    def given_up(self, attempt: int) -> None:
        """Nobody waits for the answer any more, which says nothing about the service."""
        if attempt == self._probe:
            self._probe = 0
