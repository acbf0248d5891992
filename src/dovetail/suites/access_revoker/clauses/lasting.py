"""A revocation is kept where all see it, and is part of the unit of work: REV-07 and REV-08."""

from __future__ import annotations

from dovetail.suites.access_revoker.preconditions import commits, fresh
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.access_revoker.tokens import Access
from dovetail.suites.kernel.check import all_of, check


@check("REV-07", fresh, random=False)
def others_see_the_revocation(s: RevokerScenario) -> None:
    for word in s.each_alone(s.binding.revoking):
        access = s.granted(s.binding.users[0])
        s.reconnect()
        s.passes(access, "another connection sees what was granted")
        s.reconnect()
        s.revoked(word, access)
        s.reconnect()
        s.fails(access, "a list in the memory of a process is another one in each process, and empty after a restart")


@check("REV-08", all_of(fresh, commits), random=False)
def it_is_in_the_unit_of_work(s: RevokerScenario) -> None:
    for word in s.each_alone(s.binding.revoking):
        access = s.granted(s.binding.users[0])
        _rolled_back(s, word, access)
        s.passes(access, "the unit was rolled back, and the revocation was kept: commit nothing in here")
        s.revoked(word, access)
        s.reconnect()
        s.fails(access, "the unit was committed, and the revocation with it")


def _rolled_back(s: RevokerScenario, word: str, access: Access) -> None:
    """Revoke an access in a unit of work that fails afterwards."""
    s.lines.append("# in a unit of work that is rolled back")
    with s.keeping_the_unit_open():
        s.revoked(word, access)
    s.abandon(RuntimeError("the unit of work fails"))
    s.say("# through a new connection")
