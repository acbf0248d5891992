"""What becomes of a message that the broker never takes: UOW-30."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.relaying.broker import Broker
from dovetail.suites.unit_of_work.relaying.preconditions import offers
from dovetail.suites.unit_of_work.relaying.use import DAY, OutboxInUse
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import told

_ATTEMPTS = 100  # at most, where the outbox does not say how many
_IDLE = 3  # relays in turn that do not try a message: it is left alone from there on

_NO_DEAD = "nothing says where a message is seen that was given up: Outbox(dead=lambda uow: ...)"


@check("UOW-30", offers("dead", _NO_DEAD), needs_a_case=True, most=2)
def bounded_retries(s: UnitScenario) -> None:
    poison, good = s.entries(0, 0)
    box = OutboxInUse(s)
    (bad, *_), fine = box.fill(poison), box.fill(good)
    s.say(f"# the broker refuses the message {bad!r} whenever it comes")
    with s.forgetting():
        offered, taken = _until_given_up(s, box, bad)
        s.say("# so it goes on")
        most = box.outbox.attempts or _ATTEMPTS
        if offered > most:
            s.broken(f"no more than {most} attempts", f"{offered}")
        if bad not in box.dead():
            _not_given_up(s, box, bad, offered)
    if box.outbox.attempts is not None and offered < box.outbox.attempts:
        s.broken(f"{box.outbox.attempts} attempts", f"{offered}, and it is given up")
    box.later(DAY)
    broker = box.broker()
    box.relay(broker)
    taken += box.messages.ids_of(broker.taken)
    if bad in box.messages.ids_of(broker.offered):
        s.broken(f"{bad!r} is left alone, since it is a dead letter", "a relay tries it again")
    if missing := [each for each in fine if each not in taken]:
        s.broken(f"{missing[0]!r} is published, whatever becomes of the one before it", "it is not")


def _until_given_up(s: UnitScenario, box: OutboxInUse, bad: str) -> tuple[int, list[str]]:
    """Relay until a message is a dead letter, or is not tried any more: how often it was tried, and what was taken."""
    offered, idle, taken = 0, 0, list[str]()
    most = box.outbox.attempts or _ATTEMPTS
    while offered <= most and idle < _IDLE:
        said = len(s.lines)
        broker = _refusing(box, bad)
        answer = box.relay(broker)
        if not (isinstance(answer, Returned) or broker.offered):
            s.not_evaluated(f"the relay fails before it publishes anything: {told(answer)}")
        tried = box.messages.ids_of(broker.offered).count(bad)
        taken += box.messages.ids_of(broker.taken)
        offered, idle = offered + tried, 0 if tried else idle + 1
        if offered > 1:
            del s.lines[said:]
        if bad in box.dead():
            break
        box.later(DAY)
    return offered, taken


def _refusing(box: OutboxInUse, bad: str) -> Broker:
    broker = box.broker()
    broker.refuses = lambda message: box.messages.id_of(message) == bad
    return broker


def _not_given_up(s: UnitScenario, box: OutboxInUse, bad: str, offered: int) -> None:
    if not box.told_the_time and bad in box.rows():
        s.not_evaluated(
            f"after {offered} attempts the relay waits before it tries again, and is not told the time: "
            "relay=lambda uow, publish, now: ..."
        )
    where = "is a row that no relay tries any more" if bad in box.rows() else "is gone"
    s.broken(f"{bad!r} is among the dead letters after {offered} attempts", f"it {where}")
