"""A token that is not ours, not for us or not for now lets nobody in: IDP-02 to IDP-08."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dovetail.suites.identity_provider.forged_tokens import (
    expired,
    for_another_audience,
    not_yet,
    of_another_algorithm,
    of_another_issuer,
    of_another_key,
    unsigned,
)
from dovetail.suites.identity_provider.forging.jwt import Token
from dovetail.suites.identity_provider.preconditions import chooses, hands_over, identifies
from dovetail.suites.identity_provider.scenario import LIFETIME, IdentityScenario
from dovetail.suites.kernel.check import all_of, any_of, check, needs, stating

_CENTURY = 100 * 365 * 86400


def _are_refused(s: IdentityScenario, tokens: Callable[[IdentityScenario], Iterator[Token]], why: str = "") -> int:
    """No such token is taken where a valid one is; how many there are."""
    s.a_valid_token_passes()
    tried = 0
    for token in tokens(s):
        s.refused(token, why)
        tried += 1
    return tried


@check(
    "IDP-02",
    all_of(identifies, any_of(chooses("exp"), hands_over("clock", "adapter = staticmethod(lambda clock: ...)"))),
    random=False,
)
def expired_tokens_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    by_claim = chooses("exp")(s.binding, s.source) is None
    if by_claim:
        for token in expired(s):
            s.refused(token)
    if s.source.tells_time and s.binding.takes_token:
        token = s.valid()
        if not s.is_accepted(s.show(token).answer):
            s.set_aside("no valid token is taken, as IDP-01 tells", left_to_another_clause=True)
        passed = LIFETIME + s.late if by_claim else _CENTURY
        s.source.clock.advance(passed)
        reply = s.show(token)
        if s.is_accepted(reply.answer):
            s.say(f"# {passed} s after it was taken for the first time")
            s.broken("it is refused", str(reply), hint="its time is to be asked for each time that it is shown")


@check("IDP-03", all_of(identifies, chooses("nbf")), random=False)
def tokens_of_the_future_are_refused(s: IdentityScenario) -> None:
    _are_refused(s, not_yet)


@check(
    "IDP-04",
    all_of(identifies, stating("issuer", 'nothing states it: issuer = "https://..."'), chooses("iss")),
    random=False,
)
def other_issuers_are_refused(s: IdentityScenario) -> None:
    _are_refused(s, of_another_issuer, "compare the whole issuer, and require it")


@check(
    "IDP-05",
    all_of(identifies, stating("audience", 'nothing states it: audience = "..."'), chooses("aud")),
    random=False,
)
def other_audiences_are_refused(s: IdentityScenario) -> None:
    _are_refused(s, for_another_audience, "compare the whole audience, and require it")


_has_key = needs(
    lambda binding, _: binding.key is not None, 'nothing states what tokens are signed with: algorithm = "RS256"'
)


@check("IDP-06", identifies, random=False)
def other_keys_are_refused(s: IdentityScenario) -> None:
    _are_refused(s, of_another_key, "verify the signature before anything is read")


@check("IDP-07", identifies, random=False, needs_a_case=True)
def unsigned_tokens_are_refused(s: IdentityScenario) -> None:
    if not _are_refused(s, unsigned, "say which algorithm is expected, and never read it from the token"):
        s.set_aside("its tokens are no JSON web tokens")


@check("IDP-08", all_of(identifies, _has_key), random=False)
def other_algorithms_are_refused(s: IdentityScenario) -> None:
    _are_refused(s, of_another_algorithm, "one key for one algorithm: algorithms=[...] with the one that the key is of")
