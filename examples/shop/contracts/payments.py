"""What everything that takes the customers' money promises."""

from __future__ import annotations

from decimal import Decimal

from dovetail import GatewayContract, Reply, raises
from hypothesis import strategies as st

from shop.domain.money import Currency, Money
from shop.domain.orders import OrderId
from shop.domain.payments import (
    Payment,
    PaymentDeclined,
    PaymentGateway,
    PaymentId,
    PaymentsResting,
    PaymentStatus,
    PaymentsUnavailable,
    PaymentUnknown,
)

AMOUNTS = st.builds(Money, st.decimals("0.01", "9999.99", places=2), st.sampled_from(Currency))


def reply(payment_id: str, amount: Money, status: int = 200) -> Reply:
    """A payment as the provider tells of it."""
    body = {
        "id": payment_id,
        "amount": str(amount.amount),
        "currency": amount.currency,
        "status": "succeeded",
    }
    return Reply(status, json=body)


class PaymentGatewayContract(GatewayContract):
    port = PaymentGateway
    calls = {
        "charge": st.tuples(st.builds(OrderId, st.text("abc-", min_size=1)), AMOUNTS),
        "refund": st.tuples(st.builds(PaymentId, st.text("abc", min_size=1))),
        "find": st.tuples(st.builds(PaymentId, st.text("abc", min_size=1))),
    }
    replies = {
        "charge": lambda order_id, amount: reply("ch_1", amount, 201),
        "refund": Reply(201, json={"id": "re_1"}),
        "find": lambda payment_id: reply(payment_id, Money(Decimal("19.90"), Currency.EUR)),
    }
    results = {
        "charge": lambda order_id, amount: Payment(PaymentId("ch_1"), amount, PaymentStatus.SUCCEEDED),
        "refund": None,
    }
    failure = raises(PaymentsUnavailable)
    unknown = raises(PaymentUnknown)
    refusal = {402: raises(PaymentDeclined), 404: raises(PaymentDeclined), 422: raises(PaymentDeclined)}
    attempts = 3
    backoff = 7.5  # five seconds, and half of that at random
    in_progress = "result"
    deadline = 0.5
    breaker = 5
    recovery = 30.0
    breaker_of = "adapter"
    rejection = raises(PaymentsResting)
