"""What a suite does, written down exactly, and done again by a bare Hypothesis loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from itertools import cycle
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

ABSENT = -1
CONNECT = "connect"


@dataclass
class Example:
    """What one example of a clause did.

    Attributes:
        drawn: the aggregates that were drawn.
        calls: the operations in order, each with which of the drawn aggregates it was about; connections too.
    """

    drawn: list[Any] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)


class Recorder:
    """A store around another that writes down what is drawn, and what is asked of its adapters, by clause."""

    def __init__(self, store: Any, operations: dict[str, Callable[[Any], Any]]) -> None:
        """Wrap a store.

        Args:
            store: where the data is kept.
            operations: by name, what of an aggregate the operation is given.
        """
        self._store = store
        self.operations = operations
        self.name, self.adapter = store.name, store.adapter
        self.clauses: list[list[Example]] = [[]]

    @contextmanager
    def connect(self) -> Iterator[Any]:
        self._note(CONNECT, ABSENT)
        with self._store.connect() as adapter:
            for name in self.operations.keys() - vars(adapter).keys():
                setattr(adapter, name, self._noting(name, getattr(adapter, name)))
            yield adapter

    def clear(self) -> None:
        self.clauses[-1].append(Example())
        self._store.clear()

    def close(self) -> None:
        """Called when a clause is over."""
        self.clauses.append([])

    def draw(self, aggregate: Any) -> Any:
        """Note a drawn aggregate."""
        self.clauses[-1][-1].drawn.append(aggregate)
        return aggregate

    @property
    def totals(self) -> Counter[str]:
        """How many examples there were, how many draws, and how many calls of each operation."""
        examples = [example for clause in self.clauses for example in clause]
        calls = Counter(name for example in examples for name, _ in example.calls)
        return Counter(examples=len(examples), draws=sum(len(example.drawn) for example in examples)) + calls

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def noting(*args: Any) -> Any:
            self._note(name, self._about(name, args[0]))
            return method(*args)

        return noting

    def _note(self, name: str, about: int) -> None:
        self.clauses[-1][-1].calls.append((name, about))

    def _about(self, name: str, argument: Any) -> int:
        part = self.operations[name]
        drawn = self.clauses[-1][-1].drawn
        return next((at for at, each in enumerate(drawn) if part(each) == argument), ABSENT)


@dataclass(frozen=True)
class Replay:
    """What was recorded, done again: a bare loop for each clause, with as many draws and the same calls.

    Attributes:
        recorder: what was recorded.
        store: where to do it.
        aggregates: the strategy that was drawn from.
        absent: the aggregate that stands for what was never drawn.
    """

    recorder: Recorder
    store: Any
    aggregates: SearchStrategy[Any]
    absent: Any

    def __call__(self) -> None:
        for clause in self.recorder.clauses:
            for count in sorted({len(example.drawn) for example in clause}):
                self._loop([example for example in clause if len(example.drawn) == count], count)

    def _loop(self, examples: list[Example], count: int) -> None:
        if not count:
            for example in examples:
                self._do(example, ())
            return
        turn = cycle(examples)

        @settings(max_examples=len(examples), database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.tuples(*[self.aggregates] * count))
        def loop(drawn: tuple[Any, ...]) -> None:
            self._do(next(turn), drawn)

        loop()

    def _do(self, example: Example, drawn: tuple[Any, ...]) -> None:
        self.store.clear()
        with ExitStack() as connection:
            adapter = None
            for name, about in example.calls:
                if name == CONNECT:
                    connection.close()
                    adapter = connection.enter_context(self.store.connect())
                    continue
                given = self.recorder.operations[name](drawn[about] if about != ABSENT else self.absent)
                with suppress(Exception):  # absent, or refused: the suite was told the same
                    getattr(adapter, name)(given)
