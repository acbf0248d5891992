"""Faulty gateways of the weather."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from correct.gateway.weather import AioWeather, WeatherContract, WeatherUnavailable, weather

contract = WeatherContract


def adapter_of(gateway: type[AioWeather]) -> Any:
    @asynccontextmanager
    async def opened(url: str) -> AsyncIterator[AioWeather]:
        opening: AbstractAsyncContextManager[AioWeather] = weather(url)
        async with opening as right:
            yield gateway(right._session)

    return opened


class OnceMore(AioWeather):
    """GATE-10: besides what aiohttp sends again by itself."""

    async def asked(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        try:
            return await super().asked(method, path, query)
        except WeatherUnavailable as error:
            if str(error).isdigit():
                raise
            return await super().asked(method, path, query)


class CityOfTheLast(AioWeather):
    """GATE-23: all subscribe to the city of the last caller, and each is told that it is done."""

    async def subscribe(self, city: str) -> bool:
        self.city = city
        await asyncio.sleep(0)
        return await super().subscribe(self.city)
