"""Notes over smtplib, in plain text to a relay on the same machine: what it says no to is an answer, not an error."""

from __future__ import annotations

import abc
import smtplib
from email.message import EmailMessage
from enum import Enum

from dovetail import MailContract, raises, returns


class RelayDown(Exception):
    """The relay did not take the note."""


class Outcome(Enum):
    TAKEN = "taken"
    REFUSED = "refused"


class Notes(abc.ABC):
    @abc.abstractmethod
    def leave(self, address: str, subject: str, body: str) -> Outcome: ...


class RelayNotes(Notes):
    def __init__(self, host: str, port: int) -> None:
        self._relay = (host, port)

    def leave(self, address: str, subject: str, body: str) -> Outcome:
        try:
            message = self.message(address, subject, body)
            with smtplib.SMTP(*self._relay, timeout=2.0) as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            return self.judged(max(code for code, _ in error.recipients.values()), error)
        except smtplib.SMTPResponseException as error:
            return self.judged(error.smtp_code, error)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise RelayDown(type(error).__name__) from error
        return Outcome.TAKEN

    def message(self, address: str, subject: str, body: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = "notes@example.com"
        message["To"] = address
        message["Subject"] = subject
        message.set_content(body)
        return message

    def judged(self, code: int, error: Exception) -> Outcome:
        if code < 500:
            raise RelayDown(str(code)) from error
        return Outcome.REFUSED


class NotesContract(MailContract):
    port = Notes
    calls = {"leave": ("ann@example.org", "Hello", "See you soon")}
    results = {"leave": Outcome.TAKEN}
    failure = raises(RelayDown)
    refusal = returns(Outcome.REFUSED)
    attempts = 1


class TestRelayNotes(NotesContract):
    adapter = RelayNotes


contract = NotesContract
