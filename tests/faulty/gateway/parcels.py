"""Faulty gateways of parcels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from correct.gateway.parcels import CarrierContract, CarrierDown, CarrierError, CarrierSilent, HttpCarrier, ParcelLost
from correct.gateway.trust import trusting

contract = CarrierContract


class ReadTimeoutOnly(HttpCarrier):
    """GATE-09: the timeout is the client library's, for each read."""

    deadline = 3600.0

    async def asked(self, method: str, path: str, **given: Any) -> Any:
        self._client.timeout = httpx.Timeout(1.5)
        return await super().asked(method, path, **given)


class SilenceIsFailure(HttpCarrier):
    """GATE-15: a parcel that may have been sent is told as not sent."""

    def silent(self, method: str, error: Exception) -> CarrierError:
        return CarrierDown("no answer")


class OutageIsLostParcel(HttpCarrier):
    """GATE-07: an outage is told as a parcel that the carrier does not know."""

    def judged(self, method: str, response: httpx.Response) -> Any:
        if response.status_code >= 500:
            raise ParcelLost(str(response.status_code))
        return super().judged(method, response)


class RefusedIsUnknown(HttpCarrier):
    """GATE-15: a parcel that nobody was asked to send may have been sent."""

    async def asked(self, method: str, path: str, **given: Any) -> Any:
        try:
            return await super().asked(method, path, **given)
        except CarrierDown as error:
            if method == "POST" and isinstance(error.__cause__, httpx.ConnectError):
                raise CarrierSilent("no answer") from error
            raise


class CancelledAgain(HttpCarrier):
    """GATE-28: a call whose caller has left is made again."""

    async def asked(self, method: str, path: str, **given: Any) -> Any:
        try:
            return await super().asked(method, path, **given)
        except asyncio.CancelledError:
            return await super().asked(method, path, **given)


def adapter_of(made: type[HttpCarrier]) -> Any:
    """The callable that makes such a gateway."""

    @asynccontextmanager
    async def adapter(url: str) -> AsyncIterator[HttpCarrier]:
        async with httpx.AsyncClient(
            base_url=url, timeout=1.5, headers={"X-Api-Key": "key-4242-4242"}, verify=trusting()
        ) as client:
            yield made(client)

    return adapter
