"""E-mails by a server that speaks SMTP."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from drifted.domain.emails import EmailsUnavailable
from drifted.domain.orders import OrderId


class SmtpEmails:
    """An `EmailService`. What goes wrong is tried again."""

    def __init__(self, host: str, port: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._host = host
        self._port = port
        self._sleep = sleep

    def confirm(self, order_id: OrderId, addresses: Sequence[str]) -> None:
        message = EmailMessage()
        message["From"] = "shop@example.com"
        message["To"] = ", ".join(addresses)
        message["Subject"] = f"Your order {order_id}"
        message.set_content("Thank you!")
        for wait in (0.5, 1.0, 2.0):
            try:
                with smtplib.SMTP(self._host, self._port, timeout=2.0) as server:
                    server.send_message(message)
                return
            except (smtplib.SMTPException, OSError) as error:
                failure = error
            self._sleep(wait)
        raise EmailsUnavailable(f"order {order_id} could not be confirmed") from failure
