"""Faulty senders of notes."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from correct.mail.notes import NotesContract, Outcome, RelayNotes

contract = NotesContract


class Injected(RelayNotes):
    """MAIL-03: a subject with a line break becomes a header."""

    def leave(self, address: str, subject: str, body: str) -> Outcome:
        text = f"From: notes@example.com\r\nTo: {address}\r\nSubject: {subject}\r\n\r\n{body}"
        with smtplib.SMTP(*self._relay, timeout=2.0) as server:
            server.sendmail("notes@example.com", [address], text.encode())
        return Outcome.TAKEN


class Disconnected(RelayNotes):
    """MAIL-05: a connection that ends comes through as smtplib's error."""

    def leave(self, address: str, subject: str, body: str) -> Outcome:
        message: EmailMessage = self.message(address, subject, body)
        try:
            with smtplib.SMTP(*self._relay, timeout=2.0) as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            return self.judged(max(code for code, _ in error.recipients.values()), error)
        except smtplib.SMTPResponseException as error:
            return self.judged(error.smtp_code, error)
        return Outcome.TAKEN
