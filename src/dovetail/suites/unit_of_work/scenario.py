"""The language of clauses on units of work: clients that begin units, aggregates stored in them, what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import Any, NoReturn

from dovetail.errors import ContractError
from dovetail.policies import Answer, Returned
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.source import Source
from dovetail.suites.unit_of_work.binding import UnitBinding
from dovetail.suites.unit_of_work.hosts.in_task import InTask
from dovetail.suites.unit_of_work.hosts.in_thread import InThread
from dovetail.suites.unit_of_work.manner import Manner, read_manner
from dovetail.suites.unit_of_work.repositories import WORDS, Entry, Found, Repository, UnitDriver
from dovetail.suites.unit_of_work.units import Client, OpenUnit, begins_beside, told

_ROUNDS = 4  # in which what cannot be stored is drawn again
_NAMES = ("uow", "other_uow", "third_uow", "fourth_uow")


class Refused(Exception):  # noqa: N818 - an error of the domain's, as one of the user's is
    """What the body of a unit raises in a scenario: the domain refuses to go on."""


class UnitScenario(PortScenario):
    """One example of a clause on units of work.

    Attributes:
        binding: the unit in the contract's words.
        repositories: by the unit's attribute, the repository there in the words of its own contract.
        begun: the units that are open.
    """

    binding: UnitBinding

    def __init__(self, binding: UnitBinding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self.called = _NAMES[0]
        self._clients: list[Client] = []
        self.begun: list[OpenUnit] = []

    @cached_property
    def repositories(self) -> dict[str, Repository]:
        return {path: self._joined(path, contract) for path, contract in self.binding.repositories.items()}

    def _joined(self, path: str, contract: Any) -> Repository:
        repository: Any = self.joined(contract)
        if not all(hasattr(repository, word) for word in WORDS):
            raise ContractError(
                f"repositories of {self.binding.contract.__name__} says that {path} keeps a {contract.__name__}, "
                "which is no contract of a repository",
                f'name one: {{"{path}": OrderRepositoryContract}}',
            )
        repository.driver = UnitDriver(self.driver)
        return repository  # type: ignore[no-any-return]

    @property
    def paths(self) -> list[str]:
        """The attributes of the unit at which aggregates can be added and asked for again."""
        able = [
            path
            for path, each in self.repositories.items()
            if each.binding.offers("add", "save") and each.binding.offers("get")
        ]
        if not able:
            self.no_case("no repository of the unit has both a way to add and a get")
        return able

    @cached_property
    def manner(self) -> Manner:
        """How the units of this adapter are begun and ended."""
        awaited = any(each.awaited for held in self.repositories.values() for each in held.binding.operations.values())
        with self.client() as client:
            return read_manner(client.adapter, self.binding.operations, awaited=awaited)

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A client of its own, while it is needed; the only one there is, where each has a store of its own."""
        name = _NAMES[min(len(self._clients), len(_NAMES) - 1)]
        if self.alone:
            yield Client(self.adapter, nullcontext(), _NAMES[0])
            return
        outer, self._context, self._adapter = (self._context, self._adapter), None, None
        try:
            client = Client(self.adapter, self._context, name)
        finally:
            self._context, self._adapter = outer
        self._clients.append(client)
        try:
            yield client
        finally:
            self.close(client)

    @cached_property
    def commits_explicitly(self) -> bool:
        """Whether the unit has a commit that its caller calls; it commits when it is left where it has none."""
        with self.unrecorded(), self.client() as client:
            unit = self.unit(client)
            found = unit.operation("commit")
            unit.leave()
        return found is not None

    def can_change(self, entry: Entry) -> bool:
        """Whether an aggregate can be changed inside of a unit: its repository saves it again, or keeps track of it."""
        binding = self.repositories[entry.path].binding
        return bool(binding.mapped or binding.offers("save", "update"))

    def begin(
        self, client: Client, *, apart: bool = False, patience: float | None = None, cancel_at: int | None = None
    ) -> OpenUnit:
        """Begin a unit, whatever that answers.

        Args:
            client: who begins it.
            apart: whether it is to have a thread or a task of its own; what is async has one in any case.
            patience: how many seconds an answer of it is waited for, where it may have to wait for another unit.
            cancel_at: the number of the wait at which its task is cancelled, where it is async.
        """
        begins_beside(self, client)
        unit = OpenUnit(self, client, self.manner, apart=apart)
        if unit.task is not None:
            unit.task.cancel_at = cancel_at
        if patience is not None and isinstance(unit.host, (InTask, InThread)):
            unit.host.patience = patience
        self.begun.append(unit)
        if not isinstance(unit.begin(), Returned):
            self.ended(unit)
            unit.left = unit.entered
        return unit

    def unit(self, client: Client, *, apart: bool = False) -> OpenUnit:
        """Begin a unit that is needed for what the clause asks; not evaluated where it cannot be begun."""
        unit = self.begin(client, apart=apart)
        if not isinstance(unit.entered, Returned):
            more = "; where a unit serves once, give a store, e.g. MemoryStore(InMemoryUnit)" if self.alone else ""
            self.not_evaluated(f"a unit of work cannot be begun: {told(unit.entered)}{more}")
        return unit

    @contextmanager
    def adding(self, entry: Entry, *, emits: Callable[[Any, Any], Any] | None = None) -> Iterator[OpenUnit]:
        """A unit of a client of its own, in which an aggregate was added; the arguments are those of `OpenUnit.add`."""
        with self.client() as client:
            unit = self.unit(client)
            self.done(unit, unit.add(entry, emits=emits).answer)
            yield unit

    def ended(self, unit: OpenUnit) -> None:
        if unit in self.begun:
            self.begun.remove(unit)
            unit.indent()

    def entries(self, *numbers: int) -> list[Entry]:  # noqa: RET503 - not_evaluated never returns
        """Aggregates that can be stored, each for the repository of that number: a column may rightly refuse a value.

        Not evaluated where what was drawn is refused, so that a clause which met nothing else is not held.
        """
        drawn = self.untried(*numbers)
        refusal: str | None = ""
        for _ in range(_ROUNDS):
            refusal = self._refusal(drawn)
            if refusal is None:
                return drawn
            drawn = [each if self._refusal([each]) is None else self._another(each) for each in drawn]
        self.not_evaluated(refusal or "")

    def _refusal(self, entries: list[Entry]) -> str | None:
        """Why aggregates cannot be stored; None where they can."""
        with self.unrecorded():
            answer, found = self._tried(entries)
        if not isinstance(answer, Returned):
            return f"what was drawn cannot be stored: {told(answer)}"
        return None if all(each.there for each in found) else "what was committed is not found"

    def _another(self, entry: Entry) -> Entry:
        """Another aggregate in the place of one that cannot be stored."""
        self.lines.remove(entry.line)
        return self._drawn(entry.path)

    def untried(self, *numbers: int) -> list[Entry]:
        """Aggregates, each for the repository of that number; it may be that they cannot be stored."""
        paths = self.paths
        return [self._drawn(paths[number % len(paths)]) for number in numbers]

    def _drawn(self, path: str) -> Entry:
        repository = self.repositories[path]
        aggregate = repository.aggregate()
        line = self.lines[-1]
        repository.prepare(aggregate)
        return Entry(path, aggregate, repository.name_of(aggregate), line)

    def _tried(self, entries: list[Entry]) -> tuple[Answer, list[Found]]:
        """Store aggregates, ask for them, and begin again with an empty store."""
        with self._passing_client() as client:
            unit = self.unit(client)
            for each in entries:
                answer = unit.add(each).answer
                if not isinstance(answer, Returned):
                    unit.fail(answer)
                    break
            else:
                answer = unit.complete()
            found = self.look(*entries, client=client if self.alone else None) if isinstance(answer, Returned) else []
        if not self.alone:
            super().disconnect()
            self.clear()
            for each in entries:
                self.repositories[each.path].prepare(each.aggregate)
        return answer, found

    @property
    def alone(self) -> bool:
        """Whether each adapter has a store of its own, so that no second client sees what the first has done."""
        return self.source.store is None

    @contextmanager
    def _passing_client(self) -> Iterator[Client]:
        """A client whose doings nobody sees later."""
        if not self.alone:
            with self.client() as client:
                yield client
            return
        context = self.source.connect()
        adapter = self.driver.enter(context)
        try:
            yield Client(adapter, context, _NAMES[0])
        finally:
            self.driver.call(self.driver.leave, context)

    def stored(self, *entries: Entry) -> list[Found]:
        """Store aggregates in a unit of their own, before what the clause is about: what another unit sees of them."""
        with self.client() as client:
            unit = self.unit(client)
            for each in entries:
                self.done(unit, unit.add(each).answer)
            answer = unit.complete()
            if not isinstance(answer, Returned):
                self.set_aside(f"a commit fails: {told(answer)}", left_to_another_clause=True)
        found = self.look(*entries)
        if not all(each.there for each in found):
            self.set_aside("what was committed is not found", left_to_another_clause=True)
        return found

    def done(self, unit: OpenUnit, answer: Answer) -> None:
        """See that an operation inside of a unit succeeded; the example is set aside where it is refused."""
        if not isinstance(answer, Returned):
            unit.fail(answer)
            self.set_aside(f"the repository refuses what was drawn: {told(answer)}")

    def look(self, *entries: Entry, client: Client | None = None) -> list[Found]:
        """What a new unit of another client sees; of the same client, where that is the only one there is."""
        if client is None:
            with self.client() as another:
                return self.look(*entries, client=another)
        unit = self.unit(client)
        found = [unit.find(each) for each in entries]
        unit.leave()
        return found

    @property
    def sees_others(self) -> bool:
        """Whether a unit may be watched while it is open: each client has a connection of its own."""
        return self.source.concurrent

    def disconnect(self) -> Answer:
        self._give_up()
        return super().disconnect()

    def abandon(self, error: BaseException) -> None:
        self._give_up()
        super().abandon(error)

    def broken(self, expected: str, got: str, path: str = "", hint: str = "", **more: Any) -> NoReturn:
        for unit in reversed(self.begun):
            unit.indent()
        super().broken(expected, got, path, hint, **more)

    def _give_up(self) -> None:
        while self.begun:
            self.begun.pop().give_up()
        while self._clients:
            self.close(self._clients[-1])
        for repository in self.__dict__.get("repositories", {}).values():
            repository.use(None, "")  # what a finding keeps of them holds no connection

    def close(self, client: Client) -> None:
        """Close a client's connection, where that is not done yet."""
        if client in self._clients:
            self._clients.remove(client)
            self.driver.call(self.driver.leave, client.context)
