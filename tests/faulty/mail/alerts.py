"""Faulty senders of alerts, on aiosmtplib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import aiosmtplib

from correct.mail.alerts import AioAlerts, AlertsContract, Told

contract = AlertsContract


class NoDeadline(AioAlerts):
    """MAIL-12: the timeout is the library's, for each reply."""

    deadline = 600.0


class RefusedForgotten(AioAlerts):
    """MAIL-09: those who refused are counted among those who were told."""

    async def raise_alert(self, addresses: Sequence[str], text: str) -> Told:
        await super().raise_alert(addresses, text)
        return Told(tuple(addresses))


class LibraryError(AioAlerts):
    """MAIL-05: a server that is not there is the library's error."""

    async def sent(self, message: EmailMessage, addresses: Sequence[str]) -> Mapping[str, int]:
        try:
            return await super().sent(message, addresses)
        except aiosmtplib.SMTPConnectError as error:
            raise RuntimeError("no connection") from error
