"""`MailContract`: what a user writes once per port that sends mail, and once per adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import PortContract
from dovetail.suites.gateway.mail import clauses
from dovetail.suites.gateway.mail.binding import MailBinding, bind
from dovetail.suites.gateway.mail.scenario import MailScenario, MailSource
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import Given, count, mapping, option, policy, seconds, sequence


class MailContract(PortContract):
    """What every adapter that sends mail promises, in front of a server that speaks SMTP and misbehaves."""

    adapter: Any = option(
        text="a callable that takes the host and the port of a server and gives an adapter (or a context manager or an "
        "awaitable of one); a parameter `sleep`, `clock` or `ca` is handed over; or a pytest fixture that gives such a "
        "callable",
        otherwise="required",
        fixture=True,
        sought=True,
    )
    calls: Mapping[str, Any] = mapping(
        "operation -> how it is called: a tuple of arguments, or a strategy of tuples (or of dictionaries, by name)",
        otherwise="required",
        example='{"confirm": ("ann@example.org", "order-1")}',
    )
    results: Mapping[str, Any] = mapping(
        "operation -> the result of a success, or a function of the arguments that gives it",
        otherwise="any of the declared type",
        example='{"confirm": None}',
        called_with="the arguments of the call",
    )
    recipients: Mapping[str, Any] = mapping(
        "operation -> whom its message goes to, hidden ones too: a list of addresses, or a function of the arguments",
        otherwise="anybody",
        example='{"confirm": lambda address, order: [address]}',
        called_with="the arguments of the call",
    )
    failure: Policy | None = policy(
        "how any operation answers where the message was not taken, and may be later: `raises(EmailsUnavailable)`",
        otherwise="the clauses on failures do not apply",
    )
    refusal: Policy | None = policy(
        "how an operation answers where the server refuses recipients or message for good",
        otherwise="MAIL-07 does not apply",
    )
    partial: Policy | None = policy(
        "how an operation answers where some recipients were refused", otherwise="anything but what a success gives"
    )
    unknown: Policy | None = policy(
        "how an operation answers where the message went out and no reply came", otherwise="MAIL-10 does not apply"
    )
    idempotent: Sequence[str] = sequence(
        "the operations whose message may arrive twice",
        otherwise="none",
        example='["alert"]',
    )
    attempts: int | None = count(
        "how often a message is tried, the first time included",
        otherwise="MAIL-13 does not apply",
        example="3",
    )
    deadline: float | None = seconds(
        "how many seconds a call may take in all; keep it short in tests, for it is really waited for",
        otherwise="MAIL-12 does not apply",
        example="2.0",
    )
    tls: str | None = option(
        text='`"starttls"` or `"implicit"`: the server speaks it in every clause, and the adapter is to trust `ca`',
        otherwise="plain text, and MAIL-16 does not apply",
    )
    secrets: Sequence[str] = sequence(
        "what the adapter is given and must tell nobody",
        otherwise="the passwords of its logins",
        example='["hunter22"]',
    )
    breaker: ClassVar[None] = None
    largest: ClassVar[None] = None

    checks = checks_in(clauses, structure)
    words = MailScenario

    @classmethod
    def bind(cls) -> MailBinding:
        return bind(cls, cls.read_port())

    @classmethod
    def source(cls, binding: Any, given: Given) -> MailSource:
        return MailSource(binding, given["adapter"], cls.__name__)
