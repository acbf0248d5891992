"""Payments by a provider that speaks JSON over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from drifted.domain.orders import OrderId
from drifted.domain.payments import Payment, PaymentDeclined, PaymentStatus, PaymentsUnavailable

AGAIN = {429, 500, 502, 503, 504}


class HttpPayments:
    """A `PaymentGateway`. A request that the provider could not answer is sent again, with a key."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep

    def charge(self, order_id: OrderId, amount: Decimal) -> Payment:
        return _payment(self._send("POST", "/charges", json={"order": order_id, "amount": str(amount)}))

    def find(self, payment_id: str) -> Payment:
        return _payment(self._send("GET", f"/charges/{payment_id}"))

    def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        wait = 0.2
        for _ in range(3):
            headers = {"Idempotency-Key": str(uuid4())}
            try:
                response = self._client.request(method, path, headers=headers, **given)
            except (httpx.TimeoutException, httpx.ConnectError) as error:
                raise PaymentsUnavailable("the provider does not answer") from error
            if response.status_code in AGAIN:
                self._sleep(float(response.headers.get("Retry-After", wait)))
                wait *= 2
            elif response.is_success:
                return response
            elif response.status_code in {402, 404, 422}:
                raise PaymentDeclined(str(response.status_code))
            else:
                break
        raise PaymentsUnavailable(f"{method} {path}: {response.status_code}")


def _payment(response: httpx.Response) -> Payment:
    try:
        body = response.json()
        if not isinstance(body["id"], str) or not isinstance(body["amount"], str):
            raise TypeError("an id and an amount are texts")
        amount = Decimal(body["amount"])
        if not amount.is_finite():
            raise ValueError("an amount is a finite number")
        return Payment(body["id"], amount, PaymentStatus(body.get("status", "succeeded")))
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PaymentsUnavailable("the provider's answer is no payment") from error
