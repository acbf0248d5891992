"""A token is signed with our key and our algorithm: IDP-06 to IDP-08."""

from __future__ import annotations

from typing import Any

from dovetail.suites.identity_provider.binding import IdentityBinding
from dovetail.suites.identity_provider.forged_tokens import of_another_algorithm, of_another_key, unsigned
from dovetail.suites.identity_provider.preconditions import identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import all_of, check


def _has_key(binding: IdentityBinding, _source: Any) -> str | None:
    return None if binding.key is not None else 'nothing states what tokens are signed with: algorithm = "RS256"'


@check("IDP-06", identifies, random=False)
def other_keys_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    for token in of_another_key(s):
        s.refused(token, "verify the signature before anything is read")


@check("IDP-07", identifies, random=False, needs_a_case=True)
def unsigned_tokens_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    tried = 0
    for token in unsigned(s):
        s.refused(token, "say which algorithm is expected, and never read it from the token")
        tried += 1
    if not tried:
        s.set_aside("its tokens are no JSON web tokens")


@check("IDP-08", all_of(identifies, _has_key), random=False)
def other_algorithms_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    for token in of_another_algorithm(s):
        s.refused(token, "one key for one algorithm: algorithms=[...] with the one that the key is of")
