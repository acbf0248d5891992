"""Tide tables over httpx: pages that have an end, Results of the port's own, and readings that may have arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import httpx

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, fails

T = TypeVar("T")
E = TypeVar("E")


@dataclass(frozen=True)
class Success(Generic[T]):
    value: T


@dataclass(frozen=True)
class Failure(Generic[E]):
    error: E


@dataclass(frozen=True)
class NoTables:
    said: str


@dataclass(frozen=True)
class NoSuchHarbour:
    said: str


@dataclass(frozen=True)
class PerhapsNoted:
    said: str


Wrong = NoTables | NoSuchHarbour | PerhapsNoted


@dataclass(frozen=True)
class Tide:
    hour: int
    centimetres: int


class Tides(Protocol):
    def table(self, harbour: str) -> Success[list[Tide]] | Failure[Wrong]: ...

    def note(self, harbour: str, centimetres: int) -> Success[str] | Failure[Wrong]: ...


class Failed(Exception):
    """What went wrong on the way, which the port tells as a value."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


class HttpTides:
    most_pages = 4
    timeout = httpx.Timeout(5.0, pool=0.5)

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=self.timeout, verify=trusting(), limits=self.limits())

    def limits(self) -> httpx.Limits:
        return httpx.Limits()

    def close(self) -> None:
        self.client.close()

    def table(self, harbour: str) -> Success[list[Tide]] | Failure[Wrong]:
        try:
            return Success(self.pages(harbour))
        except Failed as error:
            return Failure(error.wrong)

    def pages(self, harbour: str) -> list[Tide]:
        found: list[Tide] = []
        after: int | None = 0
        for _ in range(self.most_pages):
            tides, after = self.page(harbour, after)
            found += tides
            if after is None:
                return found
        raise Failed(NoTables("more pages than a day has"))

    def page(self, harbour: str, after: int | None) -> tuple[list[Tide], int | None]:
        query = {"harbour": harbour, "days": 1} | ({"after": after} if after else {})
        body = self.asked("GET", "/tides", params=query)
        try:
            following = body["next"]
            if following is not None and type(following) is not int:
                raise TypeError("next")
            return [Tide(number(each["hour"]), number(each["cm"])) for each in body["tides"]], following
        except (KeyError, TypeError, ValueError) as error:
            raise Failed(NoTables(f"no page of tides: {error}")) from error

    def note(self, harbour: str, centimetres: int) -> Success[str] | Failure[Wrong]:
        try:
            body = self.asked("POST", "/readings", json={"harbour": harbour, "cm": centimetres})
        except Failed as error:
            return Failure(error.wrong)
        noted = body.get("id") if isinstance(body, dict) else None
        return Success(noted) if isinstance(noted, str) else Failure(NoTables("no id"))

    def asked(self, method: str, path: str, **given: Any) -> Any:
        try:
            with self.client.stream(method, path, **given) as response:
                return self.judged(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Failed(NoTables(type(error).__name__)) from error
        except httpx.HTTPError as error:
            raise Failed(self.unanswered(method, type(error).__name__)) from error

    def unanswered(self, method: str, said: str) -> Wrong:
        return PerhapsNoted(said) if method == "POST" else NoTables(said)

    def judged(self, response: httpx.Response) -> Any:
        if response.status_code == 404:
            raise Failed(NoSuchHarbour("404"))
        if not response.is_success:
            raise Failed(NoTables(str(response.status_code)))
        response.read()
        try:
            return response.json()
        except ValueError as error:
            raise Failed(NoTables("no JSON")) from error


def number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return value


class TidesContract(GatewayContract):
    port = Tides
    calls = {"table": ("Oban",), "note": ("Oban", 312)}
    replies = {
        "table": {
            "GET /tides": Reply(json={"tides": [{"hour": 3, "cm": 410}], "next": 3}),
            "GET /tides?after=3": Reply(json={"tides": [{"hour": 9, "cm": 60}], "next": None}),
        },
        "note": Reply(201, json={"id": "r-7"}),
    }
    results = {"table": Success([Tide(3, 410), Tide(9, 60)]), "note": Success("r-7")}
    failure = fails(NoTables)
    refusal = {404: fails(NoSuchHarbour)}
    unknown = fails(PerhapsNoted)
    pages = HttpTides.most_pages


class TestHttpTides(TidesContract):
    adapter = HttpTides


contract = TidesContract
