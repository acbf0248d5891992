"""A search over httpx with tenacity's attempts around pybreaker's breakers, one for each operation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import pybreaker
import tenacity
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class SearchDown(Exception):
    """The search cannot be asked."""


class SearchResting(SearchDown):
    """The search is not asked for a while."""


class BadQuery(Exception):
    """The search does not understand this."""


class Slow(Exception):
    """An attempt that failed, and may be made once more."""


@dataclass(frozen=True)
class Hit:
    sku: str
    score: float


class Search(Protocol):
    def find(self, words: str) -> list[Hit]: ...

    def suggest(self, words: str) -> str: ...


class HttpSearch:
    recovery = 0.8

    def __init__(self, url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = httpx.Client(base_url=url, timeout=5.0, verify=trusting())
        self._sleep = sleep
        self._breakers = {name: self.breaker() for name in ("find", "suggest")}

    def close(self) -> None:
        self._client.close()

    def breaker(self) -> pybreaker.CircuitBreaker:
        return pybreaker.CircuitBreaker(
            fail_max=3, reset_timeout=self.recovery, exclude=[BadQuery], throw_new_error_on_trip=False
        )

    def find(self, words: str) -> list[Hit]:
        def read(body: Any) -> list[Hit]:
            return [Hit(text(each["sku"]), score(each["score"])) for each in body["hits"]]

        found: list[Hit] = self.asked("find", "/search", words, read)
        return found

    def suggest(self, words: str) -> str:
        return str(self.asked("suggest", "/suggestions", words, lambda body: text(body["words"])))

    def asked(self, name: str, path: str, words: str, read: Callable[[Any], Any]) -> Any:
        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(2),
            wait=tenacity.wait_exponential(multiplier=0.1, max=2.0) + tenacity.wait_random(0, 0.1),
            retry=tenacity.retry_if_exception_type(self.again()),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            body = attempts(self.breaker_for(name).call, self.once, path, words)
            return read(body)
        except pybreaker.CircuitBreakerError as error:
            raise SearchResting("not asked for a while") from error
        except Slow as error:
            raise SearchDown(str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise SearchDown("an answer that is none") from error

    def again(self) -> tuple[type[Exception], ...]:
        return (Slow,)

    def breaker_for(self, name: str) -> pybreaker.CircuitBreaker:
        return self._breakers[name]

    def once(self, path: str, words: str) -> Any:
        try:
            response = self._client.get(path, params={"q": words})
        except httpx.HTTPError as error:
            raise Slow(type(error).__name__) from error
        if response.status_code in {400, 422}:
            raise BadQuery(words)
        if response.status_code < 500 and response.status_code != 200:
            raise SearchDown(str(response.status_code))
        if response.status_code != 200 and "Retry-After" in response.headers:
            raise SearchDown("asked to wait")  # which is for the caller
        if response.status_code != 200:
            raise Slow(str(response.status_code))
        try:
            return response.json()
        except ValueError as error:
            raise Slow("no JSON") from error


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def score(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is no score")
    return float(value)


class SearchContract(GatewayContract):
    port = Search
    calls = {
        "find": st.tuples(st.sampled_from(["tea", "cup", "jug"])),
        "suggest": st.tuples(st.sampled_from(["te", "cu", "ju"])),
    }
    replies = {
        "find": lambda words: Reply(json={"hits": [{"sku": words, "score": 0.5}, {"sku": "kettle", "score": 0.25}]}),
        "suggest": lambda words: Reply(json={"words": f"{words}a"}),
    }
    results = {"find": lambda words: [Hit(words, 0.5), Hit("kettle", 0.25)]}
    failure = raises(SearchDown)
    refusal = raises(BadQuery)
    attempts = 2
    breaker = 3
    recovery = HttpSearch.recovery
    breaker_of = "operation"
    rejection = raises(SearchResting)


class TestHttpSearch(SearchContract):
    adapter = HttpSearch


contract = SearchContract
