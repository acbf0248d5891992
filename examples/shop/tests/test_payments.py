"""Whatever the provider does, the shop meets only what the port declares."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache

import httpx

from contracts.payments import PaymentGatewayContract
from shop.adapters.http.payments import HttpPayments, Patience

QUICK = Patience(attempt=0.2, call=0.4)


@cache
def trusting(ca: str | None) -> ssl.SSLContext:
    """Made once: it takes longer than a hundred calls."""
    return ssl.create_default_context(cafile=ca)


@asynccontextmanager
async def payments(
    url: str, sleep: Callable[[float], Awaitable[None]], clock: Callable[[], float], ca: str | None
) -> AsyncIterator[HttpPayments]:
    headers = {"Authorization": "Bearer sk_test_4242"}
    async with httpx.AsyncClient(
        base_url=url, headers=headers, verify=trusting(ca), trust_env=False
    ) as client:
        yield HttpPayments(client, QUICK, sleep=sleep, clock=clock)


class TestHttpPayments(PaymentGatewayContract):
    adapter = staticmethod(payments)
