"""The words in which the clauses of a reader speak: what was written, and what is read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.calls.attributes import held_by, readable, reader
from dovetail.suites.calls.pages import at
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.source import Source
from dovetail.suites.reader.beside import FakeSides
from dovetail.suites.reader.binding import ReaderBinding
from dovetail.suites.reader.plain import NOTHING, plain
from dovetail.suites.reader.readings import Reading
from dovetail.values import identical
from dovetail.values.variants import variant


@dataclass(frozen=True, slots=True)
class Written:
    """An aggregate as the command side gives it, after it was committed.

    Attributes:
        key: its key.
        name: what it is called in the scenario.
        values: what it shows, as it was when it was read.
        views: by operation, the view that the contract says an operation gives of it.
        aggregate: the object itself; of a mapped class, its session may be over.
    """

    key: Any
    name: str
    values: Any
    views: dict[str, Any]
    aggregate: Any


class ReaderScenario(PortScenario):
    """A scenario that writes through the command side and asks the reader.

    Attributes:
        commands: the scenario of the command side, in its contract's own words.
    """

    binding: ReaderBinding
    called = "reader"

    def __init__(self, binding: ReaderBinding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self.commands = self.joined(binding.commands)
        self._kept: list[Any] = []

    @property
    def opened(self) -> Any:
        """What the source opens: an object with the reader and its command side."""
        return super().adapter

    @property
    def adapter(self) -> Any:
        """The reader over the current connection."""
        return self._side("reader")

    @property
    def is_fake(self) -> bool:
        """Whether it is the fake that the contract makes."""
        return isinstance(self.opened, FakeSides)

    def _side(self, name: str) -> Any:
        opened = self.opened
        held = at(opened, name)
        if held is None:
            raise ContractError(
                f"what {self.source.name} opens is a {type(opened).__name__}, which has no {name}",
                f"open both sides over one connection: adapter = beside(SqlReader, {self.binding.side}=SqlRepository)",
            )
        return held

    def writing(self) -> Any:
        """The command side, over the current connection."""
        self.commands.use(self._side(self.binding.side), self.binding.side)
        return self.commands

    def add(self, aggregate: Any) -> None:
        """Store an aggregate; the example says nothing where the command side does not take it."""
        if not isinstance(self.writing().add(aggregate).answer, Returned):
            self.set_aside(f"{self.binding.written.port.name} does not take it")
        self._kept.append(aggregate)

    def change(self, aggregate: Any) -> None:
        """Change a stored aggregate, as another object, and save it."""
        loaded = self.writing().load(aggregate)
        if not isinstance(self.commands.save(self.commands.change(loaded, needed=False)).answer, Returned):
            self.set_aside(f"{self.binding.written.port.name} does not take the change")

    def remove(self, aggregate: Any) -> None:
        if not isinstance(self.writing().delete(aggregate).answer, Returned):
            self.set_aside(f"{self.binding.written.port.name} does not delete it")
        self._kept = [each for each in self._kept if each is not aggregate]

    def can(self, *operations: str) -> bool:
        """Whether the command side offers one of these operations."""
        return any(each in self.binding.written.operations for each in operations)

    def end_connection(self) -> Answer:
        """Close the current connection; an adapter that has a store of its own stays, since another has another one."""
        return Returned(None) if self.source.separate else self.disconnect()

    def committed(self) -> None:
        """End the connection, so that what was written is committed, and bring what is read up to date."""
        if not self.source.separate:
            self.say("# through a new connection")
        closed = self.end_connection()
        if isinstance(closed, Raised):
            self.set_aside(f"the commit failed: {closed.error!r}")
        if self.binding.catch_up is not None and not self.is_fake:
            self._contract_calls("catch_up", self.binding.catch_up)
            self.end_connection()

    def rebuilt(self) -> None:
        """Make the read model anew."""
        assert self.binding.rebuild is not None  # else the clause does not apply
        if self.is_fake:
            self.set_aside("a fake reads what its command side keeps, and has no read model that could be rebuilt")
        self.say("# the read model is rebuilt")
        self._contract_calls("rebuild", self.binding.rebuild)
        self.end_connection()

    def _contract_calls(self, option: str, function: Callable[[Any], Any]) -> None:
        answer = self.driver.call(function, self.opened)
        if isinstance(answer, Raised):
            raise ContractError(
                f"{option} of the contract raised {type(answer.error).__name__}: {answer.error}",
                "it is called with what the store or the adapter opens: correct it",
            ) from answer.error

    def several(self, least: int, most: int, *, emptied: str | None = None) -> list[Any]:
        """Aggregates of which some agree in one attribute, as rows with equal sort keys do; none is stored yet.

        Args:
            least: as many at least.
            most: as many at most.
            emptied: an attribute in which one of them has 0 or False, and another one something else.
        """
        written = self.binding.written
        found: list[Any] = []
        common = ""
        empty = _EmptyAndNot(emptied)
        for _ in range(least + self.some(most - least)):
            drawn = self.draw(written.aggregates)
            if found:
                names = [each for each in readable(drawn) if each not in {*written.key.attributes, *written.distinct}]
                common = common or (self.one_of(["", *names]) if names else "")
                twin = variant(drawn, common, getattr(found[0], common)) if common else None
                drawn = drawn if twin is None else twin
            found.append(self.commands.keep(empty.made_of(drawn)))
        return found

    def stored(self, least: int, most: int, *, emptied: str | None = None) -> list[Any]:
        """Several aggregates, which are stored and committed; the arguments are those of `several`."""
        aggregates = self.several(least, most, emptied=emptied)
        for each in aggregates:
            self.add(each)
        self.committed()
        return aggregates

    def known(self) -> list[Written]:
        """What is stored, as the command side gives it; no line of the scenario."""
        found = []
        with self.unrecorded():
            for each in self._kept:
                commands = self.writing()
                reply = commands.get(commands.key(each))
                if not isinstance(reply.answer, Returned) or commands.is_absent(reply.answer):
                    self.set_aside("the command side does not find what it stored", left_to_another_clause=True)
                loaded = reply.value
                views = {name: view(loaded) for name, view in self.binding.views.items()}
                found.append(Written(commands.key(each), commands.name_of(each), plain(loaded), views, loaded))
        return found

    def asked(self, reading: Reading, **given: Any) -> Reply:
        """Ask the reader, in a connection of its own where a unit of work commits."""
        return self.call(reading.call, **given)

    def views(self, reading: Reading, reply: Reply) -> list[Any] | None:
        """The views that an operation gave; None where it gave no list of them."""
        held = reply.value if reading.page is None else reading.page.items_of(reply.value)
        return list(held) if isinstance(held, (list, tuple, set, frozenset)) else None

    def total(self, reading: Reading, reply: Reply) -> Any:
        """The total that a page says, or None."""
        return None if reading.page is None else reading.page.total_of(reply.value)

    def key_of(self, view: Any, known: list[Written]) -> Any:
        """The key of the aggregate that a view is of; `NOTHING` where nothing says which that is."""
        if any(same_key(view, each.key) for each in known):
            return view
        values = plain(view)
        shown = vars(values) if hasattr(values, "__dict__") else {}
        return next((shown[name] for name in self.binding.key_names if name in shown), NOTHING)

    def aggregate_of(self, view: Any, known: list[Written], reading: Reading) -> Written | None:
        if reading.name in self.binding.views:
            same = [each for each in known if identical(each.views[reading.name], view)]
            if same:
                return same[0]
        key = self.key_of(view, known)
        return next((each for each in known if same_key(key, each.key)), None)

    def value_of(self, aggregate: Any, path: str) -> Any:
        """What an aggregate has at a path; `NOTHING` where it has no such thing."""
        try:
            return reader(path)(aggregate)
        except Exception:  # noqa: BLE001 - the path leads through None, or a property refuses
            return NOTHING

    @property
    def noun(self) -> str:
        """What an aggregate is called."""
        return snake(self.binding.written.aggregate.__name__)


_EMPTY_AND_NOT: dict[type, list[Any]] = {bool: [False, True], int: [0, 1]}


class _EmptyAndNot:
    """Gives the first aggregate the empty value of an attribute and the second another one, where they may have it."""

    def __init__(self, attribute: str | None) -> None:
        self._attribute = attribute
        self._made = 0

    def made_of(self, drawn: Any) -> Any:
        """An aggregate as it is to be stored."""
        if self._attribute is None:
            return drawn
        values = _EMPTY_AND_NOT.get(type(getattr(drawn, self._attribute, None)), [])[self._made :]
        self._made += 1
        return drawn if not values else variant(drawn, self._attribute, values[0]) or drawn


def same_key(shown: Any, key: Any) -> bool:
    """Whether what a view shows is a key, as it is or without its class, or as text."""
    return any(identical(shown, each) for each in _forms(key))


def _forms(key: Any) -> Iterator[Any]:
    yield key
    raw = held_by(key)
    yield raw
    if not isinstance(raw, str):
        yield str(raw)
