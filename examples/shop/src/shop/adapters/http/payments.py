"""Payments by a provider that speaks JSON over HTTP."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

import httpx

from shop.adapters.http.breaker import Breaker
from shop.domain.money import Currency, Money
from shop.domain.orders import OrderId
from shop.domain.payments import (
    Payment,
    PaymentDeclined,
    PaymentError,
    PaymentId,
    PaymentStatus,
    PaymentsUnavailable,
    PaymentUnknown,
)

KEYS = UUID("5f2c6b0a-4f0e-4c2e-9d63-8f0a3f1f5f11")
NOT_DONE = {429, 503}  # the provider was too busy to begin
AGAIN = {409, 429, 500, 502, 503, 504}  # 409: it is busy with this very request


@dataclass(frozen=True)
class Patience:
    """How long a call is tried: so often, so long for each attempt and in all, with waits that grow."""

    attempts: int = 3
    attempt: float = 3.0
    call: float = 10.0
    first_wait: float = 0.2
    longest_wait: float = 5.0


class HttpPayments:
    """A `PaymentGateway` over a client that knows the provider's address and sends the shop's credentials.

    A repeated request has the key of the first, which is made of the order: the provider does nothing twice.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        patience: Patience = Patience(),
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._patience = patience
        self._sleep = sleep
        self._breaker = Breaker(threshold=5, rest=30.0, clock=clock)

    async def charge(self, order_id: OrderId, amount: Money) -> Payment:
        body = {"order": order_id, "amount": str(amount.amount), "currency": amount.currency}
        headers = {"Idempotency-Key": str(uuid5(KEYS, f"charge {order_id}"))}
        response = await self._send("POST", "/charges", json=body, headers=headers)
        try:
            return _payment(response)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise PaymentUnknown("the provider's answer is no payment") from error

    async def refund(self, payment_id: PaymentId) -> None:
        headers = {"Idempotency-Key": str(uuid5(KEYS, f"refund {payment_id}"))}
        await self._send("POST", f"/charges/{quote(payment_id, safe='')}/refund", headers=headers)

    async def find(self, payment_id: PaymentId) -> Payment:
        response = await self._send("GET", f"/charges/{quote(payment_id, safe='')}")
        try:
            return _payment(response)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise PaymentsUnavailable("the provider's answer is no payment") from error

    async def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Give the provider's yes, after some attempts."""
        unknown = False
        wait = self._patience.first_wait
        try:
            async with asyncio.timeout(self._patience.call):
                for attempt in range(1, self._patience.attempts + 1):
                    try:
                        response = await self._attempt(method, path, given)
                    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                        failure = self._failure(method, type(error).__name__, unknown=unknown)
                        failure.__cause__ = error
                    except httpx.HTTPError as error:
                        unknown = True
                        failure = self._failure(method, type(error).__name__, unknown=unknown)
                        failure.__cause__ = error
                    else:
                        if response.status_code not in AGAIN:
                            return _accepted(method, response)
                        unknown |= response.status_code not in NOT_DONE
                        failure = self._failure(method, str(response.status_code), unknown=unknown)
                        wait = max(wait, _asked_for(response))
                    if attempt == self._patience.attempts or wait > self._patience.longest_wait:
                        raise failure
                    await self._sleep(wait * random.uniform(1.0, 1.5))
                    wait = min(wait * 2, self._patience.longest_wait)
        except TimeoutError as error:
            raise self._failure(method, "no answer in time", unknown=True) from error
        raise AssertionError("a call has one attempt at least")

    async def _attempt(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        number = self._breaker.enter()
        try:
            response = await self._client.request(method, path, timeout=self._patience.attempt, **given)
        except (httpx.HTTPError, TimeoutError):
            self._breaker.failed(number)
            raise
        except BaseException:
            self._breaker.given_up(number)
            raise
        if response.status_code >= 500 or response.status_code == 429:
            self._breaker.failed(number)
        else:
            self._breaker.succeeded(number)
        return response

    @staticmethod
    def _failure(method: str, said: str, *, unknown: bool) -> PaymentError:
        return PaymentUnknown(said) if unknown and method != "GET" else PaymentsUnavailable(said)


def _accepted(method: str, response: httpx.Response) -> httpx.Response:
    """The answer, where it is a yes."""
    if response.is_success:
        return response
    if response.status_code in {400, 402, 404, 410, 422}:
        raise PaymentDeclined(str(response.status_code))
    raise PaymentsUnavailable(f"{method}: {response.status_code}")


def _asked_for(response: httpx.Response) -> float:
    """The wait that the provider asks for, in seconds or as a date; 0 where it asks for none."""
    text = response.headers.get("Retry-After", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (OverflowError, TypeError, ValueError):
        return 0.0


def _payment(response: httpx.Response) -> Payment:
    """Read a payment as the provider tells of it: amounts are texts there, so that none is rounded."""
    body = response.json()
    if not isinstance(body["id"], str) or not isinstance(body["amount"], str):
        raise TypeError("an id and an amount are texts")
    amount = Money(Decimal(body["amount"]), Currency(body["currency"]))
    return Payment(PaymentId(body["id"]), amount, PaymentStatus(body["status"]))
