"""Faulty gateways of a warehouse."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from correct.gateway.stock import Breaker, HttpWarehouse, WarehouseContract, request_id

contract = WarehouseContract


class NeverOpens(HttpWarehouse):
    """GATE-24: the breaker forgets its failures."""

    class breaker(Breaker):
        def failed(self) -> None:
            self.probing = False


class OpensAtOnce(HttpWarehouse):
    """GATE-24: one failure opens the breaker."""

    class breaker(Breaker):
        threshold = 1


class EverybodyProbes(HttpWarehouse):
    """GATE-25: a half open breaker lets everybody through."""

    class breaker(Breaker):
        def enter(self) -> None:
            super().enter()
            self.probing = False


class StaysOpen(HttpWarehouse):
    """GATE-25: a success does not close the breaker."""

    class breaker(Breaker):
        def succeeded(self) -> None:
            self.probing = False


class ProbeForgiven(HttpWarehouse):
    """GATE-25: a probe that fails does not open the breaker again."""

    class breaker(Breaker):
        def failed(self) -> None:
            if self.probing:
                self.failures, self.opened, self.probing = 0, None, False
            else:
                super().failed()


class ProbeForEver(HttpWarehouse):
    """GATE-25: a probe that is refused is never over, so that nobody is let through any more."""

    def refused(self) -> None:
        pass


class LateSuccessCloses(HttpWarehouse):
    """GATE-37: whatever succeeds closes the breaker, however old it is."""

    class breaker(Breaker):
        def succeeded(self) -> None:
            self.failures, self.opened, self.probing = 0, None, False


class RefusalsCount(HttpWarehouse):
    """GATE-26: what is not in stock opens the breaker."""

    def refused(self) -> None:
        self._breaker.failed()


class IdOfTheAdapter(HttpWarehouse):
    """GATE-27: the id is that of the moment when the adapter was made."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._id = request_id.get()

    def headers(self) -> dict[str, str]:
        return {"X-Request-ID": self._id}


class BreakerOfEach(HttpWarehouse):
    """GATE-32: each operation has a breaker of its own, and all ask a warehouse that is down."""

    def asked(self, method: str, path: str, **given: Any) -> Any:
        held, self._breaker = self._breaker, self.breakers.setdefault(path, self.breaker(self._breaker.clock))
        try:
            return super().asked(method, path, **given)
        finally:
            self._breaker = held

    @cached_property
    def breakers(self) -> dict[str, Breaker]:
        return {}
