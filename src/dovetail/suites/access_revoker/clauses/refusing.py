"""What is revoked is refused, and nothing else is: REV-01 to REV-04."""

from __future__ import annotations

from dovetail.policies import Raised, Returned
from dovetail.suites.access_revoker.preconditions import refreshes
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.foreign import foreign_hint, is_foreign
from dovetail.suites.kernel.check import check

_HALF_AN_HOUR = 1800
_LATER = 2  # seconds: many tokens know the second of their birth, and no less


@check("REV-01", random=False)
def revoked_access_is_refused_at_once(s: RevokerScenario) -> None:
    for word in s.binding.revoking:
        s.lines.clear()
        before = [s.granted(s.binding.users[0])] if word == "revoke_all" else []
        access = s.granted(s.binding.users[0])
        s.passes(access, "access that was granted is to be let in")
        reply = s.revoke(word, access)
        if not isinstance(reply.answer, Returned):
            s.broken("it is revoked", str(reply))
        for each in (*before, access):
            s.fails(each, "is an earlier check remembered, or a time compared to the second?")
        if s.moves_time:
            s.pass_time(_HALF_AN_HOUR)
            s.fails(access, "a revocation is kept for as long as what it revokes")


@check("REV-02", refreshes, random=False, needs_a_case=True)
def revoked_access_is_not_refreshed(s: RevokerScenario) -> None:
    words = [word for word in s.binding.revoking if "access_token" not in s.binding.operations[word].name]
    if not words:
        s.set_aside("it revokes access tokens alone, as its name says")
    for word in words:
        s.lines.clear()
        access = s.granted(s.binding.users[0])
        if access.refresh is None:
            s.set_aside("nothing says which token refreshes: tokens = a function of what is granted")
        s.revoked(word, access)
        s.is_no_longer_refreshed(access, "no refresh of what was revoked", "a refresh token outlives its access")


@check("REV-03", random=False)
def revoking_twice_is_revoking_once(s: RevokerScenario) -> None:
    for word in s.binding.revoking:
        s.lines.clear()
        access, other = s.granted(s.binding.users[0]), s.granted(s.binding.users[1])
        s.revoked(word, access)
        _again(s, s.revoke(word, access))
        s.fails(access, "what was revoked twice is revoked")
        s.passes(other, "another user's access has nothing to do with it")


@check("REV-04", random=False)
def others_keep_their_access(s: RevokerScenario) -> None:
    for word in s.binding.revoking:
        s.lines.clear()
        others = [s.granted(user) for user in s.binding.users[1:]]
        others += [s.granted(s.binding.users[0])] if word == "revoke" else []
        access = s.granted(s.binding.users[0])
        # A user may have one access at a time; the one before is over then, and no revocation had to do with it.
        alive = [other for other in others if all(s.lets_in(path, other)[0] for path in s.binding.paths)]
        s.revoked(word, access)
        for other in alive:
            s.passes(other, f"{access.name} was revoked, and no other one")
        if word == "revoke_all" and s.moves_time:
            s.pass_time(_LATER)
            s.passes(s.granted(access.user), "who signs in again is let in again")


def _again(s: RevokerScenario, reply: Reply) -> None:
    """What is revoked already is answered as the contract says, else without an error."""
    policy = s.binding.contract.again
    if policy is not None:
        if not policy.accepts(reply.answer):
            s.broken(str(policy), str(reply))
    elif isinstance(reply.answer, Raised) and is_foreign(reply.answer.error):
        s.broken("nothing happens", str(reply), hint=foreign_hint(reply.answer.error))
    elif not isinstance(reply.answer, Returned):
        s.observed["again"] = reply.as_policy()
