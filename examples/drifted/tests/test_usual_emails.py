"""The tests that everybody writes for e-mails: smtplib is patched away."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from unittest.mock import MagicMock, patch

import pytest

from drifted.adapters.smtp import SmtpEmails
from drifted.domain.emails import EmailsUnavailable
from drifted.domain.orders import OrderId

ANN = ["ann@example.org"]


@pytest.fixture
def server() -> Iterator[MagicMock]:
    with patch("smtplib.SMTP") as connect:
        sent: MagicMock = connect.return_value.__enter__.return_value
        yield sent


@pytest.fixture
def emails(server: MagicMock) -> SmtpEmails:
    return SmtpEmails("mail", 25, sleep=lambda _: None)


def test_a_confirmation_is_sent(emails: SmtpEmails, server: MagicMock) -> None:
    emails.confirm(OrderId("o-1"), ANN)
    message = server.send_message.call_args.args[0]
    assert (message["To"], message["Subject"]) == ("ann@example.org", "Your order o-1")


def test_a_server_that_is_busy_is_asked_again(emails: SmtpEmails, server: MagicMock) -> None:
    server.send_message.side_effect = [smtplib.SMTPServerDisconnected("busy"), {}]
    emails.confirm(OrderId("o-1"), ANN)
    assert server.send_message.call_count == 2


def test_a_server_that_stays_down_is_told(emails: SmtpEmails, server: MagicMock) -> None:
    server.send_message.side_effect = smtplib.SMTPServerDisconnected("down")
    with pytest.raises(EmailsUnavailable):
        emails.confirm(OrderId("o-1"), ANN)
