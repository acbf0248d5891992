"""Weather over aiohttp: a session of the event loop, a TypedDict, absence as None, a document as it came."""

from __future__ import annotations

import abc
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypedDict

import aiohttp
from hypothesis import strategies as st

from dovetail import GatewayContract, Reply, raises


class WeatherUnavailable(Exception):
    """The weather cannot be asked for."""


class WeatherRefused(Exception):
    """The service does not answer such a question."""


class Forecast(TypedDict):
    city: str
    degrees: float


class Weather(abc.ABC):
    @abc.abstractmethod
    async def forecast(self, city: str) -> Forecast | None: ...

    @abc.abstractmethod
    async def raw(self, city: str) -> dict[str, Any]: ...

    @abc.abstractmethod
    async def subscribe(self, city: str) -> bool: ...


class AioWeather(Weather):
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def forecast(self, city: str) -> Forecast | None:
        document = await self.asked("GET", "/forecast", {"city": city})
        if document is None:
            return None
        found: Any = document.get("city")
        degrees: Any = document.get("degrees")
        if not isinstance(found, str) or type(degrees) not in (int, float) or not -100 < degrees < 100:
            raise WeatherUnavailable("no forecast")
        return {"city": found, "degrees": float(degrees)}

    async def raw(self, city: str) -> dict[str, Any]:
        document = await self.asked("GET", "/raw", {"city": city})
        if document is None:
            raise WeatherUnavailable("no such city")
        return document

    async def subscribe(self, city: str) -> bool:
        return await self.asked("PUT", "/subscriptions", {"city": city}) is not None

    async def asked(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(1.5), self._session.request(method, path, params=query) as response:
                if response.status == 404:
                    return None
                if response.status in {400, 422}:
                    raise WeatherRefused(str(response.status))
                if response.status != 200:
                    raise WeatherUnavailable(str(response.status))
                document = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise WeatherUnavailable(type(error).__name__) from error
        if not isinstance(document, dict):
            raise WeatherUnavailable("no object")
        return document


@asynccontextmanager
async def weather(url: str) -> AsyncIterator[AioWeather]:
    headers = {"Authorization": "Bearer weather-4242"}
    async with aiohttp.ClientSession(base_url=url, headers=headers) as session:
        yield AioWeather(session)


class WeatherContract(GatewayContract):
    port = Weather
    calls = {
        "forecast": st.tuples(st.sampled_from(["Oslo", "Rome"])),
        "raw": ("Oslo",),
        "subscribe": st.fixed_dictionaries({"city": st.sampled_from(["Oslo", "Rome"])}),
    }
    replies = {
        "forecast": lambda city: Reply(json={"city": city, "degrees": 12.5}),
        "raw": Reply(json={"wind": 3, "sun": {"rise": "06:10"}}),
        "subscribe": Reply(json={}),
    }
    failure = raises(WeatherUnavailable)
    refusal = raises(WeatherRefused)
    attempts = 1  # besides what aiohttp sends again by itself
    deadline = 1.8


class TestAioWeather(WeatherContract):
    adapter = staticmethod(weather)


contract = WeatherContract
