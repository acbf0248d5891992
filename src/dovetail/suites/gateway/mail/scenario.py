"""The language of the clauses on mail: what is said of gateways, in front of a mail server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from operator import methodcaller
from typing import Any

from dovetail.faults.mail_server import END, usual
from dovetail.faults.provider import Exchange, Request, Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Bench, Script, Setting
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.certificates import lasting
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.mail.bench import MailBench, MailSetting
from dovetail.suites.gateway.mail.binding import MailBinding
from dovetail.suites.gateway.masking import masked
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.source import GatewaySource
from dovetail.suites.gateway.trials import Trial

_LONGEST = 400
_MOST = 14
_SHORTEST = 4


class MailSource(GatewaySource):
    """The adapters of a suite, one for each mail server."""

    address = ("HOST", "PORT")
    called = ("HOST", "PORT")
    opens = MailBench


class MailScenario(GatewayScenario):
    """One example of a clause on mail.

    Attributes:
        binding: the port in the contract's words.
    """

    opens = MailBench
    binding: MailBinding

    def setting(self, **other: Any) -> MailSetting:
        """What a server is set up with: TLS as the contract states it, and a certificate that is right."""
        if self.binding.contract.tls is None:
            return MailSetting(**other)
        known = lasting()
        starttls = self.binding.contract.tls == "starttls"
        return replace(MailSetting(tls=known.right, ca=known.ca, starttls=starttls), **other)

    def trial(
        self,
        label: str,
        body: Callable[[Bench], Any],
        setting: Setting | None = None,
        *,
        patience: float | None = None,
        shares: str = "",
    ) -> Trial:
        return super().trial(label, body, setting or self.setting(), patience=patience, shares=shares)

    def each(self, ways: Sequence[tuple[str, Script]], calls: Sequence[Call] | None = None) -> list[Trial]:
        """A trial of each call in front of a server that behaves in each of some ways."""
        return [
            self.calling(f"{call.operation.name}, {text}", call, script, text)
            for call in (self.calls() if calls is None else calls)
            for text, script in ways
        ]

    def well(self, calls: Sequence[Call]) -> dict[str, Made]:
        """By operation, the call where nothing is wrong; where it does not succeed, MAIL-01 tells."""
        trials = [self.trial(call.operation.name, methodcaller("succeed", call)) for call in calls]
        found: dict[str, Made] = {}
        for trial, made in self.made(trials):
            if not isinstance(made.answer, Returned):
                self.value(trial, made)
            found[made.call.operation.name] = made
        return found

    def told(self, exchanges: Sequence[Exchange], secrets: Collection[str]) -> list[str]:
        shown = [_line(each, secrets) for each in list(exchanges)[:_MOST]]
        if len(exchanges) > _MOST:
            shown.append(f"# and {len(exchanges) - _MOST} more commands")
        return shown or ["# the server saw no connection"]

    def credentials(self, requests: Sequence[Request]) -> set[str]:
        """The password that came with each AUTH: the last of what is sent there."""
        bodies = [each.body.rstrip(b"\0").split(b"\0")[-1] for each in requests if each.method == "AUTH"]
        return {text for each in bodies if len(text := each.decode("utf-8", "replace")) >= _SHORTEST}

    def value(self, trial: Trial, made: Made) -> Any:
        if not isinstance(made.answer, Returned):
            self.broken_by(trial)
            self.no_case(f"{made.call.operation.name} does not succeed, as MAIL-01 tells", left_to_another_clause=True)
        return made.answer.value


def well(request: Request, _number: int) -> Way:
    """A server that is well."""
    return usual(request)


def at(verb: str, way: Way, *, to: str | None = None) -> Script:
    """A server that answers one command in that way, and is well otherwise.

    Args:
        verb: the command.
        way: the answer.
        to: of RCPT, the recipient who is answered so; all, where none is given.
    """

    def script(request: Request, _number: int) -> Way:
        meant = request.method == verb and (to is None or f"<{to}>" in request.target.lower())
        return way if meant else usual(request)

    return script


def _line(exchange: Exchange, secrets: Collection[str]) -> str:
    request, answered = exchange.request, exchange.answered.splitlines()[-1]
    if request.method != END:
        return f"{masked(request.target or request.method, secrets)}  # answered: {masked(answered, secrets)}"
    text = masked(request.body.decode("utf-8", "backslashreplace"), secrets)[:_LONGEST]
    return f"{text!r}  # answered: {masked(answered, secrets)}"
