"""Faulty gateways of tide tables."""

from __future__ import annotations

from typing import Any

import httpx

from correct.gateway.tides import Failed, HttpTides, NoTables, Tide, TidesContract, Wrong

contract = TidesContract


class EveryPage(HttpTides):
    """GATE-22: pages are asked for as long as there is a next one."""

    most_pages = 1_000_000


class LastPageLost(HttpTides):
    """GATE-06: a page that cannot be had is taken for the end."""

    def page(self, harbour: str, after: int | None) -> tuple[list[Tide], int | None]:
        try:
            return super().page(harbour, after)
        except Failed:
            if not after:
                raise
            return [], None


class NotedIsFailure(HttpTides):
    """GATE-15: a reading that may have arrived is told as one that has not, and no deadline is stated."""

    def unanswered(self, method: str, said: str) -> Wrong:
        return NoTables(said)


class ResponsesKept(HttpTides):
    """GATE-18: what the provider does not know leaves its response open."""

    def asked(self, method: str, path: str, **given: Any) -> Any:
        try:
            response = self.client.send(self.client.build_request(method, path, **given), stream=True)
            answer = self.judged(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Failed(NoTables(type(error).__name__)) from error
        except httpx.HTTPError as error:
            raise Failed(self.unanswered(method, type(error).__name__)) from error
        response.close()
        return answer


class PoolUsedUp(ResponsesKept):
    """GATE-18: the same with a small pool, which has no connection left."""

    def limits(self) -> httpx.Limits:
        return httpx.Limits(max_connections=2)
