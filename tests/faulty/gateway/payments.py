"""Faulty gateways of payments: each derives from the correct one, and is wrong in one thing."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import httpx

from correct.gateway.payments import (
    HttpPayments,
    PaymentRefused,
    PaymentsContract,
    PaymentsUnavailable,
    Receipt,
    Status,
)
from correct.gateway.trust import trusting

contract = PaymentsContract


class AmountAsFloat(HttpPayments):
    """GATE-01: a price of floats where the port declares a Decimal."""

    def read(self, body: Any) -> Receipt:
        made = super().read(body)
        return Receipt(made.id, body["amount"] / 100, made.status, made.note)


class AmountInCents(HttpPayments):
    """GATE-01: cents taken for units."""

    def read(self, body: Any) -> Receipt:
        made = super().read(body)
        return Receipt(made.id, Decimal(body["amount"]), made.status, made.note)


class StrictDocument(HttpPayments):
    """GATE-02: a document with a field more is refused."""

    def read(self, body: Any) -> Receipt:
        if not set(body) <= {"id", "amount", "status", "note"}:
            raise ValueError("unknown fields")
        return super().read(body)


class MissingStatusSucceeds(HttpPayments):
    """GATE-03: a status that is missing is taken for success."""

    def read(self, body: Any) -> Receipt:
        return super().read({"status": "succeeded", **body})


class NullAsText(HttpPayments):
    """GATE-03: an id that is null becomes the text None."""

    def read(self, body: Any) -> Receipt:
        return super().read({**body, "id": str(body["id"])})


class KeyErrorEscapes(HttpPayments):
    """GATE-03: the parser's KeyError goes through."""

    def parsed(self, response: httpx.Response) -> Receipt:
        try:
            body = response.json()
        except ValueError as error:
            raise PaymentsUnavailable("no JSON") from error
        if not isinstance(body, dict):
            raise PaymentsUnavailable("no object")
        return self.read(body)


class NotANumber(HttpPayments):
    """GATE-04: an amount that is NaN is handed on."""

    def read(self, body: Any) -> Receipt:
        if type(body["amount"]) is float:
            return Receipt(body["id"], Decimal(body["amount"]), self.status(body["status"]), None)
        return super().read(body)


class UnknownStatusSucceeds(HttpPayments):
    """GATE-04: a status that nobody knows is taken for success."""

    def status(self, text: str) -> Status:
        return Status.PENDING if text == "pending" else Status.SUCCEEDED


class AnyIdWillDo(HttpPayments):
    """GATE-04: whatever comes as an id is taken as text."""

    def read(self, body: Any) -> Receipt:
        return super().read({**body, "id": str(body["id"] or "")})


class JsonErrorEscapes(HttpPayments):
    """GATE-05: a maintenance page ends in a JSONDecodeError."""

    def parsed(self, response: httpx.Response) -> Receipt:
        body = response.json()
        try:
            return self.read(body)
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise PaymentsUnavailable("an answer that is none") from error


class OnlyTimeouts(HttpPayments):
    """GATE-06: a timeout is translated, and a broken connection is not."""

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            return self.judged(method, path, self.client.request(method, path, **given))
        except httpx.TimeoutException as error:
            raise PaymentsUnavailable("too slow") from error


class ConnectionsOnly(HttpPayments):
    """GATE-06: what is no ConnectError goes through, as an answer that is no HTTP."""

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        try:
            return super().once(method, path, given)
        except httpx.RemoteProtocolError as error:
            raise RuntimeError("protocol") from error


class StatusErrorEscapes(HttpPayments):
    """GATE-07: raise_for_status, and nobody there to catch it."""

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            response = self.once(method, path, given)
        except httpx.HTTPError as error:
            raise self.failed(method, path, error) from error
        if response.status_code >= 500 or response.status_code == 429:
            response.raise_for_status()
        return self.judged(method, path, response)


class StatusUnread(HttpPayments):
    """GATE-07: nobody looks at the status."""

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            return self.once(method, path, given)
        except httpx.HTTPError as error:
            raise self.failed(method, path, error) from error


