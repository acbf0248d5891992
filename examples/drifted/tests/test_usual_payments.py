"""The tests that everybody writes for a gateway: a client that is stubbed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest

from drifted.adapters.http.payments import HttpPayments
from drifted.domain.orders import OrderId
from drifted.domain.payments import Payment, PaymentDeclined, PaymentStatus, PaymentsUnavailable

CHARGE = {"id": "ch_1", "amount": "12.50", "status": "succeeded"}


def payments(answer: Callable[[httpx.Request], httpx.Response]) -> HttpPayments:
    client = httpx.Client(base_url="http://payments", transport=httpx.MockTransport(answer))
    return HttpPayments(client, sleep=lambda _: None)


def charged(gateway: HttpPayments) -> Payment:
    return gateway.charge(OrderId("o-1"), Decimal("12.50"))


def test_a_charge_gives_the_payment() -> None:
    gateway = payments(lambda _: httpx.Response(201, json=CHARGE))
    assert charged(gateway) == Payment("ch_1", Decimal("12.50"), PaymentStatus.SUCCEEDED)


def test_a_charge_has_a_key() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Idempotency-Key"]
        return httpx.Response(201, json=CHARGE)

    assert charged(payments(answer)).id == "ch_1"


def test_a_declined_card_is_told() -> None:
    with pytest.raises(PaymentDeclined):
        charged(payments(lambda _: httpx.Response(402)))


def test_a_provider_that_is_busy_is_asked_again_when_it_says() -> None:
    answers = iter([httpx.Response(503, headers={"Retry-After": "1"}), httpx.Response(201, json=CHARGE)])
    assert charged(payments(lambda _: next(answers))).id == "ch_1"


def test_a_provider_that_stays_down_is_told() -> None:
    with pytest.raises(PaymentsUnavailable):
        charged(payments(lambda _: httpx.Response(500)))


def test_a_timeout_is_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    with pytest.raises(PaymentsUnavailable):
        charged(payments(answer))
