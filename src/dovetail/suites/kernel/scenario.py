"""One scenario: what is drawn and done is remembered as lines that a person can paste."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, NoReturn, TypeVar

from hypothesis import currently_in_test_context, reject
from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.naming import shortened
from dovetail.policies import Answer, Failed, Raised, Returned
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.source import JoinedSource, Source
from dovetail.suites.kernel.subject import bound
from dovetail.values import Difference, code

T = TypeVar("T")

_LENGTH = 200  # characters of an answer that a report tells

Line = str | Callable[[], str]


class Broken(Exception):  # noqa: N818 - not an error: the clause's answer
    """A clause did not hold in this scenario."""

    def __init__(
        self, lines: list[Line], expected: str, got: str, path: str, hint: str, differences: Sequence[Difference] = ()
    ) -> None:
        super().__init__(expected, got)
        self.lines = lines
        self.expected = expected
        self.got = got
        self.path = path
        self.hint = hint
        self.differences = differences


class SetAside(BaseException):
    """Ends an example that nothing was drawn for, as Hypothesis's own way of it ends the others."""


class NoCase(BaseException):
    """Ends a run at once: no example says anything about the clause, or a hundred were set aside and none was not."""


class StoreError(ContractError):
    """An adapter or its store cannot be opened or emptied, so that no clause of the suite can be evaluated."""


