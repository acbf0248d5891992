"""One scenario: what is drawn and done is remembered as lines that a person can paste."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from hypothesis import reject
from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.policies import Answer, Failed, Raised, Returned
from dovetail.suites.blame import raising
from dovetail.suites.driver import Driver
from dovetail.suites.source import Source
from dovetail.values import code

Line = str | Callable[[], str]


class Broken(Exception):  # noqa: N818 - not an error: the clause's answer
    """A clause did not hold in this scenario."""

    def __init__(self, lines: list[Line], expected: str, got: str, path: str, hint: str) -> None:
        super().__init__(expected, got)
        self.lines = lines
        self.expected = expected
        self.got = got
        self.path = path
        self.hint = hint


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
        told_elsewhere: whether one was set aside since the adapter breaks another clause.
        observed: by policy, what was answered where nothing is stated.
    """

    def __init__(self, driver: Driver, source: Source, draw: Callable[[SearchStrategy[Any]], Any]) -> None:
        self.driver = driver
        self.source = source
        self.draw = draw
        self.lines: list[Line] = []
        self.refusals: list[str] = []
        self.told_elsewhere = False
        self.observed: dict[str, str] = {}
        self._context: Any = None
        self._adapter: Any = None

    def say(self, line: Line) -> None:
        """Remember a line."""
        self.lines.append(line)

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
        """Empty the store."""
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
        if context is None:
            return Returned(None)
        return self.driver.call(self.driver.leave, context)

    def abandon(self, error: BaseException) -> None:
        """Close the current connection as a client does whose block raised."""
        context, self._context, self._adapter = self._context, None, None
        if context is not None:
            self.driver.call(self.driver.leave, context, error)

    def broken(self, expected: str, got: str, path: str = "", hint: str = "") -> NoReturn:
        """The clause does not hold: what it promises, what came instead, and where the two differ."""
        raise Broken(list(self.lines), expected, got, path, hint)

    def set_aside(self, reason: str, *, elsewhere: bool = False) -> NoReturn:
        """This example says nothing about the clause.

        Args:
            reason: why not.
            elsewhere: whether the adapter is at fault, which another clause tells.
        """
        self.refusals.append(reason)
        self.told_elsewhere |= elsewhere
        reject()


def told(answer: Answer) -> str:
    """An answer as a report tells it."""
    if isinstance(answer, Raised):
        text = " ".join(str(answer.error).split())
        name = type(answer.error).__name__
        return f"raises {name}: {_short(text)}" if text else f"raises {name}"
    if isinstance(answer, Failed):
        return f"fails with {_short(code(answer.error))}"
    return _short(code(answer.value))


def _short(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
