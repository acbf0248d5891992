"""Gateways to buoys whose address is an attribute of their class, each with one fault."""

from __future__ import annotations

import math
from typing import Any

import httpx

from correct.gateway.buoys import HttpBuoys, NoReading, TestHttpBuoys

contract = TestHttpBuoys


def adapter_of(cls: type[HttpBuoys]) -> Any:
    def moored(url: str) -> HttpBuoys:
        cls.url = url
        return cls()

    return moored


class CalmWhereNothingIsSaid(HttpBuoys):
    """GATE-03: a reading without a height is one of a calm sea."""

    def waves(self, buoy: int) -> float:
        try:
            reply = httpx.get(f"{self.url}/buoys/{buoy}", timeout=5.0)
            reply.raise_for_status()
            metres: Any = reply.json().get("metres", 0.0)
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise NoReading(str(error)) from error
        if isinstance(metres, bool) or not isinstance(metres, int | float) or not math.isfinite(metres):
            raise NoReading(f"{metres!r} are no metres")
        return float(metres)
