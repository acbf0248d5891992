"""Faulty gateways of a search."""

from __future__ import annotations

import pybreaker

from correct.gateway.search import HttpSearch, SearchContract, Slow

contract = SearchContract


class OneBreaker(HttpSearch):
    """GATE-32: suggestions that are down shut the search."""

    def breaker_for(self, name: str) -> pybreaker.CircuitBreaker:
        return super().breaker_for("find")


class RejectionAgain(HttpSearch):
    """GATE-33: what the breaker rejects is tried again, after a wait."""

    def again(self) -> tuple[type[Exception], ...]:
        return Slow, pybreaker.CircuitBreakerError
