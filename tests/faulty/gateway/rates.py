"""Faulty gateways of exchange rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from result import Result

from correct.gateway.rates import RatesContract, UrllibRates

contract = RatesContract


class Unbounded(UrllibRates):
    """GATE-22: the whole answer is read, however much it is."""

    def content(self, response: Any) -> bytes:
        found: bytes = response.read()
        return found


class KeepsTheLastRate(UrllibRates):
    """GATE-23: what was answered last is kept on the adapter, and by then is another call's."""

    def rate(self, currency: str) -> Result[Decimal, str]:
        self.last = super().rate(currency)
        return self.as_told()

    def as_told(self) -> Result[Decimal, str]:
        return self.last
