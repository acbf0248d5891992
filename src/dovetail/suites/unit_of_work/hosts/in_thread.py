"""A unit that takes a function and runs it: the function is held up in a thread until the clause has said all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from dovetail.errors import ContractError
from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.unit_of_work.hosts.host import Body, HeldUp, RanAway, is_answer
from dovetail.suites.unit_of_work.hosts.script import End, Script, Step

_PATIENCE = 30.0  # seconds
_TICK = 0.02


class InThread:
    """The body of a unit that takes a plain function, or that is to run apart from where the clause does.

    Attributes:
        patience: how many seconds an answer is waited for.
    """

    def __init__(self, lives: Callable[[Body], Any], script: Script) -> None:
        """Begin nothing yet."""
        self._lives = lives
        self._script = script
        self._inbox: SimpleQueue[Step | End] = SimpleQueue()
        self._outbox: SimpleQueue[Answer] = SimpleQueue()
        self._thread: Thread | None = None
        self._error: BaseException | None = None
        self.patience = _PATIENCE

    def open(self) -> Answer:
        self._thread = Thread(target=self._life, daemon=True)
        self._thread.start()
        return self._told()

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        return self._said(Step(function, args, kwargs, _awaited))

    def close(self, error: BaseException | None = None) -> Answer:
        self._error = error
        answer = self._said(End(error))
        if self._thread is not None:
            self._thread.join(self.patience)
        return answer

    def resume(self) -> Answer:
        """What a call answers that was held up."""
        self.patience = _PATIENCE
        return self._told()

    def give_up(self) -> None:
        """End the thread, whatever it is at."""
        if self._thread is not None and self._thread.is_alive():
            self._inbox.put(End(RanAway("the clause has ended")))
            self._thread.join(_PATIENCE)

    def _said(self, step: Step | End) -> Answer:
        if self._thread is None or not self._thread.is_alive():
            return Raised(RanAway("the unit has ended"))
        self._inbox.put(step)
        return self._told()

    def _told(self) -> Answer:
        answer = self._next()
        if answer is None:
            return Raised(HeldUp(f"no answer within {self.patience:g} seconds"))
        if isinstance(answer, Raised) and not is_answer(answer.error, self._error):
            raise answer.error
        return answer

    def _next(self) -> Answer | None:
        """The next answer; None where there is none in time."""
        patience = Patience(self.patience, longest=2 * _TICK)
        while not patience.is_over():
            with suppress(Empty):
                return self._outbox.get(timeout=_TICK)
        return None

    def _life(self) -> None:
        try:
            value = self._lives(self._body)
            if callable(value) and not self._script.runs:  # a decorator gives the function that is to be called
                value = value()
            answer = self._script.outcome(value)
        except BaseException as error:  # noqa: BLE001 - whatever comes out of the unit is its answer
            answer = Raised(error)
        self._outbox.put(answer)

    def _body(self, *given: Any) -> None:
        entered = given[0] if given else None
        if not self._script.begins(entered):
            self._replay(entered)
            return
        self._outbox.put(Returned(entered))
        with Driver() as driver:
            while True:
                step = self._inbox.get()
                self._script.steps.append(step)
                if isinstance(step, End):
                    step.come()
                    return
                self._outbox.put(self._script.answers(_answer(driver, step)))

    def _replay(self, entered: Any) -> None:
        for step in self._script.steps:
            if isinstance(step, End):
                self._script.ends_again(step)
                return
            now = self._script.again(step, entered)
            now.function(*now.args, **now.kwargs)


def _answer(driver: Driver, step: Step) -> Answer:
    try:
        return driver.call(step.function, *step.args, _awaited=step.awaited, **step.kwargs)
    except (ContractError, GeneratorExit, KeyboardInterrupt, SystemExit) as error:
        return Raised(error)
