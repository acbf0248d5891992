"""A token has its time: IDP-02 and IDP-03."""

from __future__ import annotations

from dovetail.suites.identity_provider.forged_tokens import expired, not_yet
from dovetail.suites.identity_provider.preconditions import chooses, hands_over, identifies
from dovetail.suites.identity_provider.scenario import LIFETIME, IdentityScenario
from dovetail.suites.kernel.check import all_of, any_of, check

_CENTURY = 100 * 365 * 86400


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
    s.a_valid_token_passes()
    for token in not_yet(s):
        s.refused(token)
