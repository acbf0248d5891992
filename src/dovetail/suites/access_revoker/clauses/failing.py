"""A store that fails lets nobody in: REV-09."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dovetail.policies import Returned
from dovetail.suites.access_revoker.preconditions import can_fail
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.access_revoker.tokens import Access
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.foreign import foreign_hint
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.outages.ways_to_fail import by_itself, each_failure, outages, prepared

_MOST = 6  # of what one operation sends
_OPEN = "who cannot ask lets nobody in: raise, or refuse"


@check("REV-09", can_fail, random=False)
def a_failing_store_lets_nobody_in(s: RevokerScenario) -> None:
    word = s.binding.revoking[0]
    for path in s.each_alone(s.binding.paths):
        access = s.granted(s.binding.users[0])
        s.revoked(word, access)
        for reply in _while_failing(s, lambda path=path, access=access: s.used(path, access)):  # type: ignore[misc]
            if s.is_accepted(reply.answer, path, s.binding.paths[path].returns):
                s.broken(f"{access.name} is refused, or a failure", str(reply), hint=_OPEN)
            _is_declared(s, reply)
    if s.source.store is not None:
        _no_revocation_is_lost(s, word)


def _no_revocation_is_lost(s: RevokerScenario, word: str) -> None:
    """What could not be revoked is not said to be."""
    s.lines.clear()
    access = s.granted(s.binding.users[0])
    for reply in _while_failing(s, lambda: s.revoke(word, access)):
        if isinstance(reply.answer, Returned):
            s.disconnect()
            _is_revoked(s, access)
            return
        _is_declared(s, reply)


def _is_revoked(s: RevokerScenario, access: Access) -> None:
    for path in s.binding.paths:
        accepted, reply = s.lets_in(path, access)
        if accepted:
            s.broken("a failure, or a revocation", f"neither: {reply}", hint="a failure was answered as a success")


def _is_declared(s: RevokerScenario, reply: Reply) -> None:
    """A failure of the store is the declared one, where the contract says which; a refusal is as good."""
    failure = s.binding.contract.failure
    answer = reply.answer
    if failure is None or isinstance(answer, Returned) or failure.accepts(answer) or reply.of_unit:
        return
    if s.binding.contract.refused is None or not s.binding.contract.refused.accepts(answer):
        s.broken(str(failure), answer_text(answer), hint=foreign_hint(answer.error))


def _while_failing(s: RevokerScenario, operation: Callable[[], Reply]) -> Iterator[Reply]:
    """What an operation answers while the store fails: at each thing that it is sent, or as a whole."""
    if s.source.store is None:
        with s.down():
            yield operation()
        return
    for outage in outages(s):
        with prepared(s, outage) as strike:
            yield from each_failure(s, outage, strike, by_itself(operation), _MOST)
