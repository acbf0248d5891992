"""What nobody may read: OPS-12."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import check
from dovetail.suites.operations.outages import outages
from dovetail.suites.operations.performed import new_unique
from dovetail.suites.operations.process.asking import Ask
from dovetail.suites.operations.scenario import OperationsScenario
from dovetail.suites.operations.starting import refused_start

_SHORTEST = 6
_MASK = "***"


@check("OPS-12", random=False)
def secrets_are_told_nowhere(s: OperationsScenario) -> None:
    secrets = _stated(s)
    sent = {name: f"{new_unique()}{new_unique()}" for name in ("Authorization", "Cookie")}
    secrets |= set(sent.values())
    for where, text in _told(s, sent):
        shown = next((each for each in secrets if each in text), None)
        if shown is not None:
            line = next(each for each in text.splitlines() if shown in each)
            for each in secrets:
                line = line.replace(each, _MASK)
            hint = next((f"it is the {name} of a request" for name, value in sent.items() if value == shown), "")
            s.broken("no secret in it", f"{where}: {line[:300]}", path=where, hint=hint)


def _told(s: OperationsScenario, sent: dict[str, str]) -> Iterator[tuple[str, str]]:
    """All that the application lets others read, with a name for each place."""
    outages(s)
    process = s.process
    position = process.output.position
    if isinstance(s.sample.requests[0].asked, Ask):
        headers = {"Authorization": f"Bearer {sent['Authorization']}", "Cookie": f"session={sent['Cookie']}"}
        for option in ("request", "failing") if s.states("failing") else ("request",):
            made = s.perform(option, changed=lambda ask: replace(ask, headers={**ask.headers, **headers}))
            s.wait_for_entries(process, position, [made], hurried=True)
    s.say("# all that was written up to now")
    yield from _lines(process.output.since(0))
    for option in ("metrics", "live", "ready"):
        if s.states(option):
            yield option, s.probe(getattr(s.contract, option)).body
    if s.contract.configuration:
        s.say(f"repr({s.contract.configuration})")
        yield "the repr of the settings", s.session.repr_of(s.contract.configuration)
    for settings in _refused_settings(s):
        refused = refused_start(s, settings)
        s.say(refused.line)
        yield "what it says when it does not start", refused.said


def _refused_settings(s: OperationsScenario) -> Iterator[dict[str, str | None]]:
    """Settings that the application does not start with, but for its secrets.

    An error on what is missing may show all that is there, and one on what is wrong that value.
    """
    wrong = {name: value for name, value in s.binding.required().items() if name not in s.contract.secrets}
    if any(wrong.values()):
        yield dict.fromkeys(wrong)
    if wrong:
        yield wrong


def _lines(lines: object) -> Iterator[tuple[str, str]]:
    for each in lines:  # type: ignore[attr-defined]
        yield each.stream, each.text


def _stated(s: OperationsScenario) -> set[str]:
    """The values of the secrets that the contract states, and the passwords in those that are URLs."""
    found: set[str] = set()
    for name in s.contract.secrets:
        value = s.session.outside.environment.get(name, name)
        try:
            password = urlsplit(value).password
        except ValueError:
            password = None
        found |= {password, unquote(password)} if password else {value}
    for each in found:
        if len(each) < _SHORTEST:
            raise ContractError(
                f"a secret of {s.contract.__name__} has {len(each)} characters, and is found in any text by chance",
                f"give it a value of {_SHORTEST} or more in environment",
            )
    return found
