"""A unit of work that is open: what a clause does inside of it, and what comes out of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NoReturn, Protocol

from dovetail.errors import ContractError
from dovetail.policies import Answer, Failed, Raised, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Line
from dovetail.suites.unit_of_work.hosts.in_task import InTask
from dovetail.suites.unit_of_work.hosts.in_thread import InThread
from dovetail.suites.unit_of_work.hosts.script import Script
from dovetail.suites.unit_of_work.manner import Manner
from dovetail.suites.unit_of_work.repositories import Entry, Found, Repository, UnitDriver, find, held
from dovetail.values import code


class Home(Protocol):
    """What an open unit asks of the scenario that it is part of."""

    driver: Driver
    lines: list[Line]
    reached: set[str]
    begun: list[OpenUnit]

    @property
    def manner(self) -> Manner:
        """How units are begun and ended."""

    @property
    def repositories(self) -> dict[str, Repository]:
        """The repositories of its units, in the words of their contracts."""

    def say(self, line: Line) -> None:
        """Remember a line."""

    def ended(self, unit: OpenUnit) -> None:
        """Note that a unit is over."""

    def no_case(self, reason: str) -> NoReturn:
        """The clause says nothing about units such as this one."""


class Client:
    """Who begins units of work: a connection of its own to the store, and the adapter over it.

    Attributes:
        adapter: the adapter.
        context: what is left to close its connection.
        name: what it is called in the scenario.
    """

    def __init__(self, adapter: Any, context: Any, name: str) -> None:
        self.adapter = adapter
        self.context = context
        self.name = name


class OpenUnit:
    """A unit of work, from its beginning on.

    Attributes:
        client: who began it.
        entered: what the beginning answered.
        left: what came out of it, once it is over.
        emitted: what `emits` of the contract gave, for each event that came up in it.
        runs: how often it has run what it was given, where it takes a function.
    """

    def __init__(self, scenario: Home, client: Client, manner: Manner, *, apart: bool = False) -> None:
        self._s = scenario
        self._manner = manner
        self._apart = apart
        self._script = Script(self._part)
        self.client = client
        self.host = manner.host(scenario.driver, client.adapter, self._script, apart=apart)
        self._lines = 0
        self.entered: Answer = Returned(None)
        self.left: Answer | None = None
        self.emitted: list[Any] = []

    @property
    def runs(self) -> int:
        """How often it has run what it was given."""
        return self._script.runs

    @property
    def unit(self) -> Any:
        """What has the repositories: what the beginning gave, else the adapter itself."""
        given = self.entered.value if isinstance(self.entered, Returned) else None
        return self.client.adapter if given is None else given

    @property
    def name(self) -> str:
        """What that is called in the scenario."""
        return self.client.name if self.unit is self.client.adapter else self.client.name.replace("uow", "unit")

    def begin(self) -> Answer:
        """Begin it: what that answers."""
        place = len(self._s.lines)
        self.entered = self.host.open()
        if self._apart:
            self._s.lines.insert(place, f"# {self.client.name} begins a unit")
        elif self._manner.explicit:
            if (begin := self._manner.operation("begin", self.client.adapter)) is not None:
                self._s.say(f"{self._await(begin[1])}{self.client.name}.{begin[0]}()")
        else:
            self._s.lines.insert(place, self._manner.header(self.client.name, self.name))
        self._lines = len(self._s.lines)
        return self.entered

    def repository(self, path: str) -> Repository:
        """One of its repositories, in the words of its contract; what it is asked is asked inside of this unit."""
        repository = self._s.repositories[path]
        driver: UnitDriver = repository.driver
        driver.host = self.host
        # Asked for inside of the unit too: it may be a property that looks for the session of its thread or task.
        answer = self.host.call(held, path, self.unit, self.client.adapter)
        if isinstance(answer, Raised):
            raise _no_repository(path, self.client.adapter, answer.error)
        repository.use(answer.value if isinstance(answer, Returned) else answer.error, f"{self.name}.{path}")
        return repository

    def add(self, entry: Entry, *, emits: Callable[[Any, Any], Any] | None = None) -> Reply:
        """Store an aggregate for the first time.

        Args:
            entry: the aggregate.
            emits: has an event come up before, given the unit and the very object that is stored.
        """
        repository = self.repository(entry.path)
        twin = repository.copy_of(entry.aggregate)
        if emits is not None:
            self._s.say(f"# an event comes up: emits({self.name}, {entry.name})")
            emitted = Reply(self.host.call(emits, self.unit, twin))
            if not isinstance(emitted.answer, Returned):
                return emitted
            self.emitted.append(emitted.value)
        entry.added = twin
        return repository.add(twin, prepared=True)

    def change(self, entry: Entry) -> Reply:
        """Load an aggregate, change it, and save it where its repository has a way to."""
        repository = self.repository(entry.path)
        return self.save(entry.path, repository.change(repository.load(entry.known)))

    def save(self, path: str, changed: Any) -> Reply:
        """Save a changed aggregate; where nothing saves, whoever gave it keeps track of it."""
        repository = self.repository(path)
        if repository.binding.offers("save", "update"):
            return repository.save(changed)
        if not repository.binding.mapped:
            self._s.no_case(f"{path} has no way to save a change")
        return Reply(Returned(None))

    def delete(self, entry: Entry) -> Reply:
        return self.repository(entry.path).delete(entry.known)

    def find(self, entry: Entry) -> Found:
        """Ask for an aggregate."""
        return find(self.repository(entry.path), entry)

    def operation(self, word: str) -> tuple[str, Callable[..., Any]] | None:
        """What the unit does under a word of the contract, and its name; None where it has no such thing."""
        unit, adapter = self.unit, self.client.adapter
        return self._manner.operation(word, unit, adapter if adapter is not unit else None)

    def do(self, word: str) -> Reply | None:
        """Do what the unit does under a word of the contract, such as `commit`; None where it has no such thing."""
        found = self.operation(word)
        if found is None:
            return None
        name, function = found
        self._s.reached.add(name)
        self._s.say(f"{self._await(function)}{self.name}.{name}()")
        return Reply(self.host.call(function))

    def commit(self) -> Reply | None:
        """Commit what was done; None where the unit commits when it is left."""
        return self.do("commit")

    def leave(self, error: BaseException | None = None) -> Answer:
        """End it, with an error where one is given: what comes out of it."""
        if error is not None:
            self._s.say(f"raise {_raised(error)}")
        return self._over(self.host.close(error))

    def complete(self) -> Answer:
        """Commit and leave it, as a caller does: what came out of that."""
        reply = self.commit()
        if reply is None or isinstance(reply.answer, Returned):
            return self.leave()
        if isinstance(reply.answer, Raised):
            return self._over(self.host.close(reply.answer.error))
        self.leave()
        return reply.answer

    def fail(self, answer: Answer) -> Answer:
        """Leave it since one of its operations did not succeed, as a caller does who does not look."""
        if isinstance(answer, Raised):
            return self._over(self.host.close(answer.error))
        left = self.leave()
        return left if isinstance(answer, Returned) else answer

    def give_up(self) -> None:
        """Leave it, whatever it is at, since the scenario is over."""
        if self.left is None:
            self.left = Returned(None)
            give_up = getattr(self.host, "give_up", None)
            if give_up is not None:
                give_up()
            elif isinstance(self.entered, Returned):
                self.host.close(_Over())
        self.indent()

    def resumed(self) -> Answer:
        """What a call answers that had to wait for another unit."""
        assert isinstance(self.host, (InTask, InThread))  # nobody else waits
        answer = self.host.resume()
        if self.left is not None:
            self.left = answer
        return answer

    @property
    def task(self) -> InTask | None:
        """The task in which it runs; None where it runs in none."""
        return self.host if isinstance(self.host, InTask) else None

    def _over(self, answer: Answer) -> Answer:
        self.left = answer
        if self._apart:
            self._s.say(f"# the unit of {self.client.name} ends")
        self._s.ended(self)
        return answer

    def indent(self) -> None:
        """Move what was done inside of it to the right."""
        if not (self._manner.explicit or self._apart):
            for place in range(self._lines, len(self._s.lines)):
                self._s.lines[place] = _indented(self._s.lines[place])
        self._lines = len(self._s.lines)

    def _part(self, value: Any, before: Any, now: Any) -> Any:
        """Of a later run of the body, the part that stands where a value stood in the first."""
        for path in self._s.repositories:
            there = held(path, now, self.client.adapter)
            if type(value) is type(there):
                return there
        return now if value is before else value

    def _await(self, function: Any) -> str:
        return "await " if self._manner.asynchronous and inspect.iscoroutinefunction(function) else ""


class _Over(Exception):  # noqa: N818 - the end of a scenario
    """What the block of a unit raises that nobody is going to need any more."""


def _no_repository(path: str, adapter: Any, error: BaseException) -> ContractError:
    if isinstance(error, ContractError):
        return error
    return ContractError(
        f"{path} of {type(adapter).__name__} cannot be had while its unit of work is open: it {raising(error)}",
        f'say in the contract where the repository is: repositories = {{"repositories.{path}": ...}}',
    )


def told(answer: Answer) -> str:
    """What came out of a unit, in few words."""
    if isinstance(answer, Raised):
        return f"{type(answer.error).__name__}: {answer.error}" if str(answer.error) else type(answer.error).__name__
    return f"a failure that holds {code(answer.error)}" if isinstance(answer, Failed) else "no error"


def _raised(error: BaseException) -> str:
    text = str(error)
    return f"{type(error).__name__}({text!r})" if text else f"{type(error).__name__}()"


def _indented(line: Line) -> Line:
    if isinstance(line, str):
        return f"    {line}"
    return lambda: "\n".join(f"    {each}" for each in line().splitlines())


_ONE_FOR_ALL = (
    "all clients have one unit: MemoryStore gives each its own where the unit has a required parameter, a dict"
)


def begins_beside(s: Home, client: Client) -> None:
    """A client begins a unit that is its own, and not the one that another client is inside of."""
    inside = any(each.client is not client and each.client.adapter is client.adapter for each in s.begun)
    if s.manner.same and inside:
        s.no_case(_ONE_FOR_ALL)
