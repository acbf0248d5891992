"""A token is of our issuer, and for us: IDP-04 and IDP-05."""

from __future__ import annotations

from dovetail.suites.identity_provider.forged_tokens import for_another_audience, of_another_issuer
from dovetail.suites.identity_provider.preconditions import chooses, identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import all_of, check, stating


@check(
    "IDP-04",
    all_of(identifies, stating("issuer", 'nothing states it: issuer = "https://..."'), chooses("iss")),
    random=False,
)
def other_issuers_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    for token in of_another_issuer(s):
        s.refused(token, "compare the whole issuer, and require it")


@check(
    "IDP-05",
    all_of(identifies, stating("audience", 'nothing states it: audience = "..."'), chooses("aud")),
    random=False,
)
def other_audiences_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    for token in for_another_audience(s):
        s.refused(token, "compare the whole audience, and require it")
