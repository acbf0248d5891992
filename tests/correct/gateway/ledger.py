"""A ledger over httpx2's async client with stamina's attempts: five operations, a deadline, a key, pydantic."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

import httpx2
import stamina
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, FiniteFloat, TypeAdapter, ValidationError

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises

T = TypeVar("T")


class LedgerDown(Exception):
    """The ledger did nothing."""


class LedgerUnknown(Exception):
    """The ledger may have done it."""


class EntryRefused(Exception):
    """The ledger said no."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=False)

    id: UUID
    account: str
    amount: Decimal
    booked_on: dt.date
    note: str | None = None


class Balance(BaseModel):
    model_config = ConfigDict(frozen=True)

    amount: Decimal
    rate: FiniteFloat


class Ledger(Protocol):
    async def book(self, account: str, amount: Decimal) -> Entry: ...

    async def reverse(self, entry_id: UUID) -> None: ...

    async def entry(self, entry_id: UUID) -> Entry | None: ...

    async def entries(self, account: str) -> list[Entry]: ...

    async def balance(self, account: str) -> Balance: ...


class NotNow(Exception):
    """An attempt that failed, and may be made once more."""


class HttpLedger:
    deadline = 1.5

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def book(self, account: str, amount: Decimal) -> Entry:
        body = {"account": account, "amount": str(amount)}
        response = await self.asked("POST", "/entries", json=body, headers={"Idempotency-Key": str(uuid4())})
        return self.read(Entry, response, unknown=True)

    async def reverse(self, entry_id: UUID) -> None:
        await self.asked("PUT", f"/entries/{entry_id}/reversal")

    async def entry(self, entry_id: UUID) -> Entry | None:
        response = await self.asked("GET", f"/entries/{entry_id}", absent=True)
        return None if response.status_code == 404 else self.read(Entry, response)

    async def entries(self, account: str) -> list[Entry]:
        return self.read(list[Entry], await self.asked("GET", "/entries", params={"account": account}))

    async def balance(self, account: str) -> Balance:
        return self.read(Balance, await self.asked("GET", "/balance", params={"account": account}))

    async def asked(self, method: str, path: str, *, absent: bool = False, **given: Any) -> httpx2.Response:
        sent = False
        try:
            async with asyncio.timeout(self.deadline):
                async for attempt in stamina.retry_context(NotNow, attempts=2, wait_initial=0.01, wait_jitter=0.01):
                    with attempt:
                        try:
                            return self.judged(await self._client.request(method, path, **given), absent=absent)
                        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                            raise NotNow(type(error).__name__) from error
                        except httpx2.HTTPError as error:
                            sent = True
                            raise NotNow(type(error).__name__) from error
        except TimeoutError as error:
            raise self.failed(method, sent=True) from error
        except NotNow as error:
            raise self.failed(method, sent=sent) from error.__cause__
        raise AssertionError("one attempt at least")

    def judged(self, response: httpx2.Response, *, absent: bool) -> httpx2.Response:
        if response.is_success or (absent and response.status_code == 404):
            return response
        if response.status_code in {400, 402, 404, 410, 422}:
            raise EntryRefused(str(response.status_code))
        if response.status_code in {502, 503, 504} and "Retry-After" not in response.headers:
            raise NotNow(str(response.status_code)) from LedgerDown(str(response.status_code))
        raise LedgerDown(str(response.status_code))

    def failed(self, method: str, *, sent: bool) -> Exception:
        return LedgerUnknown("no answer") if sent and method == "POST" else LedgerDown("no answer")

    def read(self, shape: type[T], response: httpx2.Response, *, unknown: bool = False) -> T:
        try:
            return TypeAdapter(shape).validate_json(response.content)
        except ValidationError as error:
            raise (LedgerUnknown if unknown else LedgerDown)("an answer that is none") from error


@asynccontextmanager
async def ledger(url: str, ca: str | None) -> AsyncIterator[HttpLedger]:
    headers = {"Authorization": "Bearer ledger-4242"}
    async with httpx2.AsyncClient(base_url=url, headers=headers, verify=trusting(ca), timeout=1.2) as client:
        yield HttpLedger(client)


ACCOUNTS = st.sampled_from(["cash", "bank", "tax"])
IDS = st.uuids(version=4)


def entry(entry_id: UUID, account: str = "cash", amount: str = "12.50") -> dict[str, Any]:
    return {"id": str(entry_id), "account": account, "amount": amount, "booked_on": "2026-07-01", "note": "tea"}


ONE = UUID(int=1)


class LedgerContract(GatewayContract):
    port = Ledger
    calls = {
        "book": st.tuples(ACCOUNTS, st.decimals("0.01", "99.99", places=2)),
        "reverse": st.tuples(IDS),
        "entry": st.tuples(IDS),
        "entries": st.tuples(ACCOUNTS),
        "balance": st.tuples(ACCOUNTS),
    }
    replies = {
        "book": lambda account, amount: Reply(201, json=entry(ONE, account, str(amount))),
        "reverse": Reply(204),
        "entry": lambda entry_id: Reply(json=entry(entry_id)),
        "entries": lambda account: Reply(json=[entry(ONE, account), entry(UUID(int=2), account)]),
        "balance": lambda account: Reply(json={"amount": str(len(account)), "rate": 1.5}),
    }
    results = {"balance": lambda account: Balance(amount=Decimal(len(account)), rate=1.5)}
    failure = raises(LedgerDown)
    refusal = raises(EntryRefused)
    unknown = raises(LedgerUnknown)
    attempts = 2
    deadline = 1.8


class TestHttpLedger(LedgerContract):
    adapter = staticmethod(ledger)


contract = LedgerContract
