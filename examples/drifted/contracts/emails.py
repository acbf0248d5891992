"""What everything that tells the customers promises."""

from __future__ import annotations

from dovetail import MailContract, raises

from drifted.domain.emails import EmailService, EmailsUnavailable


class EmailServiceContract(MailContract):
    port = EmailService
    calls = {"confirm": ("o-1", ["ann@example.org", "bob@example.org"])}
    failure = raises(EmailsUnavailable)
    attempts = 3
