"""In which order and how many at a time: UOW-29."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.unit_of_work.relaying.preconditions import declared
from dovetail.suites.unit_of_work.relaying.use import DAY, OutboxInUse
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import OpenUnit, told

MOST = 3
_EVENTS = 5  # of one aggregate, of which two in one unit
_ROUNDS = 6  # of a relay, until it has sent what there is

_NO_KEY = "nothing says by what messages keep their order: Outbox(key=lambda message: message.order_id)"
_NO_LIMIT = "nothing limits a relay: Outbox(relay=lambda uow, publish, limit: ...)"


def ordered_or_limited(binding: Any, source: Any) -> str | None:  # noqa: ARG001 - a precondition is given both
    """The outbox says by what messages keep their order, or how many a relay takes."""
    outbox = binding.contract.outbox
    return None if outbox.key is not None or outbox.takes("limit") else f"{_NO_KEY}; {_NO_LIMIT}"


@check("UOW-29", all_of(declared, ordered_or_limited), needs_a_case=True, most=MOST)
def order_and_limit(s: UnitScenario) -> None:
    box = OutboxInUse(s)
    entries = s.entries(0, 0, 0, 0, 0, 0)
    if box.outbox.takes("limit"):
        _limited(s, box, entries[:3])
    else:
        s.learned = _NO_LIMIT
    if box.outbox.key is None:
        s.learned = _NO_KEY
    elif (refusal := _in_order(s, box, entries[3], entries[4])) is not None:
        said = f"no second event can come up for one aggregate, so that nothing has an order: {refusal}"
        if not box.outbox.takes("limit"):
            s.no_case(said)
        s.learned = said


def _limited(s: UnitScenario, box: OutboxInUse, entries: list[Entry]) -> None:
    """With the limit 0 a relay publishes nothing, with the limit 2 no more than two; all are sent in the end."""
    box.about(*entries)
    rows = [row for each in entries for row in box.fill(each)]
    none = box.broker()
    box.relay(none, limit=0)
    if none.offered:
        s.broken("no message, since the limit is 0", f"{len(none.offered)} are published")
    sent: list[str] = []
    for _ in range(len(rows) + 1):
        broker = box.broker()
        box.works(broker, limit=2)
        if len(broker.offered) > 2:
            s.broken("two messages, since that is the limit", f"{len(broker.offered)} are published")
        sent += box.messages.ids_of(broker.taken)
    if missing := [each for each in rows if each not in sent]:
        s.broken(f"all {len(rows)} messages in the end, two at a time", f"{len(missing)} are never published")


class _NoSecondEvent(Exception):  # noqa: N818 - the answer of a contract's emits
    """What `emits` answered when it was called with an aggregate that is stored."""


def _in_order(s: UnitScenario, box: OutboxInUse, one: Entry, other: Entry) -> str | None:
    """What comes up for one aggregate is sent in that order, also where the broker refuses the first of it once.

    Returns:
        What keeps a second event from coming up, if anything.
    """
    try:
        _sent_in_order(s, box, _filled(s, box, one, other), once_refused=False)
        if not s.alone:
            box.empty(one, other)
            _sent_in_order(s, box, _filled(s, box, one, other), once_refused=True)
    except _NoSecondEvent as refusal:
        return str(refusal)
    return None


def _filled(s: UnitScenario, box: OutboxInUse, one: Entry, other: Entry) -> dict[str, int]:
    """Commit units in which something comes up for one aggregate, one of another in between: where each row stands."""
    box.about(one, other)
    events: list[Any] = []
    new = box.filled(_comes_up_twice(s, one, events))
    named = [box.messages.known_id(each) for each in events]
    apart = len(named) == 2 and set(named) == set(new)  # else nothing tells which of the two rows is which event's
    places = {str(row): place for place, row in enumerate(named)} if apart else dict.fromkeys(new, 0)
    box.fill(other)
    for number in range(2, _EVENTS):
        places |= dict.fromkeys(box.filled(_comes_up_again(s, one)), number)
    return places


def _comes_up_twice(s: UnitScenario, entry: Entry, events: list[Any]) -> Callable[[OpenUnit], Answer]:
    """Add an aggregate with an event of it, and let another one come up, where it can."""

    def does(unit: OpenUnit) -> Answer:
        emits = s.binding.contract.emits
        added = unit.add(entry, emits=emits).answer
        if isinstance(added, Returned):
            again = unit.host.call(emits, unit.unit, entry.added)
            if isinstance(again, Returned):
                s.say(f"# another event comes up: emits({unit.name}, {entry.name})")
                events.extend([*unit.emitted, again.value])
        return added

    return does


def _comes_up_again(s: UnitScenario, entry: Entry) -> Callable[[OpenUnit], Answer]:
    """Load an aggregate, and let another event of it come up."""

    def does(unit: OpenUnit) -> Answer:
        loaded = unit.repository(entry.path).load(entry.known)
        s.say(f"# another event comes up: emits({unit.name}, {entry.name})")
        answer = unit.host.call(s.binding.contract.emits, unit.unit, loaded)
        if not isinstance(answer, Returned):
            unit.fail(answer)
            raise _NoSecondEvent(f"emits answers with {told(answer)}")
        return unit.save(entry.path, loaded).answer if s.can_change(entry) else answer

    return does


def _sent_in_order(s: UnitScenario, box: OutboxInUse, places: dict[str, int], *, once_refused: bool) -> None:
    """Relay until all is sent; the broker may refuse the first message once."""
    messages = box.messages
    refused = [next(iter(places))] if once_refused else []
    taken: list[Any] = []

    def refuses(message: Any) -> bool:
        if messages.id_of(message) not in refused:
            return False
        refused.clear()
        return True

    if refused:
        s.say(f"# the broker refuses the message {refused[0]!r} once")
    for turn in range(_ROUNDS):
        broker = box.broker()
        broker.refuses = refuses
        box.relay(broker)
        taken += broker.taken
        if turn:
            box.later(DAY)
    dead = box.dead()
    keys = {messages.id_of(each): messages.key_of(each) for each in taken}
    sent = [each for each in dict.fromkeys(keys) if each in places]
    if len({keys[each] for each in sent}) > 1:
        s.not_evaluated(
            f"key says that the events of one aggregate have different keys: {[keys[each] for each in sent]}"
        )
    wanted = [each for each in places if each in sent or each not in dead]
    if [places[each] for each in sent] != [places[each] for each in wanted[: len(sent)]]:
        s.broken(f"in the order in which they came up: {wanted}", f"{sent}")