class OutageIsRefusal(HttpPayments):
    """GATE-07: whatever is no success is told as a refusal."""

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            response = self.once(method, path, given)
        except httpx.HTTPError as error:
            raise self.failed(method, path, error) from error
        if not response.is_success:
            raise PaymentRefused(str(response.status_code))
        return response


class RefusalIsOutage(HttpPayments):
    """GATE-08: a declined card looks like an outage."""

    def judged(self, method: str, path: str, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            raise PaymentsUnavailable(str(response.status_code))
        return response


class AttemptsInAttempts(HttpPayments):
    """GATE-10: a loop of attempts in a loop of attempts."""

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        for _ in range(2):
            try:
                response = super().once(method, path, given)
            except httpx.HTTPError:
                continue
            if response.status_code < 500:
                return response
        return super().once(method, path, given)


class NeverAgain(HttpPayments):
    """GATE-10: three attempts are declared, and there is one."""

    @property
    def attempts(self) -> int:
        return 1


class RefusedAgain(HttpPayments):
    """GATE-11: a refusal is asked for three times."""

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        response = super().once(method, path, given)
        for _ in range(2):
            if response.status_code == 402:
                response = super().once(method, path, given)
        return response


class WithoutKey(HttpPayments):
    """GATE-12: a payment is sent again, and has no key."""

    def charge(self, order: str, amount: int) -> Receipt:
        return self.parsed(self.send("POST", "/charges", json={"order": order, "amount": amount}))


class KeyOfAttempt(HttpPayments):
    """GATE-13: each attempt has a key of its own."""

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        if method == "POST":
            given = {**given, "headers": {"Idempotency-Key": self.key("")}}
        return super().once(method, path, given)


class KeyOfClient(HttpPayments):
    """GATE-14: the key is made once for each client."""

    def __init__(self, url: str, **given: Any) -> None:
        super().__init__(url, **given)
        self._key = super().key("")

    def key(self, order: str) -> str:
        return self._key


class ConstantKey(HttpPayments):
    """GATE-14: the key is the same for all payments."""

    def key(self, order: str) -> str:
        return "payment"


class RetryAfterUnread(HttpPayments):
    """GATE-16: what the provider asks for is not read."""

    def wait(self, response: httpx.Response, otherwise: float) -> float:
        return otherwise


class RetryAfterAsNumber(HttpPayments):
    """GATE-16: a date in Retry-After crashes the call."""

    def wait(self, response: httpx.Response, otherwise: float) -> float:
        return max(float(response.headers.get("Retry-After", "0")), otherwise)


class RetryAfterWithoutEnd(HttpPayments):
    """GATE-16: a wait of three hundred years."""

    longest_wait = float("inf")


class RetryError(Exception):
    """What libraries of retries raise at the end."""


class WrappedCause(HttpPayments):
    """GATE-17: the cause is the wrapper of a library of retries."""

    def failed(self, method: str, path: str, error: Exception) -> Exception:
        failure = super().failed(method, path, error)
        failure.__cause__ = RetryError("state=finished raised")
        return failure


class CauseLost(HttpPayments):
    """GATE-17: an error that has no cause, and says nothing."""

    def failed(self, method: str, path: str, error: Exception) -> Exception:
        return PaymentsUnavailable("payments failed")


class ClientOfEachCall(HttpPayments):
    """GATE-18: every call has a client of its own, and nobody closes it."""

    clients: list[httpx.Client]

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        client = httpx.Client(
            base_url=self.client.base_url, headers=self.client.headers, verify=trusting(), timeout=5.0
        )
        self.clients = [*getattr(self, "clients", []), client]
        return client.request(method, path, **given)


class NotClosed(HttpPayments):
    """GATE-18: close does not close the client."""

    def close(self) -> None:
        pass


class KeyInQuery(HttpPayments):
    """GATE-19: the key is in the query, and with it in the client's own log."""

    def connected(self, url: str, ca: str | None, token: str) -> httpx.Client:
        client = super().connected(url, ca, token)
        client.params = httpx.QueryParams({"api_key": token})
        return client


class TokenInMessage(HttpPayments):
    """GATE-19: the headers are in the message of the error."""

    def failed(self, method: str, path: str, error: Exception) -> Exception:
        failure = PaymentsUnavailable(f"{method} {path} {dict(self.client.headers)}: {type(error).__name__}")
        failure.__cause__ = error
        return failure


class TokenInRepr(HttpPayments):
    """GATE-19: the repr of the adapter tells all that it has."""

    def __repr__(self) -> str:
        return f"HttpPayments(headers={dict(self.client.headers)})"


class Unverified(HttpPayments):
    """GATE-20: certificates are not verified."""

    def connected(self, url: str, ca: str | None, token: str) -> httpx.Client:
        return httpx.Client(base_url=url, timeout=5.0, verify=False, headers={"Authorization": f"Bearer {token}"})


class FollowsWithKey(HttpPayments):
    """GATE-21: redirects are followed, and the key in a header of its own goes with them."""

    def connected(self, url: str, ca: str | None, token: str) -> httpx.Client:
        client = super().connected(url, ca, token)
        client.headers["X-Api-Key"] = token
        client.follow_redirects = True
        return client


class PlainRedirect(HttpPayments):
    """GATE-21: redirects are followed on the same host, from https to http too."""

    def once(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        response = super().once(method, path, given)
        for _ in range(3):
            if not response.has_redirect_location:
                break
            there = response.url.join(response.headers["Location"])
            if there.host != response.url.host:
                break
            token = self.client.headers["Authorization"]
            response = self.client.send(self.client.build_request(method, there, headers={"Authorization": token}))
        return response


class LastRequest(HttpPayments):
    """GATE-23: what is asked for is kept on the adapter, where another call finds it."""

    def charge(self, order: str, amount: int) -> Receipt:
        self._amount = amount
        made = super().charge(order, amount)
        return Receipt(made.id, Decimal(self._amount) / 100, made.status, made.note)


class InterruptedAgain(HttpPayments):
    """GATE-28: Ctrl-C in a wait is one more reason to try again."""

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        try:
            return super().send(method, path, **given)
        except KeyboardInterrupt:
            return super().send(method, path, **given)


class SameWait(HttpPayments):
    """GATE-29: the wait is always as long, give or take."""

    def backoff(self, attempt: int) -> float:
        return 0.1 * random.uniform(0.95, 1.0)


class WithoutJitter(HttpPayments):
    """GATE-29: all callers wait for exactly as long, and come back together."""

    def backoff(self, attempt: int) -> float:
        return min(self.longest_backoff, 0.1 * 2.0**attempt)


class WithoutCap(HttpPayments):
    """GATE-29: the third attempt comes after longer than was declared."""

    def backoff(self, attempt: int) -> float:
        return 3.0 * super().backoff(0) * float(20**attempt)


class Overflowing(HttpPayments):
    """GATE-30: two to the power of the attempt, and the cap comes too late."""

    def backoff(self, attempt: int) -> float:
        return min(self.longest_backoff, 0.1 * 2.0**attempt) * random.uniform(0.5, 1.0)


class BusyIsRefusal(HttpPayments):
    """GATE-31: the provider is busy with this very payment, and the customer is told that it was refused."""

    again = HttpPayments.again - {409}

    def judged(self, method: str, path: str, response: httpx.Response) -> httpx.Response:
        if response.status_code == 409:
            raise PaymentRefused("409")
        return super().judged(method, path, response)


class ReplayIsFailure(HttpPayments):
    """GATE-31: an answer of which the provider says that it is the one of before is thrown away."""

    def judged(self, method: str, path: str, response: httpx.Response) -> httpx.Response:
        if response.headers.get("Idempotent-Replayed"):
            raise PaymentsUnavailable("done before")
        return super().judged(method, path, response)
