"""The outbox in one scenario: units that have something to send, relays that send it, and what is left."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.concurrency.client import Client as RacingClient
from dovetail.suites.kernel.blame import raising
from dovetail.suites.unit_of_work.outbox import Outbox
from dovetail.suites.unit_of_work.relaying.broker import Broker, is_death
from dovetail.suites.unit_of_work.relaying.messages import Messages
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

DAY = timedelta(days=1)
DIES_BEFORE = "# the relay dies before the broker has the message"
MANY = 100  # messages at a time, where the relay asks how many


class OutboxInUse:
    """The outbox of one scenario.

    Attributes:
        outbox: what the contract says of it.
        messages: tells which message is which.
    """

    def __init__(self, s: UnitScenario) -> None:
        self.s = s
        self.outbox: Outbox = s.binding.contract.outbox
        self.messages = Messages(self.outbox, s.binding.contract.__name__)
        self._ahead = timedelta(0)

    def about(self, *entries: Entry) -> None:
        """Begin another part of the scenario, that is about these aggregates alone."""
        self.s.lines[:] = [each.line for each in entries]

    @property
    def told_the_time(self) -> bool:
        return self.outbox.takes("now")

    @property
    def now(self) -> datetime:
        """What time it is for relays: never before what a unit has written, and later where time was let pass."""
        return datetime.now(UTC) + self._ahead

    def later(self, by: timedelta) -> None:
        """Let time pass, where relays are told of it."""
        if self.told_the_time:
            self._ahead += by
            self.s.say(f"# {_spoken(by)} later")

    def broker(self) -> Broker:
        """A broker that takes what it is given."""
        return Broker(self.outbox.refusal)

    def rows(self) -> list[str]:
        """The ids of all that has not been sent."""
        return self._listed("rows")

    def dead(self) -> list[str]:
        """The ids of what was given up; none where nothing says it."""
        return [] if self.outbox.dead is None else self._listed("dead")

    def kept(self) -> list[str]:
        """The ids of all that is still to be sent, or was given up and can be seen."""
        return [*self.rows(), *self.dead()]

    def fill(self, entry: Entry) -> list[str]:
        """Commit a unit in which an event comes up: the ids of what there is to send since.

        The example is left to UOW-26 where there is nothing.
        """
        return self.filled(lambda unit: unit.add(entry, emits=self.s.binding.contract.emits).answer)

    def filled(self, does: Callable[[OpenUnit], Answer]) -> list[str]:
        """Commit a unit in which something is done by which an event comes up: what there is to send since."""
        before = set(self.rows())
        with self.s.client() as client:
            unit = self.s.unit(client)
            self.s.done(unit, does(unit))
            answer = unit.complete()
        if not isinstance(answer, Returned):
            self.s.not_evaluated(f"a commit fails: {told(answer)}")
        new = [each for each in self.rows() if each not in before]
        if not new:
            self.s.set_aside("no row is there for an event whose unit is committed", left_to_another_clause=True)
        return new

    def empty(self, *entries: Entry) -> None:
        """Begin again with an empty store, in which none of these is stored yet, and with the time that it is."""
        self.s.clear()
        self._ahead = timedelta(0)
        for each in entries:
            each.added = None
            self.s.repositories[each.path].prepare(each.aggregate)

    def afresh(self, entry: Entry) -> list[str]:
        """Begin again with an empty store, and something to send in it."""
        with self.s.unrecorded():
            self.empty(entry)
            return self.fill(entry)

    def relay(self, broker: Broker, *, limit: int = MANY) -> Answer:
        """Let a relay send what is there; where it dies on the way, it does nothing more to the store."""
        struck: list[Any] = []
        with ExitStack() as fallen, self.s.client() as client:
            unreachable = getattr(self.s.source.store, "unreachable", None)
            if unreachable is not None:
                broker.at_death = lambda: struck.append(fallen.enter_context(unreachable()))
            self.s.say(self._line(client, limit))
            answer = self._run(client.adapter, broker, limit)
        if broker.runs_on:
            self.s.not_evaluated("the relay goes on and on: let it send what is there, once, and return")
        died = isinstance(answer, Raised) and is_death(answer.error)
        broker.goes_on = broker.dead and not died and not any(each.delivered for each in struck)
        if broker.dead:
            self.ends()
        return answer

    def ends(self) -> None:
        """Close what connections are left of a relay that has ended: the server lets go of what they had locked."""
        forget = getattr(self.s.source.store, "forget_connections", None)
        if forget is not None:
            self.s.driver.call(forget)

    def dies(self, broker: Broker) -> bool:
        """Let a relay die while it sends what is there; whether it did, and did not just go on.

        What gathers the answers of several tasks may take the end of one for an answer, and write it down in a store
        that nobody can keep it from. The end of a process is no answer.
        """
        self.relay(broker)
        if broker.goes_on:
            self.s.learned = "a relay that goes on after the end of one of its tasks cannot be killed in this store"
        return broker.dead and not broker.goes_on

    def works(self, broker: Broker, *, limit: int = MANY) -> None:
        """Let a relay send what is there; not evaluated where it fails, for no reason that the clause has given."""
        answer = self.relay(broker, limit=limit)
        if not isinstance(answer, Returned):
            self.s.not_evaluated(f"the relay fails: {told(answer)}")

    def _run(self, adapter: Any, broker: Broker, limit: int) -> Answer:
        publish = broker.function(awaited=self.s.manner.asynchronous)
        try:
            return self.s.driver.call(self.outbox.relay, adapter, publish, **self._named(limit))
        except BaseException as error:
            if not is_death(error):
                raise
            return Raised(error)

    def racing(self, broker: Broker, *, ahead: timedelta = timedelta(0)) -> RacingClient:
        """A relay that works at the same time as another one.

        Args:
            broker: to whom it publishes.
            ahead: how much later it is for it.
        """
        named = self._named(MANY)
        if "now" in named:
            named["now"] += ahead
        publish = broker.function(awaited=self.s.manner.asynchronous)

        def run(adapter: Any) -> Any:
            return self.outbox.relay(adapter, publish, **named)

        operation = as_operation("relay", run, awaited=self.s.manner.asynchronous)
        return RacingClient(self.s.source.connect, [PreparedCall(operation, text=lambda: "relay(uow, publish)")])

    def recognise(self, sent: Iterable[str], rows: Iterable[str]) -> None:
        """See that what was published is known among the rows.

        Raises:
            ContractError: none of it is.
        """
        sent, rows = list(sent), list(rows)
        if sent and not set(sent) & set(rows):
            raise ContractError(
                f"the relay publishes {sent[0]!r}, and rows has {rows[0]!r}: nothing says which message that is",
                "let rows give the ids that messages have, or say where they have them: Outbox(id=lambda message: ...)",
            )

    def _named(self, limit: int) -> dict[str, Any]:
        given = {"limit": limit, "now": self.now}
        return {name: value for name, value in given.items() if self.outbox.takes(name)}

    def _line(self, client: Client, limit: int) -> str:
        more = f", limit={limit}" if self.outbox.takes("limit") and limit != MANY else ""
        return f"{'await ' if self.s.manner.asynchronous else ''}relay({client.name}, publish{more})"

    def _listed(self, name: str) -> list[str]:
        with self.s.client() as client:
            answer = self.s.driver.call(getattr(self.outbox, name), client.adapter)
            if isinstance(answer, Raised):
                raise ContractError(
                    f"{name} of the outbox of {self.s.binding.contract.__name__} {raising(answer.error)}",
                    "correct it: it is called with the adapter, outside of any unit",
                ) from answer.error
            return self.messages.rows(name, answer.value if isinstance(answer, Returned) else answer.error)


def _spoken(time: timedelta) -> str:
    return f"{time.days} day{'s' * (time.days > 1)}" if time.days else f"{time.total_seconds():g} seconds"


def as_operation(name: str, run: Callable[[Any], Any], *, awaited: bool) -> OperationCall:
    """A function of an adapter that the contract gives, as an operation; what it answers may be still to be awaited."""

    async def run_awaited(adapter: Any) -> Any:
        value = run(adapter)
        return await value if inspect.isawaitable(value) else value

    return OperationCall(name, run_awaited if awaited else run, (), awaited=awaited, written=True)
