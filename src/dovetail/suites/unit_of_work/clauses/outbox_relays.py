"""What relays owe: nothing is marked too early, taken twice, or held for ever: UOW-27, UOW-28 and UOW-32."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import timedelta
from functools import partial
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.clients import Clients
from dovetail.suites.unit_of_work.outbox import INSIDE, OUTSIDE
from dovetail.suites.unit_of_work.preconditions import store_has
from dovetail.suites.unit_of_work.relaying.broker import Broker
from dovetail.suites.unit_of_work.relaying.preconditions import declared
from dovetail.suites.unit_of_work.relaying.use import DAY, DIES_BEFORE, OutboxInUse
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario

MOST = 2
_STATEMENTS = 12  # of a relay, in which of them it is made to fail
_COMMITS = 4
_PATIENCE = 1.0  # seconds after which a relay is taken to wait for another one
_MOMENT = timedelta(seconds=1)
_ROUNDS = 6  # of two relays that just begin at once, where neither can be held up


@check("UOW-27", declared, needs_a_case=True, most=MOST)
def marked_after_the_yes(s: UnitScenario) -> None:
    plain, refused, before, after, swept = s.entries(0, 0, 0, 0, 0)
    box = OutboxInUse(s)
    _sent_once(s, box, plain)
    _mishap(s, box, refused, "# the broker says no", _refusing(box))
    _mishap(s, box, before, DIES_BEFORE, _dying(box, before=1))
    _mishap(s, box, after, "# the relay dies when the broker has just taken it", _dying(box, after=1))
    if hasattr(s.source.store, "failing"):
        for number in range(1, _STATEMENTS + 1):
            if not _struck(s, box, swept, f"statement {number}", partial(s.source.store.failing, number)):
                break
        for number in range(1, _COMMITS + 1):
            if not _struck(s, box, swept, f"commit {number}", partial(s.source.store.failing, commit=number)):
                break


def _sent_once(s: UnitScenario, box: OutboxInUse, entry: Entry) -> None:
    """What the broker has taken is no row any more, and is not sent again."""
    box.about(entry)
    rows = box.fill(entry)
    broker = box.broker()
    box.works(broker)
    sent = box.messages.ids_of(broker.taken)
    box.recognise(sent, rows)
    if not sent:
        s.set_aside("the relay publishes nothing", left_to_another_clause=True)
    if left := [each for each in box.rows() if each in sent]:
        s.broken("no row of what the broker has taken", f"rows has {left}")
    box.later(DAY)
    again = box.broker()
    box.works(again)
    if again.taken:
        s.broken("it is published once, since the broker has taken it", "the next relay publishes it again")


def _refusing(box: OutboxInUse) -> Broker:
    broker = box.broker()
    broker.refuses = lambda message: True
    return broker


def _dying(box: OutboxInUse, *, before: int | None = None, after: int | None = None) -> Broker:
    broker = box.broker()
    broker.dies_before, broker.dies_after = before, after
    return broker


def _mishap(s: UnitScenario, box: OutboxInUse, entry: Entry, line: str, broker: Broker) -> None:
    """Let something happen to a relay: what the broker has not taken is sent by a later one, or still to be sent."""
    box.about(entry)
    rows = box.fill(entry)
    s.say(line)
    box.dies(broker)
    if broker.goes_on:
        return
    _sent_later(s, box, rows, broker)


def _sent_later(s: UnitScenario, box: OutboxInUse, rows: list[str], broker: Broker) -> None:
    _nothing_lost(s, box, rows, broker)
    box.later(max(DAY, 2 * (box.outbox.lease or DAY)))
    again = box.broker()
    box.relay(again)
    _nothing_lost(s, box, rows, broker, again)


def _nothing_lost(s: UnitScenario, box: OutboxInUse, rows: list[str], *brokers: Broker) -> None:
    taken = [sent for each in brokers for sent in box.messages.ids_of(each.taken)]
    kept = box.kept()
    if lost := [each for each in rows if each not in taken and each not in kept]:
        s.broken(
            f"{lost[0]!r} is still to be sent, since no broker has taken it",
            f"it is among {'neither the rows nor the dead letters' if box.outbox.dead else 'no rows'}",
        )


def _struck(s: UnitScenario, box: OutboxInUse, entry: Entry, place: str, fault: Callable[[], Any]) -> bool:
    """Let a relay fail somewhere in the database; whether it came to that."""
    box.about(entry)
    rows = box.afresh(entry)
    broker = box.broker()
    s.say(f"# a relay in which {place} fails in the database")
    with fault() as struck:
        box.relay(broker)
    if struck.delivered:
        box.ends()
        _sent_later(s, box, rows, broker)
    return bool(struck.delivered)


@check("UOW-28", declared, needs_a_case=True, most=MOST)
def one_relay_takes_it(s: UnitScenario) -> None:
    held, raced, dead = s.entries(0, 0, 0)
    box = OutboxInUse(s)
    if s.sees_others:
        _while_one_publishes(s, box, held)
        for _ in range(rounds(s)):
            box.about(raced)
            race(s, partial(_race, s, box, raced))
    else:
        s.learned = "no two relays were tried at once, since the store does not say concurrent = True"
    _taken_over(s, box, dead)


def _while_one_publishes(s: UnitScenario, box: OutboxInUse, entry: Entry) -> None:
    """Let a second relay run while the broker keeps the first one waiting, as long as its lease lasts."""
    box.about(entry)
    rows = box.fill(entry)
    one, other = box.broker(), box.broker()
    one.hold()
    ahead = max(timedelta(0), (box.outbox.lease or timedelta(0)) - _MOMENT)
    clients = box.racing(one), box.racing(other, ahead=ahead)
    s.say("# while the broker has not answered the first relay, a second one runs")
    s.driver.at_the_same_time(partial(_second_runs, clients, one), awaited=s.manner.asynchronous)
    _taken_once(s, box, rows, one, other)
    box.later(ahead + _MOMENT)


def _second_runs(clients: tuple[Client, Client], one: Broker, start: Clients) -> Generator[None, None, None]:
    try:
        first = start.start(partial(clients[0].work, _nothing))
        while not (one.holds or first.done()):
            yield
        second = start.start(partial(clients[1].work, _nothing))
        patience = Patience(_PATIENCE)
        while not (second.done() or patience.is_over()):
            yield
    finally:
        one.go_on()
    while not (first.done() and second.done()):
        yield


def _nothing() -> None:
    """Neither relay waits for the other one to begin."""


def _taken_once(s: UnitScenario, box: OutboxInUse, rows: list[str], *brokers: Broker) -> None:
    sent = [box.messages.ids_of(each.taken) for each in brokers]
    for each in rows:
        many = [ids.count(each) for ids in sent]
        if sum(many) > 1:
            s.broken(f"one relay publishes {each!r}", "both do" if all(many) else "one of them does, twice")
        if not any(many) and each not in box.kept():
            s.broken(f"one relay publishes {each!r}", "neither does, and it is no row any more")


def rounds(s: UnitScenario) -> int:
    """How often two clients are to race: once where one can be held up wherever it sends something."""
    store = s.source.store
    return 1 if hasattr(store, "pausing") or getattr(store, "remote", False) else _ROUNDS


def _race(s: UnitScenario, box: OutboxInUse, entry: Entry) -> Race:
    """Two relays, of which one is held up in the middle of its work wherever the store allows that."""
    rows = box.afresh(entry)
    brokers: list[Broker] = []

    def clients() -> tuple[Client, Client]:
        brokers[:] = box.broker(), box.broker()
        return box.racing(brokers[0]), box.racing(brokers[1])

    def judge(answers: list[Answer]) -> None:
        del answers
        _taken_once(s, box, rows, *brokers)

    def again() -> None:
        rows[:] = box.afresh(entry)

    return Race(clients, judge, again)


def _taken_over(s: UnitScenario, box: OutboxInUse, entry: Entry) -> None:
    """What a relay had taken that died is sent by the next one: when its lease is over, where it has one."""
    box.about(entry)
    rows = box.fill(entry)
    broker = _dying(box, before=1)
    s.say(DIES_BEFORE)
    if not box.dies(broker):
        if not broker.dead:
            s.set_aside("the relay publishes nothing", left_to_another_clause=True)
        return
    box.later(DAY if box.outbox.lease is None else box.outbox.lease + _MOMENT)
    again = box.broker()
    box.relay(again)
    sent = box.messages.ids_of(again.taken)
    missing = [each for each in rows if each not in sent]
    if not missing:
        return
    if not box.told_the_time and missing[0] in box.kept():
        s.not_evaluated(
            "what a dead relay had taken is not sent by the next one; for how long it is kept, say to the outbox: "
            "lease=timedelta(seconds=30), relay=lambda uow, publish, now: ..."
        )
    over = "" if box.outbox.lease is None else ", and its lease is over"
    s.broken(f"{missing[0]!r} is published, since the relay that had taken it is dead{over}", "it is not")


@check(
    "UOW-32",
    all_of(declared, store_has("transactions", "nobody sees the transactions of this store")),
    needs_a_case=True,
    most=MOST,
)
def published_outside(s: UnitScenario) -> None:
    first, second, third = s.entries(0, 0, 0)
    box = OutboxInUse(s)
    alone = _open_while_publishing(s, box, (first,), "open")
    # Where several are published at the same time, one may be marked while another one is on its way.
    together = _open_while_publishing(s, box, (second, third), "open_here")
    found = INSIDE if alone or together else OUTSIDE
    if found != box.outbox.publishing:
        hint = "a broker that hangs keeps a connection and its locks; where that is meant: publishing='inside'"
        s.broken(
            f"it publishes {box.outbox.publishing} of the database's transaction",
            f"it publishes {found} of it",
            hint=hint if found == INSIDE else "",
        )


def _open_while_publishing(s: UnitScenario, box: OutboxInUse, entries: tuple[Entry, ...], which: str) -> bool:
    """Let a relay send something: whether a transaction is open at any call of `publish`."""
    box.about(*entries)
    for each in entries:
        box.fill(each)
    broker = box.broker()
    opened: list[int] = []
    with s.source.store.transactions() as counted:
        broker.notes = lambda: opened.append(getattr(counted, which, counted.open))
        box.works(broker)
    if not opened:
        s.set_aside("the relay publishes nothing", left_to_another_clause=True)
    if not counted.begun:
        s.no_case("the relay begins no transaction in this store, so that nobody can tell when it publishes")
    return any(opened)
