"""Trials: something is done with an adapter in front of a provider, and what came of it is kept.

Several run at the same time, since much of their time is spent waiting. Making an adapter may cost more than a call, so
trials that only make calls may follow each other on one adapter; what breaks a clause there is tried again on its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, Queue
from threading import Event, Semaphore, Thread
from typing import Any

from dovetail.patience import Patience
from dovetail.suites.gateway.bench import Bench, Setting
from dovetail.suites.gateway.binding import Binding
from dovetail.suites.gateway.handing_over import Factory
from dovetail.suites.gateway.made import Made

PATIENCE = 15.0
"""Seconds that a call may take where no deadline is declared."""

MAKING = 15.0
"""Seconds that the making of an adapter may take."""

_AT_ONCE = 8
_PATIENT_AT_ONCE = 24
_SLOW = 0.25
_ON_ONE = 12
_LAST = 2.0
_CLOSING = 1.0
_STILL = 0.1
_TICK = 0.05


@dataclass
class Trial:
    """What is done with one adapter, and what came of it.

    Attributes:
        body: what is done.
        label: what tells it from the other trials of its clause.
        setting: what the bench is set up with.
        patience: how many seconds it may take.
        shares: what it has in common with the trials that may use its adapter before; nothing where none may.
        bench: the bench, once the trial has begun.
        made: the calls that were made.
        records: the log records, where those are kept.
        overdue: whether it took longer, and was ended from outside.
        error: what kept it from being done: the adapter could not be made, or the contract is at fault.
        result: what the body gave.
        followed: whether other trials had used its adapter before.
        alone: whether no other trial ran meanwhile.
        waiting: how long it is waited for, once it has begun.
        giving_up: how long it is waited for once it was ended from outside.
        done: set at its end.
    """

    body: Callable[[Bench], Any]
    label: str
    setting: Setting = field(default_factory=Setting)
    patience: float = PATIENCE
    shares: str = ""
    bench: Bench | None = None
    made: list[Made] = field(default_factory=list)
    records: list[logging.LogRecord] = field(default_factory=list)
    overdue: bool = False
    error: BaseException | None = None
    result: Any = None
    followed: bool = False
    alone: bool = False
    waiting: Patience | None = None
    giving_up: Patience | None = None
    done: Event = field(default_factory=Event)

    def on(self, bench: Bench) -> None:
        self.made.clear()
        self.records.clear()
        self.bench, bench.made, bench.records = bench, self.made, self.records
        self.waiting = _patience(self.patience)
        self.result = self.body(bench)

    @property
    def shown(self) -> str:
        """The `repr` of the adapter."""
        return "" if self.bench is None else self.bench.shown

    @property
    def taken(self) -> float:
        """The seconds that its last call took, without those in which the machine stood still."""
        counted = 0.0 if self.waiting is None else self.waiting.spent + 2 * _TICK
        return min(self.made[-1].seconds, counted)

    @property
    def was_disturbed(self) -> bool:
        """Whether the machine stood still meanwhile, so that an adapter may have run out of its own time."""
        return self.waiting is not None and self.waiting.lost > _STILL

    def is_late(self) -> bool:
        """Whether it has begun, is not done, and has taken longer than it may."""
        return self.waiting is not None and not self.done.is_set() and self.waiting.is_over()

    def is_given_up(self) -> bool:
        """Whether it goes on even though its provider is gone."""
        return self.giving_up is not None and self.giving_up.is_over()


def _patience(seconds: float) -> Patience:
    """Seconds that are counted by the thread that looks at all trials, in each of its turns."""
    return Patience(seconds, longest=2 * _TICK)


def run(
    trials: Sequence[Trial], binding: Binding, factory: Factory, *, at_once: int = _AT_ONCE, opens: type[Bench] = Bench
) -> None:
    """Run trials, some at a time, and wait until all are done or were given up.

    Raises:
        ContractError: an adapter could not be made.
    """
    free, patient = Semaphore(at_once), Semaphore(at_once if at_once == 1 else max(at_once, _PATIENT_AT_ONCE))
    for each in trials:
        each.alone = at_once == 1 or len(trials) == 1

    def begin(group: list[Trial], room: Semaphore) -> None:
        while not room.acquire(timeout=_TICK):
            _end_overdue(trials)
            if sum(each.is_given_up() and not each.done.is_set() for each in trials) >= at_once:
                break  # nobody will make room
        arguments = group, partial(opens, binding, factory), room, later
        threads.append(Thread(target=_run, args=arguments, daemon=True, name="trials"))
        threads[-1].start()

    later: Queue[Trial] = Queue()
    threads: list[Thread] = []
    for group in _groups(trials):
        begin(group, free)
    while _left(trials):
        _end_overdue(trials)
        with suppress(Empty):
            begin([later.get(timeout=_TICK)], patient)
    _join(threads)
    for each in trials:
        if each.error is not None:
            raise each.error


def _join(threads: Sequence[Thread]) -> None:
    """Let adapters be closed, so that no later test is told what they have left open; some were given up, and go on."""
    patience = _patience(_CLOSING)
    for each in threads:
        while each.is_alive() and not patience.is_over():
            each.join(_TICK)


def _left(trials: Sequence[Trial]) -> int:
    """How many are neither done nor given up; each of them takes a turn."""
    return sum(not (each.done.is_set() or each.is_given_up()) for each in trials)


def _groups(trials: Sequence[Trial]) -> Iterator[list[Trial]]:
    """The trials that follow each other on one adapter."""
    group: list[Trial] = []
    for each in trials:
        if group and (not each.shares or each.shares != group[0].shares or len(group) == _ON_ONE):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _run(group: list[Trial], opens: Callable[[Setting], Bench], free: Semaphore, later: Queue[Trial]) -> None:
    """Run the trials of a group, one after the other; those behind one that waits are left for others to run."""
    waiting = list(group)
    try:
        while waiting and waiting[0].error is None:
            first = waiting[0]
            first.waiting = _patience(max(first.patience, MAKING))  # making its adapter may take too long, too
            with opens(first.setting) as bench:
                while waiting and (waiting[0] is first or not _spoiled(bench)):
                    each = waiting[0]
                    each.followed = each is not first
                    began = time.monotonic()
                    each.on(bench)
                    if each.followed and not all(made.exchanges for made in each.made):
                        break  # a breaker that nobody declared is open by now: once more, with an adapter of its own
                    waiting.pop(0)
                    if waiting and time.monotonic() - began > _SLOW:
                        while waiting:
                            later.put(waiting.pop())
                    each.done.set()
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits for it
        for each in waiting:
            each.error = error
            each.done.set()
    finally:
        free.release()


def _spoiled(bench: Bench) -> bool:
    """Whether nobody listens any more, since a trial took too long."""
    return bool(bench.provider.stopped)


def _end_overdue(trials: Sequence[Trial]) -> None:
    """End what takes too long: its provider goes, so that whatever waits for an answer gets none."""
    for each in trials:
        if not each.overdue and each.is_late():
            each.overdue, each.giving_up = True, _patience(_LAST)
            if each.bench is not None:
                each.bench.provider.stop()