class Unevaluable(BaseException):
    """Ends a run at once: the contract, not the adapter, is at fault. Hypothesis must not try to shrink it."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class Scenario:
    """What a clause does in one example.

    Attributes:
        draw: draws from a strategy.
        lines: what was drawn and done so far, each as text or as a function that gives it once a finding needs it.
        refusals: why examples were set aside, for the message when all of them are.
        left_to_another_clause: whether one was set aside for a fault that another clause finds.
        unevaluated: why an example could not be evaluated, where it was one of the clause's cases.
        observed: by policy, what was answered where nothing is stated.
        learned: what was taken for granted since a few calls showed it, and nothing says it.
        recording: whether what is said is remembered.
        reached: the names of the operations that were called; a suite has all its examples note them in one place.
        max_examples: of the suite's settings, for clauses that store as much as the run may cost.
        settled: what one clause of the suite has seen to hold on the way to its own question, so that another one need
            not store as much again; a suite has all its examples note it in one place.
    """

    def __init__(self, driver: Driver, source: Source, draw: Callable[[SearchStrategy[Any]], Any]) -> None:
        self.driver = driver
        self.source = source
        self.draw = draw
        self.lines: list[Line] = []
        self.refusals: list[str] = []
        self.left_to_another_clause = False
        self.unevaluated: list[str] = []
        self.observed: dict[str, str] = {}
        self.learned = ""
        self.recording = True
        self.reached: set[str] = set()
        self.settled: set[str] = set()
        self._context: Any = None
        self._adapter: Any = None

    called = "adapter"
    """What the adapter is called in the lines of this scenario."""

    max_examples = 100

    def say(self, *lines: Line) -> None:
        """Remember some lines."""
        self.lines += lines

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """What is done inside is a control of dovetail's own and no part of the scenario."""
        lines, recording = list(self.lines), self.recording
        self.lines.clear()  # the very list, since scenarios that are joined share it
        self.recording = False
        try:
            yield
        finally:
            self.lines[:], self.recording = lines, recording

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """What is said inside is forgotten, unless something is found there."""
        said = len(self.lines)
        yield
        del self.lines[said:]

    def each_alone(self, items: Iterable[T]) -> Iterator[T]:
        """The items; what is said of one is forgotten before the next, so that what is found is told of one alone."""
        said = len(self.lines)
        for each in items:
            yield each
            del self.lines[said:]

    @property
    def adapter(self) -> Any:
        """The adapter over the current connection, which is opened when it is first needed."""
        if self._context is None:
            try:
                context = self.source.connect()
                self._adapter = self.driver.enter(context)
            except Exception as error:
                raise Unevaluable(self._store_error("opened", error)) from error
            self._context = context
            if not self.source.named:
                self.source.name, self.source.named = type(self._adapter).__name__, True
        return self._adapter

    def clear(self) -> None:
        """Empty the store.

        An adapter of the scenario before may have left a connection and its locks to the collector. Where the store
        refuses, that is awaited once.
        """
        try:
            self.driver.settle(self.source.clear())
        except Exception:  # noqa: BLE001 - what a driver raises where a lock is held
            gc.collect()
            self._clear_or_stop()

    def _clear_or_stop(self) -> None:
        try:
            self.driver.settle(self.source.clear())
        except Exception as error:
            raise Unevaluable(self._store_error("emptied", error)) from error

    def _store_error(self, done: str, error: Exception) -> StoreError:
        if isinstance(error, ContractError):
            return StoreError(error.cause, error.remedy)
        opened = f"the {'adapter' if self.source.store is None else 'store of'} {self.source.name}"
        return StoreError(
            f"{opened} cannot be {done}: it {raising(error)}",
            "every scenario starts with an adapter over an empty store: see to what it needs, or correct it",
        )

    def disconnect(self) -> Answer:
        """Close the current connection; what its commit answers."""
        context, self._context, self._adapter = self._context, None, None
        return Returned(None) if context is None else self.driver.call(self.driver.leave, context)

    def abandon(self, error: BaseException) -> None:
        """Close the current connection as a client does whose block raised."""
        context, self._context, self._adapter = self._context, None, None
        if context is not None:
            self.driver.call(self.driver.leave, context, error)

    def reconnect(self) -> None:
        """Go on as a new client over the same data."""
        self.say("# through a new connection")
        self.disconnect()

    def afresh(self) -> None:
        """Go on as a new client where there is a store: what an adapter did not store, it may still hold."""
        if self.source.fresh:
            self.reconnect()

    def disconnect_if_stored(self) -> None:
        """Close the connection where that loses nothing: a race opens connections of its own."""
        if self.source.fresh:
            self.disconnect()

    @contextmanager
    def another_client(self) -> Iterator[None]:
        """What is done inside is done through a connection of its own, while the present one stays open."""
        held, self._context, self._adapter = (self._context, self._adapter), None, None
        self.say("# another client")
        try:
            yield
        finally:
            self.disconnect()
            self._context, self._adapter = held

    def joined(self, contract: Any) -> Any:
        """A scenario of another contract that is part of this one, as those of a unit of work's repositories are.

        Its lines, its draws, its event loop and the reasons why it sets an example aside are this one's. It has no
        adapter until `use` gives it one, and may be given another one at any time; what it knows of its aggregates
        stays.

        Args:
            contract: a contract class; it needs neither an adapter nor a store.

        Raises:
            ContractError: the contract cannot be bound.
        """
        scenario = contract.scenario(bound(contract), self.driver, JoinedSource(self.source.store), self.draw)
        scenario.lines, scenario.refusals = self.lines, self.refusals
        return scenario

    def use(self, adapter: Any, called: str) -> None:
        """Go on with an adapter that is open already, as `unit.orders` is inside of its unit of work.

        Args:
            adapter: the adapter.
            called: what it is called in the lines of the scenario.
        """
        self._context, self._adapter, self.called = nullcontext(adapter), adapter, called

    def not_evaluated(self, reason: str) -> NoReturn:
        """This example is one of the clause's cases, and could not be evaluated.

        Where that is so of all of them, the clause is not evaluated: it fails the run with this reason, and is never
        counted as held.
        """
        self.unevaluated.append(reason)
        self._end_example()

    def broken(
        self, expected: str, got: str, path: str = "", hint: str = "", *, differences: Sequence[Difference] = ()
    ) -> NoReturn:
        """The clause does not hold: what it promises, what came instead, and where the two differ.

        Args:
            expected: what the clause promises.
            got: what came instead.
            path: where the two differ.
            hint: one helpful line.
            differences: all places in which the two differ, where there may be more than that one.
        """
        raise Broken(list(self.lines), expected, got, path, hint, differences)

    def set_aside(self, reason: str, *, left_to_another_clause: bool = False) -> NoReturn:
        """This example says nothing about the clause.

        Args:
            reason: why not.
            left_to_another_clause: whether that is a fault of the adapter, which another clause finds.
        """
        self.refusals.append(reason)
        self.left_to_another_clause |= left_to_another_clause
        self._end_example()

    def no_case(self, reason: str, *, left_to_another_clause: bool = False) -> NoReturn:
        """No example says anything about the clause, whatever is drawn; the arguments are those of `set_aside`."""
        self.refusals.append(reason)
        self.left_to_another_clause |= left_to_another_clause
        raise NoCase

    def _end_example(self) -> NoReturn:
        if currently_in_test_context():
            reject()
        raise SetAside


def answer_text(answer: Answer) -> str:
    """An answer as a report tells it."""
    if isinstance(answer, Raised):
        text = shortened(" ".join(str(answer.error).split()), _LENGTH)
        return f"raises {type(answer.error).__name__}{text and f': {text}'}"
    if isinstance(answer, Failed):
        return f"fails with {shortened(code(answer.error), _LENGTH)}"
    return shortened(code(answer.value), _LENGTH)
