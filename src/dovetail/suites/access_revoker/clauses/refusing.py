"""What is revoked is refused, and nothing else is: REV-01 to REV-04."""

from __future__ import annotations

import time

from dovetail.policies import Raised, Returned
from dovetail.suites.access_revoker.preconditions import refreshes
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.access_revoker.tokens import Access
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.foreign import foreign_hint, is_foreign
from dovetail.suites.kernel.check import check

_HALF_AN_HOUR = 1800
_FULL = 1100  # ids, more than a list that forgets is usually made for
_LATER = 2  # seconds: many tokens know the second of their birth, and no less


@check("REV-01", random=False)
def revoked_access_is_refused_at_once(s: RevokerScenario) -> None:
    for word in s.each_alone(s.binding.revoking):
        before = [s.granted(s.binding.users[0])] if word == "revoke_all" else []
        access = s.granted(s.binding.users[0])
        s.passes(access, "access that was granted is to be let in")
        reply = s.revoke(word, access)
        s.succeeds(reply, "it is revoked")
        for each in (*before, access):
            s.fails(each, "is an earlier check remembered, or a time compared to the second?")
        if s.moves_time:
            s.pass_time(_HALF_AN_HOUR)
            s.fails(access, "a revocation is kept for as long as what it revokes")
        _more_is_revoked(s, word, access)


@check("REV-02", refreshes, random=False, needs_a_case=True)
def revoked_access_is_not_refreshed(s: RevokerScenario) -> None:
    words = [word for word in s.binding.revoking if "access_token" not in s.binding.operations[word].name]
    if not words:
        s.set_aside("it revokes access tokens alone, as its name says")
    for word in s.each_alone(words):
        access = s.granted(s.binding.users[0])
        if access.refresh is None:
            s.set_aside("nothing says which token refreshes: tokens = a function of what is granted")
        s.revoked(word, access)
        s.is_no_longer_refreshed(access, "no refresh of what was revoked", "a refresh token outlives its access")


@check("REV-03", random=False)
def revoking_twice_is_revoking_once(s: RevokerScenario) -> None:
    for word in s.each_alone(s.binding.revoking):
        access, other = s.granted(s.binding.users[0]), s.granted(s.binding.users[1])
        s.revoked(word, access)
        _again(s, s.revoke(word, access))
        s.fails(access, "what was revoked twice is revoked")
        s.passes(other, "another user's access has nothing to do with it")


@check("REV-04", random=False)
def others_keep_their_access(s: RevokerScenario) -> None:
    for word in s.each_alone(s.binding.revoking):
        others = [s.granted(user) for user in s.binding.users[1:]]
        others += [s.granted(s.binding.users[0])] if word == "revoke" else []
        access = s.granted(s.binding.users[0])
        # A user may have one access at a time; the one before is over then, and no revocation had to do with it.
        alive = [other for other in others if all(s.lets_in(path, other)[0] for path in s.binding.paths)]
        s.revoked(word, access)
        for other in alive:
            s.passes(other, f"{access.name} was revoked, and no other one")
        if word == "revoke_all":
            _who_signs_in_again_is_let_in(s, access.user)
        _near_ones_keep_their_access(s, word)


def _more_is_revoked(s: RevokerScenario, word: str, access: Access) -> None:
    """More accesses end, and the same user signs in again: none of it brings the first one back."""
    listed = "grant" not in s.binding.operations and s.source.store is None
    with s.unrecorded():
        for _ in range(_FULL if listed else 1):
            s.revoke(word, s.granted(s.binding.users[1]))
    s.say(f"# {_FULL} more are revoked" if listed else "# another user's access is revoked")
    anew = None if listed else s.may_be_granted(access.user)
    if anew is None or anew.token != access.token:  # else a user has one token for ever
        s.fails(access, "what comes later brings nothing back that was revoked")


def _who_signs_in_again_is_let_in(s: RevokerScenario, user: str) -> None:
    """In the next second at least, as a time of many tokens has no parts of one."""
    if not s.moves_time and s.binding.operations["grant"].written:
        return  # what grants access need not know who was shut out for good
    s.pass_time(_LATER)
    anew = s.may_be_granted(user)
    if anew is not None and not s.moves_time and not all(s.lets_in(path, anew)[0] for path in s.binding.paths):
        time.sleep(_LATER)
        anew = s.may_be_granted(user)
    if anew is not None:
        s.passes(anew, "who signs in again is let in again")


def _near_ones_keep_their_access(s: RevokerScenario, word: str) -> None:
    """What differs in the last character, goes on, or fits a pattern, is not what was revoked."""
    for revoked, kept in s.near(word):
        s.lines.clear()
        other, access = s.may_be_granted(kept), s.may_be_granted(revoked)
        if access is None or other is None or not all(s.lets_in(path, other)[0] for path in s.binding.paths):
            continue
        s.revoked(word, access)
        s.passes(other, "ids are compared as a whole, and letter by letter")


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
