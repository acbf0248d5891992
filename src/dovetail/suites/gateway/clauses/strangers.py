"""Who is spoken to: certificates and redirects, GATE-20 and GATE-21."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from operator import methodcaller
from typing import Any

from dovetail.faults.provider import Provider, Request, Way
from dovetail.suites.gateway.bench import Bench, Script, Setting
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.certificates import INSTALL, can_be_made, certificates, lasting
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.masking import credentials, masked
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.telling import told
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered

_MOST_REDIRECTS = 35
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_REDIRECTS = (301, 302, 307, 308)


@contextmanager
def _without_bundles() -> Iterator[None]:
    """Without the variables that requests asks before its session, which are the machine's and not the adapter's."""
    held = {name: os.environ.pop(name) for name in _BUNDLES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(held)


def _with_certificates(_binding: Binding, _source: Any) -> str | None:
    return None if can_be_made() else INSTALL


@check("GATE-20", all_of(fails_as_declared, _with_certificates))
def untrusted_providers_are_refused(s: GatewayScenario) -> None:
    with certificates() as known:
        cases: dict[str, tuple[ssl.SSLContext, str | None]] = {
            "is signed by an authority that nobody trusts": (known.untrusted, None)
        }
        if "ca" in s.gateways.factory.takes:
            cases["is signed by another authority than the one given"] = (known.untrusted, known.ca)
            cases["is another host's"] = (known.other_host, known.ca)
            cases["has expired"] = (known.expired, known.ca)
        calls = s.calls()[:1]
        trials = [
            s.trial(text, _answered(call, f"its certificate {text}"), Setting(tls=tls, ca=ca))
            for call in calls
            for text, (tls, ca) in cases.items()
        ]
        for trial, made in s.made(trials):
            if made.exchanges:
                hint = "leave the verification of certificates on, and of the host's name"
                s.accuse(trial, "not a byte of the request is sent", "the provider read the whole request", hint)
            s.failed(trial, made)
        if "ca" in s.gateways.factory.takes:
            setting = Setting(tls=known.right, ca=known.ca)
            right = [s.trial("trusted", _answered(call, "its certificate is right"), setting) for call in calls]
            with _without_bundles():
                for trial, made in s.made(right):
                    if not made.exchanges:
                        s.accuse(trial, "a request: its authority is the one that was given", made.said)


@check("GATE-21")
def redirects_are_bounded_and_keep_secrets(s: GatewayScenario) -> None:
    calls = s.calls()
    loops = [s.calling(f"{call.operation.name}, a loop", call, _looped(), "redirects without end") for call in calls]
    for trial, made in s.made(loops):
        if len(made.exchanges) > _MOST_REDIRECTS:
            s.accuse(trial, f"at most {_MOST_REDIRECTS} redirects", f"{len(made.exchanges)} requests")
        if s.binding.contract.failure is not None:
            s.failed(trial, made, or_refused=True)
    elsewhere = [
        s.trial(
            f"{call.operation.name}, {number} to another host",
            partial(_sent_elsewhere, call, number, "another host"),
            shares=call.operation.name,
        )
        for call in calls
        for number in _REDIRECTS
    ]
    _tell_nobody(s, elsewhere, "no credential for another host", "do not follow redirects to another host")
    if "ca" in s.gateways.factory.takes and can_be_made():
        safe = Setting(tls=lasting().right, ca=lasting().ca)
        plain = [
            s.trial(f"{call.operation.name}, plain", partial(_sent_elsewhere, call, 307, "plain text"), safe)
            for call in calls[:1]
        ]
        _tell_nobody(s, plain, "no credential in plain text", "do not follow redirects from https to http")


def _tell_nobody(s: GatewayScenario, trials: list[Trial], expected: str, hint: str) -> None:
    """No request that reached the other provider has a credential in it."""
    for trial, _ in s.made(trials):
        secrets = s.secrets
        for each in trial.result:
            carried = [name for name, value in each.request.headers if any(secret in value for secret in secrets)]
            in_body = any(secret.encode() in each.request.body for secret in secrets)
            if carried or in_body or credentials([each.request]):
                s.broken_by(trial)
                s.tell(trial)
                s.say("# the other provider saw:", *told([each], secrets))
                where = f"in {', '.join(carried)}" if carried else "in the request"
                s.broken(expected, masked(where, secrets), hint=hint)


def _looped() -> Script:
    turn = iter(range(1000))

    def script(request: Request, _number: int) -> Way:
        path = request.target.partition("?")[0]
        return answered(Reply(307, headers={"Location": f"{path}?turn={next(turn)}"}))

    return script


def _sent_elsewhere(call: Call, number: int, where: str, bench: Bench) -> Any:
    host = bench.setting.host if bench.setting.tls is not None else "localhost"
    with Provider(lambda _request, _number: answered(call.reply), host=host) as other:

        def script(request: Request, _number: int) -> Way:
            return answered(Reply(number, headers={"Location": other.url + request.target.partition("?")[0]}))

        bench.call(call, script, f"redirects to {where} with {number}")
        return list(other.exchanges)


def _answered(call: Call, text: str) -> Callable[[Bench], Any]:
    return methodcaller("call", call, answered(call.reply), text)
