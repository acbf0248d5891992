"""Who sees the events that a unit of work sends out: the bus or the list that the adapter is given, and handlers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from dovetail.errors import ContractError
from dovetail.policies import Returned
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import Client, told
from dovetail.suites.unit_of_work.whole import Step, Whole, calling, committing
from dovetail.values import code


class Handler:
    """A handler that a scenario subscribes: it remembers what it is called with, and may fail.

    Attributes:
        called: the events that it was called with.
    """

    def __init__(self, s: UnitScenario, error: Exception | None = None) -> None:
        self.s = s
        self.called: list[Any] = []
        self._error = error
        self._over = False

    def function(self) -> Callable[[Any], Any]:
        """What is subscribed: a coroutine function where units are async."""

        def handle(event: Any, *_: Any) -> None:
            if self._takes(event):
                self.acts(event)
                self._ends()

        async def handle_awaited(event: Any, *_: Any) -> None:
            if self._takes(event):
                value = self.acts(event)
                if inspect.isawaitable(value):
                    await value
                self._ends()

        return handle_awaited if self.s.manner.asynchronous else handle

    def acts(self, event: Any) -> Any:
        """What it does; to be awaited where units are async."""

    def over(self) -> None:
        """Do nothing from here on: a bus may outlive the scenario."""
        self._over = True

    def _takes(self, event: Any) -> bool:
        if not self._over:
            self.called.append(event)
        return not self._over

    def _ends(self) -> None:
        if self._error is not None:
            raise self._error


class Looking(Handler):
    """A handler that asks for an aggregate in a unit of its own, over a connection of its own.

    Attributes:
        found: whether that is there.
        told: what it was answered.
    """

    def __init__(self, s: UnitScenario, entry: Entry) -> None:
        super().__init__(s)
        self._entry = entry
        self._whole = Whole(s.manner, [])
        self.found = False
        self.told = "nothing"

    def acts(self, event: Any) -> Any:  # noqa: ARG002 - it looks whatever the event is
        repository = self.s.repositories[self._entry.path]
        get = repository.prepared(repository.binding.operation("get"), key=repository.key(self._entry.known))

        def sees(_adapter: Any, _given: Any) -> None:
            value = self._whole.values[-1]
            self.found = not repository.is_absent(repository.told_apart(get, Returned(value)))
            self.told = code(value)

        self._whole = Whole(self.s.manner, [calling(self._entry.path, get), sees])
        return self._whole.over_its_own(self.s.source.connect)


class Raising(Handler):
    """A handler that, at the first event, has another one come up in a unit of its own.

    Attributes:
        refusal: what kept it from that.
        went_out: whether that event went out of the client that raised it, which may have a bus of its own.
    """

    def __init__(self, s: UnitScenario, entry: Entry, emits: Callable[[Any, Any], Any]) -> None:
        super().__init__(s)
        repository = s.repositories[entry.path]
        twin = repository.copy_of(entry.aggregate)
        raises: Step = lambda adapter, given: emits(adapter if given is None else given, twin)  # noqa: E731
        steps = [self._watches, raises, calling(entry.path, repository.adding(twin)), committing(s.manner)]
        self._whole = Whole(s.manner, steps)
        self._seeing = Handler(s)
        self._listed: Callable[[], list[Any]] = lambda: self._seeing.called
        self._before = 0
        self.refusal = ""
        self.went_out = False

    def _watches(self, adapter: Any, given: Any) -> Any:  # noqa: ARG002 - a bus is the adapter's
        contract = self.s.binding.contract
        if contract.events is None:
            return contract.subscribe(adapter, self._seeing.function())
        self._listed = lambda: list(_listed(contract.events, adapter))
        self._before = len(self._listed())
        return None

    def acts(self, event: Any) -> Any:  # noqa: ARG002 - it raises one whatever the event is
        if len(self.called) > 1:
            return None
        return self._awaited() if self.s.manner.asynchronous else self._plain()

    def _plain(self) -> None:
        try:
            self._whole.over_its_own(self.s.source.connect)
        except Exception as error:  # noqa: BLE001 - whatever keeps a unit from being begun in a handler
            self.refusal = repr(error)
        self._looks()

    async def _awaited(self) -> None:
        try:
            await self._whole.over_its_own(self.s.source.connect)
        except Exception as error:  # noqa: BLE001 - whatever keeps a unit from being begun in a handler
            self.refusal = repr(error)
        self._looks()

    def _looks(self) -> None:
        """See what went out while that unit ran: a bus that all share goes on with the first event after it."""
        self.went_out = len(self._listed()) > self._before
        self._seeing.over()


class Bus:
    """Where the events of a client's units are seen, for the length of one block."""

    def __init__(self, s: UnitScenario, client: Client, *handlers: Handler) -> None:
        """Subscribe nobody yet.

        Args:
            s: the scenario.
            client: whose units they are.
            handlers: who is subscribed, in that order; behind them somebody who only sees, where nothing lists events.
        """
        self._s = s
        self._client = client
        self._events, self._subscribe = s.binding.contract.events, s.binding.contract.subscribe
        self._seeing = Handler(s)
        self._handlers = [*handlers, *([] if self._events is not None else [self._seeing])]
        self._before = 0

    def __enter__(self) -> Self:
        for each in self._handlers:
            self._call("subscribe", self._subscribe, self._client.adapter, each.function())
        self._before = len(self._all())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._handlers:
            each.over()

    @property
    def seen(self) -> list[Any]:
        """What has gone out since."""
        return self._all()[self._before :]

    def _all(self) -> list[Any]:
        if self._events is None:
            return list(self._seeing.called)
        return list(self._call("events", _listed, self._events, self._client.adapter))

    def _call(self, option: str, function: Any, *args: Any) -> Any:
        answer = self._s.driver.call(function, *args)
        if not hasattr(answer, "value"):
            raise ContractError(
                f"{option} of {self._s.binding.contract.__name__} fails: {told(answer)}",
                "events is a list, or a function (uow) that gives one; subscribe is a function (uow, handler)",
            )
        return answer.value


def _listed(events: Any, adapter: Any) -> Any:
    """The events that went out: of a list, or of a function that may ask for the adapter."""
    if not callable(events):
        return events
    return events(adapter) if inspect.signature(events).parameters else events()
