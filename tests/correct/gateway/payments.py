"""Payments over httpx: an idempotency key, attempts whose waits are handed over, Retry-After, a CA file."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any, Protocol
from uuid import uuid4

import httpx
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class PaymentsUnavailable(Exception):
    """The provider did not do what it was asked."""


class PaymentRefused(Exception):
    """The provider said no."""


class Status(Enum):
    SUCCEEDED = "succeeded"
    PENDING = "pending"


@dataclass(frozen=True)
class Receipt:
    id: str
    amount: Decimal
    status: Status
    note: str | None = None


class Payments(Protocol):
    def charge(self, order: str, amount: int) -> Receipt: ...

    def receipt(self, receipt_id: str) -> Receipt: ...

    def cancel(self, receipt_id: str) -> None: ...


class HttpPayments:
    """Payments of a provider that speaks JSON."""

    again = frozenset({409, 429, 500, 502, 503, 504})
    longest_wait = 60.0
    longest_backoff = 2.0

    def __init__(
        self,
        url: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        ca: str | None = None,
        attempts: int = 3,
        token: str = "sk_live_4242",
    ) -> None:
        self._most = attempts
        self._sleep = sleep
        self.client = self.connected(url, ca, token)

    def connected(self, url: str, ca: str | None, token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=url, timeout=5.0, verify=trusting(ca), headers=headers)

    def close(self) -> None:
        self.client.close()

    def charge(self, order: str, amount: int) -> Receipt:
        body = {"order": order, "amount": amount}
        return self.parsed(self.send("POST", "/charges", json=body, headers={"Idempotency-Key": self.key(order)}))

    def receipt(self, receipt_id: str) -> Receipt:
        return self.parsed(self.send("GET", "/charges/one", params={"id": receipt_id}))

    def cancel(self, receipt_id: str) -> None:
        self.send("DELETE", "/charges/one", params={"id": receipt_id})

    def key(self, order: str) -> str:
        return str(uuid4())

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        failure: Exception | None = None
        for attempt in range(self.attempts):
            try:
                response = self.once(method, path, given)
            except httpx.HTTPError as error:
                failure = self.failed(method, path, error)
                wait = self.backoff(attempt)
            else:
                if response.status_code not in self.again:
                    return self.judged(method, path, response)
                failure = PaymentsUnavailable(f"{method} {path}: {response.status_code}")
                wait = self.wait(response, self.backoff(attempt))
            if attempt + 1 < self.attempts:
                if wait > self.longest_wait:
                    break
                self._sleep(wait)
        assert failure is not None
        raise failure

    @property
    def attempts(self) -> int:
        return self._most

    def backoff(self, attempt: int) -> float:
        return min(self.longest_backoff, 0.1 * 2.0 ** min(attempt, 20)) * random.uniform(0.5, 1.0)

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        return self.client.request(method, path, **given)

    def failed(self, method: str, path: str, error: Exception) -> Exception:
        failure = PaymentsUnavailable(f"{method} {path}: {type(error).__name__}")
        failure.__cause__ = error
        return failure

    def judged(self, method: str, path: str, response: httpx.Response) -> httpx.Response:
        if response.status_code in {400, 402, 404, 422}:
            raise PaymentRefused(str(response.status_code))
        if not response.is_success:
            raise PaymentsUnavailable(f"{method} {path}: {response.status_code}")
        return response

    def wait(self, response: httpx.Response, otherwise: float) -> float:
        text = response.headers.get("Retry-After", "")
        if text.isascii() and text.isdigit():
            return max(float(text), otherwise)
        try:
            until = parsedate_to_datetime(text)
            return max((until - dt.datetime.now(dt.UTC)).total_seconds(), otherwise)
        except (ValueError, TypeError, OverflowError):
            return otherwise

    def parsed(self, response: httpx.Response) -> Receipt:
        try:
            return self.read(response.json())
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise PaymentsUnavailable(f"an answer that is none: {error}") from error

    def read(self, body: Any) -> Receipt:
        if not isinstance(body["id"], str) or type(body["amount"]) is not int:
            raise TypeError("id or amount")
        note = body.get("note")
        if note is not None and not isinstance(note, str):
            raise TypeError("note")
        return Receipt(body["id"], Decimal(body["amount"]) / 100, self.status(body["status"]), note)

    def status(self, text: str) -> Status:
        return Status(text)


RECEIPT = {"id": "ch_1", "amount": 1250, "status": "succeeded", "note": "thanks"}


class PaymentsContract(GatewayContract):
    port = Payments
    calls = {
        "charge": st.tuples(st.text("abc", min_size=1), st.integers(1, 9999)),
        "receipt": st.tuples(st.text("abc", min_size=1)),
        "cancel": ("ch_1",),
    }
    replies = {
        "charge": lambda order, amount: Reply(201, json={**RECEIPT, "amount": amount}),
        "receipt": lambda receipt_id: Reply(json={**RECEIPT, "id": receipt_id}),
        "cancel": Reply(204),
    }
    results = {
        "charge": lambda order, amount: Receipt("ch_1", Decimal(amount) / 100, Status.SUCCEEDED, "thanks"),
        "cancel": None,
    }
    failure = raises(PaymentsUnavailable)
    refusal = raises(PaymentRefused)
    attempts = 3
    backoff = 2.0
    in_progress = "result"


class TestHttpPayments(PaymentsContract):
    adapter = HttpPayments


contract = PaymentsContract
