"""No credential is told: IDP-15."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.disclosure import told_by_all, told_by_answer
from dovetail.suites.environment.logs import Listening, everything_told
from dovetail.suites.identity_provider import forged_tokens
from dovetail.suites.identity_provider.credentials import known_user, signed_in, stranger, wrong
from dovetail.suites.identity_provider.forging.jwt import Token, opened
from dovetail.suites.identity_provider.preconditions import authenticates, chooses, identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import any_of, check

_SHORTEST = 8  # characters: what is shorter is found by chance


@check("IDP-15", any_of(identifies, authenticates), random=False)
def credentials_are_told_nowhere(s: IdentityScenario) -> None:
    if identifies(s.binding, None) is None:
        for token in _shown(s):
            with everything_told() as listening:
                reply = s.shown(token)
                shown = repr(s.adapter)
            if reply is None:
                continue
            _told_nowhere(s, [*_secrets(token), *_keys(s)], reply, listening, shown)
    if authenticates(s.binding, None) is None:
        user, password = known_user(s)
        for name, given in ((user, password), (user, wrong(password)), (stranger(s), wrong(password))):
            s.lines.clear()
            with everything_told() as listening:
                reply = signed_in(s, name, given)
                shown = repr(s.adapter)
            _told_nowhere(s, [given, *_keys(s)], reply, listening, shown)


def _told_nowhere(s: IdentityScenario, secrets: list[str], reply: Reply, listening: Listening, shown: str) -> None:
    secrets = [each for each in secrets if len(each) >= _SHORTEST]
    told = [*told_by_answer(reply.answer), *told_by_all(listening), (f"repr({s.called})", shown)]
    if isinstance(reply.answer, Returned) and not isinstance(reply.value, str):
        told.append(("repr of the answer", repr(reply.value)))
    for where, text in told:
        if any(each in text for each in secrets):
            for each in secrets:
                text = text.replace(each, "***")  # noqa: PLW2901 - masked, before anybody reads it
            s.broken("no credential in it", f"{where}: {text}"[:300], path=where)


def _shown(s: IdentityScenario) -> Iterator[Token]:
    yield s.valid()
    if chooses("exp")(s.binding, None) is None:
        yield next(forged_tokens.expired(s))
    if s.binding.contract.audience is not None and chooses("aud")(s.binding, None) is None:
        yield next(forged_tokens.for_another_audience(s))
    yield from forged_tokens.of_another_key(s)


def _secrets(token: Token) -> list[str]:
    """The token, and what of it is enough to make it anew from what it says."""
    parts = opened(token.text)
    return [token.text] if parts is None else [token.text, parts[2]]


def _keys(s: IdentityScenario) -> list[str]:
    key = s.binding.key
    return [key.secret.decode("utf-8", "replace")] if key is not None and key.secret is not None else []
