"""The payments and the e-mails of the auctioning platform: requests with form data, and smtplib."""

from typing import Protocol

from customer_relationship.config import CustomerRelationshipConfig
from customer_relationship.email_sender import EmailSender
from customer_relationship.emails import Email
from foundation.value_objects.factories import get_dollars
from foundation.value_objects.money import Money
from hypothesis import strategies as st
from payments.api import requests
from payments.api.consumer import ApiConsumer
from payments.api.exceptions import PaymentFailedError

from dovetail import GatewayContract, MailContract, Reply, raises


class Payments(Protocol):
    def charge(self, amount: Money, source: str) -> str: ...
    def capture(self, charge_id: str) -> None: ...


def consumer(url):
    requests.Request.url, requests.ChargeRequest.url = url, f"{url}/v1/charges"
    return ApiConsumer("login-4242", "password-4242")


class TestPayments(GatewayContract):
    port = Payments
    adapter = staticmethod(consumer)
    calls = {"charge": st.tuples(st.builds(get_dollars, st.integers(1, 99)), st.just("tok_1")), "capture": ("ch_1",)}
    replies = {"charge": Reply(json={"id": "ch_1", "amount": 100}), "capture": Reply(json={"id": "ch_1"})}
    failure = raises(PaymentFailedError)


class Receipt(Email):
    title = "Your bid"
    text = "Hello there"
    html = "<p>Hello there</p>"

    def __init__(self) -> None:
        pass


class Emails(Protocol):
    def send(self, recipient: str, email: Email) -> None: ...


class TestEmails(MailContract):
    port = Emails
    calls = {"send": ("ann@example.org", Receipt())}
    recipients = {"send": ["ann@example.org"]}
    adapter = staticmethod(
        lambda host, port: EmailSender(CustomerRelationshipConfig(host, port, "shop", "pw-4242-4242", ("S", "s@s.com")))
    )
