"""One adapter in front of a mail server of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dovetail.faults.mail_server import MailServer, usual
from dovetail.faults.provider import Exchange, Request, Way
from dovetail.suites.gateway.bench import Bench, Script, Setting, scripted
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.made import Made

MOST_MESSAGES = 8
"""So many messages begun by one call: then the server takes whatever comes, so that a call without end has one."""


@dataclass(slots=True)
class MailSetting(Setting):
    """What a bench is set up with.

    Attributes:
        starttls: whether the certificate is for STARTTLS; else TLS is spoken from the first byte on.
        offered: whether STARTTLS is offered where it could be.
    """

    starttls: bool = False
    offered: bool = True


@dataclass
class MailBench(Bench):
    """One adapter in front of one mail server."""

    def opened_provider(self) -> Any:
        setting = self.setting
        starts = isinstance(setting, MailSetting) and setting.starttls
        offered = isinstance(setting, MailSetting) and setting.offered
        return MailServer(
            lambda request, _number: usual(request),
            tls=None if starts else setting.tls,
            starttls=setting.tls if starts and offered else None,
            host=setting.host,
            listens=not setting.dead,
        )

    def address(self) -> tuple[Any, ...]:
        return self.provider.host, self.provider.port

    def succeed(self, call: Call) -> Made:
        return self.call(call, lambda request, _number: usual(request), "takes every message")

    def _listen(self, calls: Any, script: Script) -> list[Exchange]:  # noqa: ARG002 - what the base asks of it
        found: list[Exchange] = []

        def answer(request: Request, _number: int) -> Way:
            begun = sum(each.request.method == "MAIL" for each in found)
            way = scripted(script, request, len(found)) if begun < MOST_MESSAGES else usual(request)
            found.append(Exchange(request, way.text))
            return way

        self.provider.script = answer
        return found
