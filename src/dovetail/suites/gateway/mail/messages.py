"""The messages that a server saw, read from the commands of its sessions."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage

from dovetail.faults.mail_server import END
from dovetail.faults.provider import Exchange

_ADDRESS = re.compile(r"<([^>]*)>")


@dataclass(slots=True)
class Sent:
    """A message whose end the server saw.

    Attributes:
        recipients: whom the server took it for, in lower case.
        data: the message.
        taken: whether the server said that it has it.
    """

    recipients: list[str] = field(default_factory=list)
    data: bytes = b""
    taken: bool = False

    @property
    def message(self) -> EmailMessage:
        """The message as a reader of mail takes it."""
        return email.message_from_bytes(self.data, policy=email.policy.default)

    @property
    def text(self) -> str:
        """Its subject and all its texts, in lines that end by a newline."""
        return f"{self.message['Subject'] or ''}\n{self.body}"

    @property
    def body(self) -> str:
        """All its texts, in lines that end by a newline."""
        parts = [part for part in self.message.walk() if part.get_content_maintype() == "text"]
        return "\n".join(map(_content, parts)).replace("\r\n", "\n")


def sent(exchanges: Iterable[Exchange]) -> list[Sent]:
    """The messages whose ends came, in order."""
    found: list[Sent] = []
    begun: dict[int, list[str]] = {}
    for each in exchanges:
        request = each.request
        recipients = begun.setdefault(request.connection, [])
        if request.method in {"MAIL", "RSET", "EHLO"}:
            recipients.clear()
        elif request.method == "RCPT" and each.answered.startswith("25"):
            recipients.append(address_in(request.target))
        elif request.method == END:
            found.append(Sent(list(recipients), request.body, each.answered.startswith("250")))
            recipients.clear()
    return found


def begun(exchanges: Iterable[Exchange]) -> int:
    """How many messages were begun."""
    return sum(each.request.method == "MAIL" for each in exchanges)


def asked_for(exchanges: Iterable[Exchange]) -> list[str]:
    """The recipients that were named to the server, each once, in order, whatever it said to them."""
    named = (address_in(each.request.target) for each in exchanges if each.request.method == "RCPT")
    return list(dict.fromkeys(named))


def twice(messages: Iterable[Sent]) -> str | None:
    """A recipient who got the same message more than once."""
    counts = Counter((recipient, each.text) for each in messages if each.taken for recipient in each.recipients)
    return next((recipient for (recipient, _), count in counts.items() if count > 1), None)


def address_in(command: str) -> str:
    """`a@b.c` of `RCPT TO:<a@b.c>`."""
    found = _ADDRESS.search(command)
    return (found[1] if found else command).lower()


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an encoding that nobody knows
        return ""
