"""Refunds over httpx, with tenacity's attempts and pydantic's documents; the key is made of the refund itself."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

import httpx
import tenacity
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class RefundsDown(Exception):
    """The provider cannot be asked."""


class RefundRefused(Exception):
    """The provider said no."""


class State(Enum):
    DONE = "done"
    WAITING = "waiting"


@dataclass(frozen=True)
class Refund:
    id: str
    amount: Decimal
    state: State


class Refunds(Protocol):
    def refund(self, charge: str) -> Refund: ...

    def all(self) -> list[Refund]: ...

    def annotate(self, charge: str, note: str) -> None: ...


class Document(BaseModel):
    id: str
    amount: Decimal
    state: State
    email: str | None = None

    def refund(self) -> Refund:
        return Refund(self.id, self.amount, self.state)


class Page(BaseModel):
    refunds: list[Document]


class Again(Exception):
    """An attempt that failed, and may be made once more."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class HttpRefunds:
    def __init__(self, url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = httpx.Client(base_url=url, timeout=5.0, auth=("shop", "refunds-4242"), verify=trusting())
        self._attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(3),
            wait=self.wait,
            retry=tenacity.retry_if_exception_type(Again),
            sleep=sleep,
            reraise=True,
        )

    def close(self) -> None:
        self._client.close()

    def refund(self, charge: str) -> Refund:
        key = hashlib.sha256(charge.encode()).hexdigest()
        content = self.send("POST", "/refunds", json={"charge": charge}, headers={"Idempotency-Key": key})
        found: Refund = self.read(Document, content).refund()
        return found

    def all(self) -> list[Refund]:
        return [each.refund() for each in self.read(Page, self.send("GET", "/refunds")).refunds]

    def annotate(self, charge: str, note: str) -> None:
        self.send("PUT", "/notes", params={"charge": charge}, content=note.encode())

    def wait(self, state: tenacity.RetryCallState) -> float:
        assert state.outcome is not None
        error = state.outcome.exception()
        after = error.after if isinstance(error, Again) else 0.0
        return max(after, min(2.0, 0.1 * pow(2.0, state.attempt_number)))

    def send(self, method: str, path: str, **given: Any) -> bytes:
        try:
            found: bytes = self._attempts(self.once, method, path, given)
        except Again as error:
            raise RefundsDown(str(error)) from error
        return found

    def once(self, method: str, path: str, given: dict[str, Any]) -> bytes:
        try:
            response = self._client.request(method, path, **given)
        except httpx.TransportError as error:
            raise Again(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise RefundsDown(type(error).__name__) from error
        if response.status_code in {429, 503}:
            after = str(response.headers.get("Retry-After", ""))
            if after and not (after.isdigit() and int(after) <= 30):
                raise RefundsDown("asked to wait for too long")
            raise Again(str(response.status_code), float(after or 0))
        if response.status_code >= 500:
            raise Again(str(response.status_code))
        if response.status_code >= 400:
            raise RefundRefused(str(response.status_code))
        if response.status_code >= 300:
            raise RefundsDown(str(response.status_code))
        return response.content

    def read(self, model: type[Any], content: bytes) -> Any:
        try:
            return model.model_validate_json(content)
        except ValidationError as error:
            raise RefundsDown("an answer that is none") from error


REFUND = {"id": "1", "amount": "1.50", "state": "done"}


class RefundsContract(GatewayContract):
    port = Refunds
    calls = {
        "refund": st.tuples(st.sampled_from(["ch_a", "ch_b", "ch_c"])),
        "all": (),
        "annotate": st.tuples(st.just("ch_a"), st.sampled_from(["late", "#3", 'a "b"'])),
    }
    replies = {
        "refund": lambda charge: Reply(json={**REFUND, "id": f"re_{charge}", "email": "a@b.c"}),
        "all": Reply(json={"refunds": [REFUND, {"id": "2", "amount": 3, "state": "waiting"}]}),
        "annotate": Reply(204),
    }
    results = {"refund": lambda charge: Refund(f"re_{charge}", Decimal("1.50"), State.DONE)}
    failure = raises(RefundsDown)
    refusal = raises(RefundRefused)
    attempts = 3


class TestHttpRefunds(RefundsContract):
    adapter = HttpRefunds


contract = RefundsContract
