"""What a client that stays open sees of what another client has saved meanwhile."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.concurrency.sharing import fresh
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import differ, store, stored
from dovetail.suites.repository.preconditions import offers, saving, stays_open
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import differences, identical

FRESH, KEPT = "fresh", "kept"


@check("REPO-41", all_of(offers("get"), saving, fresh, stays_open), share=0.25)
def seen_by_a_client_that_stays_open(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    first = s.get(s.key(order))  # held to the end: what nobody holds, an identity map has forgotten
    if first.picture is None or s.is_absent(first.answer):
        s.set_aside(f"what was saved is not found: {first}", left_to_another_clause=True)
    with s.another_client():
        _, _, reply = s.modify(order, s.change)
        if not isinstance(reply.answer, Returned):
            s.set_aside(f"another client's save is refused: {reply}", left_to_another_clause=True)
        now = stored(s, order)
    s.say("# the first client, whose unit of work ends with what it saves")
    store(s, s.aggregate())
    again = stored(s, order)
    tolerances = s.binding.tolerances
    if identical(now, again, tolerances):
        return
    if not identical(first.picture, again, tolerances) or s.binding.rereads == FRESH:
        differ(s, *differences(now, again, tolerances))
    elif s.binding.rereads is None:
        s.observed["rereads"] = repr(KEPT)
