"""Faulty gateways of ski lifts: their breakers count what they should not."""

from __future__ import annotations

from correct.gateway.lifts import Breaker, LiftsContract, NoSuchLift, PlainLifts

contract = LiftsContract


class UnknownLiftsCount(PlainLifts):
    """GATE-26: lifts that are not there open the breaker."""

    def queue(self, lift: str) -> int:
        try:
            return super().queue(lift)
        except NoSuchLift:
            self._breaker.failures = self.unknown = getattr(self, "unknown", 0) + 1
            self._breaker.until = self._breaker.clock() + self._breaker.rest
            raise


class CountsForEver(PlainLifts):
    """GATE-24: failures are counted over the life of the process, whatever succeeds between them."""

    class breaker(Breaker):
        def succeeded(self) -> None:
            if self.failures >= self.most:
                self.failures = 0
