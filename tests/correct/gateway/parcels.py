"""Parcels over httpx's async client: one deadline for the whole call, and an outcome that nobody knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class CarrierError(Exception):
    """The base of all that the port raises."""


class CarrierDown(CarrierError):
    """The parcel was not sent."""


class CarrierSilent(CarrierError):
    """The parcel may have been sent."""


class AddressRefused(CarrierError):
    """The carrier does not go there."""


class ParcelLost(CarrierError):
    """The carrier does not know the parcel."""


@dataclass(frozen=True)
class Label:
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    place: str
    hours: float


class Carrier(Protocol):
    async def send(self, address: str, grams: int) -> Label: ...

    async def track(self, number: int) -> list[Stop]: ...


class HttpCarrier:
    deadline = 1.5

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def send(self, address: str, grams: int) -> Label:
        document = await self.asked("POST", "/parcels", json={"address": address, "grams": grams})
        try:
            return self.label(document)
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierDown("an answer that is no label") from error

    async def track(self, number: int) -> list[Stop]:
        document = await self.asked("GET", f"/parcels/{number}")
        try:
            return [Stop(text(each["place"]), hours(each["hours"])) for each in listed(document)]
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierDown("an answer that is no list of stops") from error

    def label(self, document: Any) -> Label:
        if type(document["number"]) is not int:
            raise TypeError("number")
        return Label(document["number"], tuple(text(each) for each in listed(document["lines"])))

    async def asked(self, method: str, path: str, **given: Any) -> Any:
        try:
            async with asyncio.timeout(self.deadline):
                response = await self._client.request(method, path, **given)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise self.silent(method, error) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise CarrierDown("nobody listens") from error
        except httpx.HTTPError as error:
            raise self.silent(method, error) from error
        return self.judged(method, response)

    def silent(self, method: str, error: Exception) -> CarrierError:
        said = type(error).__name__
        return CarrierSilent(said) if method == "POST" else CarrierDown(said)

    def judged(self, method: str, response: httpx.Response) -> Any:
        if response.status_code == 422:
            raise AddressRefused("422")
        if response.status_code == 404:
            raise ParcelLost("404")
        if not response.is_success:
            raise CarrierDown(str(response.status_code))
        try:
            return response.json()
        except ValueError as error:
            raise CarrierDown("no JSON") from error


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def hours(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value < 10_000:
        raise ValueError(f"{value!r} are no hours")
    return float(value)


def listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


@asynccontextmanager
async def carrier(url: str) -> AsyncIterator[HttpCarrier]:
    headers = {"X-Api-Key": "key-4242-4242"}
    async with httpx.AsyncClient(
        base_url=url, timeout=HttpCarrier.deadline, headers=headers, verify=trusting()
    ) as client:
        yield HttpCarrier(client)


class CarrierContract(GatewayContract):
    port = Carrier
    calls = {
        "send": st.tuples(st.sampled_from(["Oslo", "Bergen", "Bodø"]), st.integers(1, 5000)),
        "track": st.tuples(st.integers(1, 99)),
    }
    replies = {
        "send": lambda address, grams: Reply(201, json={"number": grams, "lines": [address, "NO"]}),
        "track": lambda number: Reply(json=[{"place": f"hub {number}", "hours": 1.5}, {"place": "Oslo", "hours": 20}]),
    }
    results = {"track": lambda number: [Stop(f"hub {number}", 1.5), Stop("Oslo", 20.0)]}
    failure = raises(CarrierDown)
    refusal = {422: raises(AddressRefused), 404: raises(ParcelLost)}
    unknown = raises(CarrierSilent)
    deadline = 1.8


class TestHttpCarrier(CarrierContract):
    adapter = staticmethod(carrier)


contract = CarrierContract
