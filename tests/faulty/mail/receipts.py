"""Faulty senders of receipts: each derives from the correct one, and is wrong in one thing."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from correct.mail.receipts import ReceiptRefused, ReceiptsContract, ReceiptsUnavailable, ReceiptUnknown, SmtpReceipts

contract = ReceiptsContract


class HeaderOnly(SmtpReceipts):
    """MAIL-01: who is to get a hidden copy is nowhere in the envelope."""

    def share(self, addresses: Sequence[str], order: str, hidden: str) -> None:
        self.deliver(list(addresses), self.message(addresses, order, f"Receipt of {order}"))


class OneByOne(SmtpReceipts):
    """MAIL-01: each recipient gets the message of each other one, too."""

    def share(self, addresses: Sequence[str], order: str, hidden: str) -> None:
        for _ in addresses:
            super().share(addresses, order, hidden)


class AsciiOnly(SmtpReceipts):
    """MAIL-02: what is not ASCII is replaced."""

    def message(self, addresses: Sequence[str], order: str, text: str) -> EmailMessage:
        return super().message(addresses, order, text.encode("ascii", "replace").decode())


class DotsEaten(SmtpReceipts):
    """MAIL-02: the dot at the start of a line ends the message."""

    def finish(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        self.expect(server.docmd("DATA"), 354)
        data = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
        server.send(data + b"\r\n.\r\n")
        self.expect(server.getreply(), 250)


class VisiblyHidden(SmtpReceipts):
    """MAIL-04: the hidden copy is in a header."""

    def share(self, addresses: Sequence[str], order: str, hidden: str) -> None:
        message = self.message(addresses, order, f"Receipt of {order}")
        message["Bcc"] = hidden
        self.deliver([*addresses, hidden], message)


class LaterIsNever(SmtpReceipts):
    """MAIL-06: greylisting is taken for a no."""

    def answered(self, code: int) -> Exception:
        return ReceiptRefused(str(code))


class NeverIsLater(SmtpReceipts):
    """MAIL-07: an address that does not exist is an outage. MAIL-08 follows: it is sent again."""

    def answered(self, code: int) -> Exception:
        return ReceiptsUnavailable(str(code))


class RefusedAgain(SmtpReceipts):
    """MAIL-08: a no is asked for twice."""

    def once(self, recipients: Sequence[str], message: EmailMessage) -> None:
        try:
            super().once(recipients, message)
        except ReceiptRefused:
            super().once(recipients, message)


class RefusedUnread(SmtpReceipts):
    """MAIL-09: as long as one recipient is taken, nobody looks at the others."""

    def begin(self, server: smtplib.SMTP, recipients: Sequence[str]) -> None:
        server.ehlo_or_helo_if_needed()
        self.expect(server.mail("shop@example.com"), 250)
        replies = [server.rcpt(each) for each in recipients]
        if all(code not in {250, 251} for code, _ in replies):
            raise smtplib.SMTPResponseException(*replies[0])


class EverybodyAgain(SmtpReceipts):
    """MAIL-09: those who have it get it again, since one was to wait."""

    def finish(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        super().finish(server, message)
        if self.waiting:
            raise smtplib.SMTPResponseException(451, b"one of them is to wait")

    def begin(self, server: smtplib.SMTP, recipients: Sequence[str]) -> None:
        server.ehlo_or_helo_if_needed()
        self.expect(server.mail("shop@example.com"), 250)
        replies = [server.rcpt(each) for each in recipients]
        self.waiting = any(400 <= code < 500 for code, _ in replies)
        worst = max(replies)
        if worst[0] >= 500 or all(code >= 400 for code, _ in replies):
            server.rset()
            raise smtplib.SMTPResponseException(*worst)


class LostIsFailure(SmtpReceipts):
    """MAIL-10: what may have arrived is told as not sent. MAIL-11 follows: it is sent again."""

    def lost(self, begun: bool) -> Exception:
        return ReceiptsUnavailable("the server is not there")


class UnreachedIsUnknown(SmtpReceipts):
    """MAIL-10: what never went out is told as perhaps sent. MAIL-05 accepts it."""

    def lost(self, begun: bool) -> Exception:
        return ReceiptUnknown("no reply")


class LostAgain(SmtpReceipts):
    """MAIL-11: what may have arrived is sent again."""

    def once(self, recipients: Sequence[str], message: EmailMessage) -> None:
        try:
            super().once(recipients, message)
        except ReceiptUnknown:
            super().once(recipients, message)


class TriedTooOften(SmtpReceipts):
    """MAIL-13: five attempts where two are declared."""

    attempts = 5


class TriedOnce(SmtpReceipts):
    """MAIL-13: two attempts are declared, and there is one."""

    attempts = 1


class LeftAfterMessage(SmtpReceipts):
    """MAIL-14: a session whose message is refused is left open, and any other is not."""

    sockets: list[object]

    def finish(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            super().finish(server, message)
        except smtplib.SMTPResponseException:
            self.sockets = [*getattr(self, "sockets", []), server.sock]
            server.sock = None
            raise


class NeverClosed(SmtpReceipts):
    """MAIL-14: a session that failed is left open."""

    sessions: list[smtplib.SMTP]

    def once(self, recipients: Sequence[str], message: EmailMessage) -> None:
        server = smtplib.SMTP(self._host, self._port, timeout=self.timeout)
        self.sessions = [*getattr(self, "sessions", []), server]
        try:
            self.secured(server)
            self.begin(server, recipients)
            self.finish(server, message)
        except (smtplib.SMTPException, OSError) as error:
            raise self.answered(getattr(error, "smtp_code", 0)) from error
        server.quit()


class PasswordInMessage(SmtpReceipts):
    """MAIL-15: a refused login is told with the password that was refused."""

    def secured(self, server: smtplib.SMTP) -> None:
        server.starttls(context=self.context())
        try:
            server.login("shop", "hunter-4242")
        except smtplib.SMTPAuthenticationError as error:
            raise ReceiptRefused("shop:hunter-4242 was refused") from error


class Unverified(SmtpReceipts):
    """MAIL-16: STARTTLS, and nobody looks at the certificate."""

    def context(self) -> ssl.SSLContext:
        return ssl._create_unverified_context()


class TlsIfOffered(SmtpReceipts):
    """MAIL-16: where STARTTLS is not offered, the password goes out in the clear."""

    def secured(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=self.context())
        server.login("shop", "hunter-4242")


class LastText(SmtpReceipts):
    """MAIL-17: what is to be sent is kept on the adapter, where another call changes it."""

    def message(self, addresses: Sequence[str], order: str, text: str) -> EmailMessage:
        self.made = super().message(addresses, order, text)
        return self.made

    def finish(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        super().finish(server, self.made)
