"""Whatever the server of mail does, the shop knows what became of an e-mail."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache

from contracts.emails import EmailServiceContract
from shop.adapters.smtp import Account, SmtpEmails


@cache
def trusting(ca: str) -> ssl.SSLContext:
    """Made once: it takes longer than a hundred calls."""
    return ssl.create_default_context(cafile=ca)


def emails(host: str, port: int, sleep: Callable[[float], None], ca: str) -> SmtpEmails:
    account = Account(host, port, "shop", "hunter-4242", "shop@example.com")
    return SmtpEmails(account, trusting(ca), timeout=1.0, sleep=sleep)


class TestSmtpEmails(EmailServiceContract):
    adapter = staticmethod(emails)
