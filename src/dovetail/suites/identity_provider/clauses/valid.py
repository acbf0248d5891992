"""Who has a valid token, or the right password, is let in as who they are: IDP-01."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.identity_provider.credentials import signed_in
from dovetail.suites.identity_provider.preconditions import authenticates, identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import any_of, check

_TWO = 2


@check("IDP-01", any_of(identifies, authenticates), random=False)
def valid_credentials_say_who(s: IdentityScenario) -> None:
    if identifies(s.binding, None) is None:
        for subject in s.binding.subjects[:_TWO]:
            reply = s.show(s.minted("a valid token", subject))
            if not s.is_accepted(reply.answer):
                s.broken("it is taken", str(reply), hint=_hint(s, str(reply)))
            if not s.names(reply, subject):
                s.broken(f"an answer that names {subject}", str(reply), hint="subject_of = a function of the answer")
    if authenticates(s.binding, None) is None:
        for user, password in s.binding.contract.users.items():
            s.lines.clear()
            reply = signed_in(s, user, password)
            if not isinstance(reply.answer, Returned) or reply.value in (None, False):
                s.broken(f"{user!r} is let in", str(reply))


def _hint(s: IdentityScenario, said: str) -> str:
    """What the contract may have left out, where the provider misses a claim."""
    for option, claim in (("issuer", "iss"), ("audience", "aud")):
        if getattr(s.binding.contract, option) is None and (claim in said or option in said):
            return f"{option} of the contract says what the tokens have that the provider expects"
    return ""
