"""What everything that takes the customers' money promises."""

from __future__ import annotations

from decimal import Decimal

from dovetail import GatewayContract, Reply, raises
from hypothesis import strategies as st

from drifted.domain.payments import PaymentDeclined, PaymentGateway, PaymentsUnavailable


def reply(payment_id: str, amount: Decimal, status: int = 200) -> Reply:
    """A payment as the provider tells of it."""
    return Reply(status, json={"id": payment_id, "amount": str(amount), "status": "succeeded"})


class PaymentGatewayContract(GatewayContract):
    port = PaymentGateway
    calls = {
        "charge": st.tuples(st.text("abc", min_size=1), st.decimals("0.01", "999.99", places=2)),
        "find": st.tuples(st.text("abc", min_size=1)),
    }
    replies = {
        "charge": lambda order_id, amount: reply("ch_1", amount, 201),
        "find": lambda payment_id: reply(payment_id, Decimal("19.90")),
    }
    failure = raises(PaymentsUnavailable)
    refusal = {402: raises(PaymentDeclined), 422: raises(PaymentDeclined)}
    attempts = 3
