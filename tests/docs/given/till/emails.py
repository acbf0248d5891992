"""The port of e-mails, and how it fails."""

from typing import Protocol


class EmailsUnavailable(Exception):
    pass


class EmailRefused(Exception):
    pass


class EmailUnknown(Exception):
    pass


class EmailService(Protocol):
    def confirm(self, address: str, order: str) -> None: ...


class SmtpEmails:
    def __init__(self, host: str, port: int) -> None:
        self._server = host, port

    def confirm(self, address: str, order: str) -> None:
        """Sends it."""
