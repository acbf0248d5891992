"""Alerts over aiosmtplib: a deadline on the whole call, implicit TLS, and an answer that names who refused."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import MailContract, raises


class AlertsDown(Exception):
    """Nobody was told, and may be later."""


class AlertRefused(AlertsDown):
    """Nobody will be told."""


@dataclass(frozen=True)
class Told:
    """Whom an alert went to, and who refused it."""

    addresses: tuple[str, ...]
    refused: Mapping[str, int] = field(default_factory=dict)


class Alerts(Protocol):
    async def raise_alert(self, addresses: Sequence[str], text: str) -> Told: ...


class AioAlerts:
    deadline = 1.5

    def __init__(self, host: str, port: int, ca: str | None = None) -> None:
        self._host = host
        self._port = port
        self._ca = ca

    async def raise_alert(self, addresses: Sequence[str], text: str) -> Told:
        message = EmailMessage()
        message["From"] = "alerts@example.com"
        message["To"] = ", ".join(addresses)
        message["Subject"] = "Alert"
        message.set_content(text)
        try:
            async with asyncio.timeout(self.deadline):
                refused = await self.sent(message, addresses)
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as error:
            raise self.refused(error) from error
        except (aiosmtplib.SMTPException, TimeoutError, OSError, ValueError) as error:
            raise AlertsDown(type(error).__name__) from error
        return Told(tuple(each for each in addresses if each not in refused), refused)

    async def sent(self, message: EmailMessage, addresses: Sequence[str]) -> Mapping[str, int]:
        client = self.client()
        async with client:
            refused, _ = await client.send_message(message, recipients=list(addresses))
        return {address: reply.code for address, reply in refused.items()}

    def client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host, port=self._port, use_tls=True, tls_context=trusting(self._ca), timeout=self.deadline
        )

    def refused(self, error: Exception) -> Exception:
        each = error.recipients if isinstance(error, aiosmtplib.SMTPRecipientsRefused) else [error]
        never = all(getattr(one, "code", 0) >= 500 for one in each)
        return AlertRefused("refused") if never else AlertsDown("not now")


class AlertsContract(MailContract):
    port = Alerts
    calls = {
        "raise_alert": st.tuples(
            st.sampled_from(
                [("ann@example.org",), ("ann@example.org", "bob@example.org"), ("cid@example.org", "ann@example.org")]
            ),
            st.sampled_from(["disk full", "disk on fire"]),
        )
    }
    results = {"raise_alert": lambda addresses, text: Told(addresses)}
    failure = raises(AlertsDown)
    refusal = raises(AlertRefused)
    deadline = 1.8
    tls = "implicit"


class TestAioAlerts(AlertsContract):
    adapter = AioAlerts


contract = AlertsContract
