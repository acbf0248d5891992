"""Payments against a sandbox: a real server that stands in for the one that a provider lets its customers try."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from correct.gateway.payments import RECEIPT, HttpPayments, PaymentsContract
from dovetail import Reply
from dovetail.faults.provider import Provider, Request, Way
from dovetail.suites.gateway.live import FLAG
from dovetail.suites.gateway.ways import answered

VERSION = "Payments-Version"


class Sandbox:
    """The provider's sandbox; whoever asks for no version gets the newest one, where amounts are texts.

    Attributes:
        receipt: what it has of every payment.
        status: what it answers to a charge.
        asked: how many requests it has had.
    """

    def __init__(self) -> None:
        self.receipt: dict[str, Any] = dict(RECEIPT)
        self.status = 201
        self.asked = 0

    def __call__(self, request: Request, _number: int) -> Way:
        assert request.header("Authorization") == "Bearer sk_live_4242"
        self.asked += 1
        if request.method == "DELETE":
            return answered(Reply(204))
        newest = request.header(VERSION) is None
        receipt = self.receipt | ({"amount": "12.50"} if newest else {})
        return answered(Reply(self.status if request.method == "POST" else 200, json=receipt))


@contextmanager
def asking(suite: Any) -> Iterator[Any]:
    """The suite as `pytest --live` runs it, where it has a sandbox; else as it is."""
    if getattr(suite, "sandbox", None) is None:
        yield suite
        return
    with pytest.MonkeyPatch.context() as patch, Provider(suite.sandbox()) as provider:
        patch.setenv(FLAG, "1")
        yield type(suite.__name__, (suite,), {"live": provider.url})


class VersionedPayments(HttpPayments):
    """Asks for the version that its simulator was recorded with."""

    def connected(self, url: str, ca: str | None, token: str) -> httpx.Client:
        client = super().connected(url, ca, token)
        client.headers.update(self.version())
        return client

    def version(self) -> dict[str, str]:
        return {VERSION: "2024-05-01"}


class SandboxedPaymentsContract(PaymentsContract):
    @staticmethod
    def sandbox() -> Sandbox:
        return Sandbox()


class TestVersionedPayments(SandboxedPaymentsContract):
    adapter = VersionedPayments


contract = SandboxedPaymentsContract
