"""A refresh token is good for once: REV-05 and REV-06."""

from __future__ import annotations

from dovetail.policies import Answer
from dovetail.suites.access_revoker.preconditions import refreshes
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.access_revoker.tokens import Access
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.environment.texts import as_text
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.scenario import answer_text

_A_MOMENT = 1


@check("REV-05", refreshes, random=False, needs_a_case=True)
def a_used_refresh_token_is_dead(s: RevokerScenario) -> None:
    first = s.granted(s.binding.users[0])
    s.passes(_rotated(s, first), "a refresh gives access")
    s.pass_time(_A_MOMENT + s.binding.contract.grace)
    s.is_no_longer_refreshed(first, "a refresh token is good for once", "a stolen one would be good for ever")
    if s.source.concurrent and not s.binding.contract.grace:
        s.lines.clear()
        race(s, lambda: _both_refresh(s))


@check("REV-06", refreshes, random=False, needs_a_case=True)
def reuse_ends_the_family(s: RevokerScenario) -> None:
    first = s.granted(s.binding.users[0])
    other = s.granted(s.binding.users[1])
    second = _rotated(s, first)
    third = _rotated(s, second)
    s.pass_time(_A_MOMENT + s.binding.contract.grace)
    s.say("# somebody has the first one, too")
    reply, _ = s.refreshed(first)
    if s.is_accepted(reply.answer):
        s.set_aside("a used refresh token is good again, as REV-05 tells", left_to_another_clause=True)
    s.is_no_longer_refreshed(
        third, "what came of a token that was used twice is dead", "nobody knows who of the two has it: end all of them"
    )
    s.passes(other, "it is another user's")


def _both_refresh(s: RevokerScenario) -> Race:
    """Two clients who have the same refresh token, and use it at the same time."""

    def clients() -> tuple[Client, Client]:
        with s.unrecorded():
            access = s.granted(s.binding.users[0])
            s.disconnect()
        one, other = (Client(s.connecting, [s.refreshing(access)]) for _ in range(2))
        return one, other

    def judge(answers: list[Answer]) -> None:
        if sum(s.is_accepted(each) for each in answers) > 1:
            got = " and ".join(answer_text(each) for each in answers)
            s.broken(
                "one of the two is given another token", got, hint="mark it as used where it is not yet, in one step"
            )

    return Race(clients, judge, again=_nothing)


def _nothing() -> None:
    """Each turn of the race has a token of its own."""


def _rotated(s: RevokerScenario, access: Access) -> Access:
    """What a refresh gives in the place of an access: with a refresh token that takes the place of its own."""
    if access.refresh is None:
        s.set_aside("nothing says which token refreshes: tokens = a function of what is granted")
    reply, renewed = s.refreshed(access)
    if renewed is None:
        s.broken("a refresh of what was granted", str(reply))
    if renewed.refresh is None or as_text(renewed.refresh) == as_text(access.refresh):
        if s.binding.contract.rotates:
            s.broken("a refresh gives another refresh token", str(reply))
        s.set_aside("a refresh gives no other refresh token; where it is to: rotates = True")
    if renewed.refresh is renewed.token and not s.binding.contract.rotates:
        s.set_aside("a token renews itself, and both may be good; where the one before is to be dead: rotates = True")
    return renewed
