"""Faulty gateways of exchange rates."""

from __future__ import annotations

from typing import Any

from correct.gateway.rates import RatesContract, UrllibRates

contract = RatesContract


class Unbounded(UrllibRates):
    """GATE-22: the whole answer is read, however much it is."""

    def content(self, response: Any) -> bytes:
        found: bytes = response.read()
        return found
