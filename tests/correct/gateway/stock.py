"""Stock of a warehouse over requests: a breaker by hand on a clock that is handed over, and a correlation id."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol, TypeVar

import requests
from hypothesis import strategies as st

from dovetail import GatewayContract, Reply, raises

T = TypeVar("T")

request_id: ContextVar[str] = ContextVar("request_id", default="none")


class WarehouseUnavailable(Exception):
    """The warehouse cannot be asked."""


class WarehouseResting(WarehouseUnavailable):
    """The warehouse is not asked for a while."""


class NotInStock(Exception):
    """There is not enough."""


@dataclass(frozen=True)
class Reserved:
    sku: str
    quantity: int


class Warehouse(Protocol):
    def reserve(self, sku: str, quantity: int) -> Reserved: ...

    def quantity(self, sku: str) -> int: ...


class Breaker:
    threshold = 3
    recovery = 30.0

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.lock = Lock()
        self.failures = 0
        self.opened: float | None = None
        self.probing = False

    def enter(self) -> None:
        with self.lock:
            if self.opened is None:
                return
            if self.probing or self.clock() - self.opened < self.recovery:
                raise WarehouseResting("not asked for a while")
            self.probing = True

    def succeeded(self) -> None:
        with self.lock:
            if self.opened is None or self.probing:  # else the answer is that of a call before it opened
                self.failures, self.opened, self.probing = 0, None, False

    def failed(self) -> None:
        with self.lock:
            self.failures += 1
            if self.probing or self.failures >= self.threshold:
                self.opened = self.clock()
            self.probing = False


class HttpWarehouse:
    breaker: type[Breaker] = Breaker

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic, ca: str | None = None) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.auth = ("shop", "warehouse-4242")
        if ca is not None:
            self._session.verify = ca
        self._breaker = self.breaker(clock)

    def close(self) -> None:
        self._session.close()

    def reserve(self, sku: str, quantity: int) -> Reserved:
        body = self.asked("POST", "/reservations", json={"sku": sku, "quantity": quantity})
        return self.read(lambda: Reserved(text(body["sku"]), number(body["quantity"])))

    def quantity(self, sku: str) -> int:
        body = self.asked("GET", "/stock", params={"sku": sku})
        return self.read(lambda: number(body["quantity"]))

    def read(self, made: Callable[[], T]) -> T:
        try:
            return made()
        except (KeyError, TypeError, ValueError) as error:
            raise WarehouseUnavailable("an answer that is none") from error

    def asked(self, method: str, path: str, **given: Any) -> Any:
        self._breaker.enter()
        try:
            response = self._session.request(
                method, self._url + path, timeout=5.0, allow_redirects=False, headers=self.headers(), **given
            )
            content = response.json() if response.status_code in {200, 201} else None
        except (requests.RequestException, ValueError) as error:
            self._breaker.failed()
            raise WarehouseUnavailable(type(error).__name__) from error
        if response.status_code in {409, 422}:
            self.refused()
            raise NotInStock(str(response.status_code))
        if response.status_code not in {200, 201}:
            self._breaker.failed()
            raise WarehouseUnavailable(str(response.status_code))
        self._breaker.succeeded()
        return content

    def headers(self) -> dict[str, str]:
        return {"X-Request-ID": request_id.get()}

    def refused(self) -> None:
        self._breaker.succeeded()


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return value


class WarehouseContract(GatewayContract):
    port = Warehouse
    calls = {
        "reserve": st.tuples(st.sampled_from(["tea", "cup", "jug"]), st.integers(1, 9)),
        "quantity": st.tuples(st.sampled_from(["tea", "kettle", "jugs"])),
    }
    replies = {
        "reserve": lambda sku, quantity: Reply(201, json={"sku": sku, "quantity": quantity}),
        "quantity": lambda sku: Reply(json={"quantity": len(sku)}),
    }
    results = {"reserve": Reserved, "quantity": len}
    failure = raises(WarehouseUnavailable)
    refusal = raises(NotInStock)
    breaker = 3
    recovery = 30.0
    breaker_of = "adapter"
    rejection = raises(WarehouseResting)
    correlation = {"X-Request-ID": request_id.set}


class TestHttpWarehouse(WarehouseContract):
    adapter = HttpWarehouse


contract = WarehouseContract
