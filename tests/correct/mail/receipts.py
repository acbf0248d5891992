"""Receipts over smtplib: STARTTLS, a login, one attempt more for what is refused for now, and no copy twice."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol

from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import MailContract, raises


class ReceiptsUnavailable(Exception):
    """The receipt was not sent, and may be later."""


class ReceiptRefused(Exception):
    """The receipt will not be sent."""


class ReceiptUnknown(Exception):
    """The receipt may have been sent."""


class ReceiptPartly(Exception):
    """Some of the recipients have it."""


class Receipts(Protocol):
    def send(self, address: str, order: str, text: str) -> None: ...

    def share(self, addresses: Sequence[str], order: str, hidden: str) -> None: ...


class SmtpReceipts:
    attempts = 2
    timeout = 1.0

    def __init__(
        self, host: str, port: int, sleep: Callable[[float], None] = time.sleep, ca: str | None = None
    ) -> None:
        self._host = host
        self._port = port
        self._sleep = sleep
        self._ca = ca

    def send(self, address: str, order: str, text: str) -> None:
        self.deliver([address], self.message([address], order, text))

    def share(self, addresses: Sequence[str], order: str, hidden: str) -> None:
        self.deliver([*addresses, hidden], self.message(addresses, order, f"Receipt of {order}"))

    def message(self, addresses: Sequence[str], order: str, text: str) -> EmailMessage:
        made = EmailMessage()
        made["From"] = "shop@example.com"
        made["To"] = ", ".join(addresses)
        made["Subject"] = f"Receipt {order}"
        made["Date"] = formatdate()
        made["Message-ID"] = make_msgid(domain="example.com")
        made.set_content(text)
        return made

    def deliver(self, recipients: Sequence[str], message: EmailMessage) -> None:
        failure: Exception | None = None
        for attempt in range(self.attempts):
            if attempt:
                self._sleep(0.5 * 2**attempt)
            try:
                return self.once(recipients, message)
            except ReceiptsUnavailable as error:
                failure = error
        assert failure is not None
        raise failure

    def once(self, recipients: Sequence[str], message: EmailMessage) -> None:
        begun = False
        try:
            with smtplib.SMTP(self._host, self._port, timeout=self.timeout) as server:
                self.secured(server)
                self.begin(server, recipients)
                begun = True
                self.finish(server, message)
        except smtplib.SMTPServerDisconnected as error:
            raise self.lost(begun) from error
        except smtplib.SMTPResponseException as error:
            raise self.answered(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self.lost(begun) from error

    def secured(self, server: smtplib.SMTP) -> None:
        server.starttls(context=self.context())
        server.login("shop", "hunter-4242")

    def context(self) -> ssl.SSLContext:
        return trusting(self._ca)

    def begin(self, server: smtplib.SMTP, recipients: Sequence[str]) -> None:
        server.ehlo_or_helo_if_needed()
        self.expect(server.mail("shop@example.com"), 250)
        replies = [server.rcpt(each) for each in recipients]
        refused = [(code, text) for code, text in replies if code not in {250, 251}]
        if refused:
            server.rset()
            code, text = max(refused)
            raise smtplib.SMTPResponseException(code, text)

    def finish(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        self.expect(server.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n"))), 250)

    def expect(self, reply: tuple[int, bytes], code: int) -> None:
        if reply[0] != code:
            raise smtplib.SMTPResponseException(reply[0], reply[1])

    def lost(self, begun: bool) -> Exception:
        return ReceiptUnknown("no reply to the message") if begun else ReceiptsUnavailable("the server is not there")

    def answered(self, code: int) -> Exception:
        return ReceiptRefused(str(code)) if code >= 500 else ReceiptsUnavailable(str(code))


ADDRESSES = st.sampled_from(["ann@example.org", "bob@example.org", "cid@example.org"])


class ReceiptsContract(MailContract):
    port = Receipts
    calls = {
        "send": st.tuples(ADDRESSES, st.sampled_from(["order-1", "order-2"]), st.sampled_from(["Thank you", "Merci"])),
        "share": st.tuples(
            st.lists(ADDRESSES, min_size=1, max_size=2, unique=True), st.just("order-3"), st.just("books@example.com")
        ),
    }
    results = {"send": None, "share": None}
    recipients = {
        "send": lambda address, order, text: [address],
        "share": lambda addresses, order, hidden: [*addresses, hidden],
    }
    failure = raises(ReceiptsUnavailable)
    refusal = raises(ReceiptRefused)
    unknown = raises(ReceiptUnknown)
    attempts = 2
    tls = "starttls"


class TestSmtpReceipts(ReceiptsContract):
    adapter = SmtpReceipts


contract = ReceiptsContract
