"""Clients in processes of their own that begin at the same time: a lock that only threads know keeps none of them out.

A process is forked, so that it has the contract, the store and what was drawn as they are; its connections are its own.
What came of each comes back as a value.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer, Raised
from dovetail.suites.concurrency.answers_as_bytes import read, written
from dovetail.suites.concurrency.client import Client
from dovetail.suites.kernel.clients import to_its_end
from dovetail.suites.kernel.dawdling import Dawdling
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.source import Source

PROCESSES = 3
_MEETING = 1.0  # seconds; a client may wait for a lock that another one has
_ENDING = 30.0  # seconds
_TICK = 0.005
_CHUNK = 65536
_HERE = b"!"  # what a process says where all meet; what they hear when they are to go on

Job = Callable[[Callable[[], None]], Answer]
"""What one process does; it calls what it is given where it is to meet the others."""


def several_processes(_binding: Any, source: Source) -> str | None:
    """Why nothing is tried in several processes; None where their clients can share the store."""
    if not getattr(source.store, "processes", False):
        if hasattr(source.store, "processes"):
            return "what this store keeps is in this process alone"
        return (
            "the store does not say that clients may be in several processes; where each connect() opens connections "
            "of its own, to a file or a server, write processes = True in it"
        )
    return None if sys.platform == "linux" else "a process is forked safely on Linux alone"


@dataclass(frozen=True, slots=True)
class Met:
    """What came of several processes.

    Attributes:
        answers: what each answered.
        together: whether all of them were where they meet at the same time.
    """

    answers: list[Answer]
    together: bool


def in_processes(s: Scenario, jobs: Sequence[Job]) -> Met:
    """Let each job run in a process of its own; the example is set aside where one does not come to an end.

    The store's connections are closed before: a process would share them.
    """
    s.disconnect()
    forget = getattr(s.source.store, "forget_connections", None)
    if forget is not None:
        s.driver.call(forget)
    children: list[_Child] = []
    try:
        children.extend(_begun(job) for job in jobs)
        patience = Patience(_MEETING, longest=2 * _TICK)
        ready = [each.is_ready(patience) for each in children]
        for each in children:
            each.go()
        answers = [each.answer() for each in children]
    finally:
        for each in children:
            each.end()
    known = [answer for answer in answers if answer is not None]
    if len(known) < len(answers):
        s.set_aside("a process of its own did not come to an end")
    return Met(known, all(ready))


def working(client: Client) -> Job:
    """What a client does, as a job of a process."""

    def job(meet: Callable[[], None]) -> Answer:
        with Driver() as driver:
            return to_its_end(client.work(meet), driver.settle)

    return job


@dataclass
class _Child:
    """A process that was forked.

    Attributes:
        pid: its number.
        hears: the end of a pipe at which it is heard.
        says: the end of a pipe at which it is spoken to.
        heard: what it has said so far: that it is where all meet, and then its answer.
    """

    pid: int
    hears: int
    says: int
    heard: bytearray = field(default_factory=bytearray)

    def is_ready(self, patience: Patience) -> bool:
        """Whether it is where all meet, or comes there in time."""
        while self._hear() is False and not self.heard and not patience.is_over():
            pass
        return self.heard[:1] == _HERE

    def go(self) -> None:
        """Let it go on; it may have ended already."""
        with suppress(OSError):
            os.write(self.says, _HERE)

    def answer(self) -> Answer | None:
        """What it answers in the end; None where it does not come to one."""
        patience = Patience(_ENDING, longest=2 * _TICK)
        while not patience.is_over():
            if self._hear() is None:
                said = bytes(self.heard.lstrip(_HERE))
                return read(said) if said else None
        return None

    def _hear(self) -> bool | None:
        """Hear what it says meanwhile; None once it has ended."""
        if not select.select([self.hears], [], [], _TICK)[0]:
            return False
        said = os.read(self.hears, _CHUNK)
        self.heard += said
        return True if said else None

    def end(self) -> None:
        """Wait for its end, which is near or is brought about."""
        os.close(self.hears)
        os.close(self.says)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _begun(job: Job) -> _Child:
    """A process that does a job."""
    hears, tells = os.pipe()
    listens, says = os.pipe()
    with warnings.catch_warnings():
        # Threads of the test run may be there; they are not in the new process, which asks nothing of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(tells)
        os.close(listens)
        return _Child(pid, hears, says)
    try:
        gc.disable()  # what the collector would close here belongs to the process that was forked
        os.close(hears)
        os.close(says)
        _work(job, listens, tells)
    finally:
        os._exit(0)


def _work(job: Job, listens: int, tells: int) -> None:
    """Do a job in the process that was forked for it, and tell its answer."""
    slow = Dawdling()

    def meet() -> None:
        os.write(tells, _HERE)
        os.read(listens, 1)
        slow.begin()

    try:
        answer = job(meet)
    except BaseException as error:  # noqa: BLE001 - nothing may come out of here
        answer = Raised(error)
    slow.end()
    said = written(answer)
    while said:
        said = said[os.write(tells, said) :]
