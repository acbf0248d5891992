"""Ski lifts over http.client: unknown lifts are no failure, any other status of 4xx is, and a breaker counts those."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from dovetail import GatewayContract, Reply, raises


class LiftsDown(Exception):
    """The lifts' service cannot be asked."""


class NoSuchLift(Exception):
    """There is no lift of this name."""


class Lifts(Protocol):
    def queue(self, lift: str) -> int: ...


class Breaker:
    most = 3
    rest = 20.0

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.failures = 0
        self.until = 0.0
        self.tries = False

    def enter(self) -> None:
        if self.failures >= self.most:
            if self.clock() < self.until:
                raise LiftsDown("not asked for a while")
            self.until = self.clock() + self.rest  # one caller tries, and the others wait for another turn
            self.tries = True

    def failed(self) -> None:
        self.failures += 1
        self.tries = False
        self.until = self.clock() + self.rest

    def succeeded(self) -> None:
        if self.tries or self.failures < self.most:
            self.failures, self.tries = 0, False


class PlainLifts:
    breaker = Breaker

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = urlsplit(url)
        self._breaker = self.breaker(clock)

    def queue(self, lift: str) -> int:
        self._breaker.enter()
        try:
            status, body = self.asked(f"/lifts/{quote(lift, safe='')}")
            if self.is_unknown(status):
                self._breaker.succeeded()
                raise NoSuchLift(lift)
            people = json.loads(body)["people"] if status == 200 else None
            if type(people) is not int:
                raise ValueError(f"status {status}")
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            self._breaker.failed()
            raise LiftsDown(f"{type(error).__name__}: {error}") from error
        self._breaker.succeeded()
        return people

    def is_unknown(self, status: int) -> bool:
        return status == 404

    def asked(self, path: str) -> tuple[int, bytes]:
        kind: Any = http.client.HTTPSConnection if self._url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._url.hostname, self._url.port, timeout=5.0)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


class LiftsContract(GatewayContract):
    port = Lifts
    calls = {"queue": ("north face",)}
    replies = {"queue": Reply(json={"people": 40})}
    results = {"queue": 40}
    failure = raises(LiftsDown)
    refusal = {404: raises(NoSuchLift)}
    breaker = Breaker.most
    recovery = Breaker.rest


class TestPlainLifts(LiftsContract):
    adapter = PlainLifts


contract = LiftsContract
