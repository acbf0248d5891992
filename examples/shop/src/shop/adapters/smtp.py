"""E-mails by a server that speaks SMTP."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from shop.domain.emails import EmailError, EmailRefused, EmailsUnavailable, EmailUnknown
from shop.domain.orders import OrderId


@dataclass(frozen=True)
class Account:
    """Where the shop's mail goes out."""

    host: str
    port: int
    user: str
    password: str
    sender: str


class SmtpEmails:
    """An `EmailService`. It goes through a session step by step, to know what went out and what did not."""

    def __init__(
        self,
        account: Account,
        trusted: ssl.SSLContext,
        *,
        attempts: int = 3,
        timeout: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._account = account
        self._trusted = trusted
        self._attempts = attempts
        self._timeout = timeout
        self._sleep = sleep

    def confirm(self, order_id: OrderId, addresses: Sequence[str], text: str) -> None:
        message = self._message(f"Your order {order_id}", addresses, text)
        wait = 1.0
        for attempt in range(1, self._attempts + 1):
            try:
                return self._send(message, addresses)
            except EmailsUnavailable:
                if attempt == self._attempts:
                    raise
            self._sleep(wait)
            wait *= 2
        raise AssertionError("an e-mail has one attempt at least")

    def _message(self, subject: str, addresses: Sequence[str], text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._account.sender
        message["To"] = ", ".join(addresses)
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._account.sender.partition("@")[2])
        message.set_content(text)
        return message

    def _send(self, message: EmailMessage, addresses: Sequence[str]) -> None:
        went_out = False
        try:
            with smtplib.SMTP(self._account.host, self._account.port, timeout=self._timeout) as server:
                server.starttls(context=self._trusted)
                server.login(self._account.user, self._account.password)
                _expect(server.mail(self._account.sender))
                for reply in [server.rcpt(each) for each in addresses]:
                    _expect(reply)  # one who is refused is enough: nothing goes out to the others
                went_out = True
                _expect(server.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n"))))
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            said = type(error).__name__
            raise (EmailUnknown(said) if went_out else EmailsUnavailable(said)) from error


def _expect(reply: tuple[int, bytes]) -> None:
    if reply[0] not in {250, 251}:
        raise smtplib.SMTPResponseException(reply[0], reply[1])


def _answered(code: int) -> EmailError:
    """What a reply that is no yes means: 5xx is for ever, all else for now."""
    return EmailRefused(str(code)) if code >= 500 else EmailsUnavailable(str(code))
