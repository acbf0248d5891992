"""What units of work say to the repositories that they hold, in the words of their own contracts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from dovetail.errors import ContractError
from dovetail.policies import Answer, Returned
from dovetail.suites.calls.attributes import reader
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.clients import Conduct
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Line
from dovetail.suites.unit_of_work.hosts.host import Host
from dovetail.values import Picture, identical

T = TypeVar("T")


class Repository(Protocol):
    """The words of a scenario that is about a repository."""

    binding: Any
    driver: Any
    called: str
    lines: list[Line]

    def aggregate(self) -> Any:
        """A valid aggregate, unlike any other of the scenario."""

    def prepare(self, aggregate: Any) -> None:
        """Put in what an aggregate refers to."""

    def add(self, aggregate: Any, *, prepared: bool = False) -> Reply:
        """Save an aggregate for the first time."""

    def copy_of(self, aggregate: Any) -> Any:
        """A copy under the same name."""

    def adding(self, aggregate: Any) -> PreparedCall:
        """The call that saves an aggregate for the first time."""

    def prepared(self, operation: Any, **given: Any) -> PreparedCall:
        """A call of an operation with a value for each role."""

    def hold(self, aggregate: Any, reply: Reply) -> Any:
        """The object that an operation answered with for a stored aggregate."""

    def load(self, aggregate: Any) -> Any:
        """The stored aggregate, as another object."""

    def change(self, aggregate: Any) -> Any:
        """The aggregate, changed as the domain does."""

    def save(self, aggregate: Any) -> Reply:
        """Save an aggregate that is stored."""

    def delete(self, aggregate: Any) -> Reply:
        """Delete an aggregate."""

    def get(self, key: Any) -> Reply:
        """Ask for a key."""

    def key(self, aggregate: Any) -> Any:
        """An aggregate's key."""

    def told_apart(self, call: PreparedCall, answer: Answer) -> Answer:
        """An answer to a call; what the contract makes of the key of what is absent is said to be that."""

    def is_absent(self, answer: Answer) -> bool:
        """Whether an answer of get says that nothing is stored."""

    def name_of(self, aggregate: Any) -> str:
        """What an aggregate is called in the scenario."""

    def use(self, adapter: Any, called: str) -> None:
        """Go on with an adapter that is open already."""


WORDS = ("aggregate", "copy_of", "add", "load", "change", "get", "is_absent", "use")
"""What a contract must have words for, so that its adapters may be part of a unit of work."""


@dataclass(eq=False, slots=True)
class Entry:
    """An aggregate of a scenario, and the repository in which it is kept.

    Attributes:
        path: the unit's attribute that is the repository.
        aggregate: the aggregate.
        name: what it is called in the scenario.
        line: the line of the scenario that makes it.
        added: the very copy that was added last, which knows its key where the store gives that; None before.
    """

    path: str
    aggregate: Any
    name: str
    line: Line
    added: Any = None

    @property
    def known(self) -> Any:
        """The object by whose key it is asked for."""
        return self.aggregate if self.added is None else self.added


@dataclass(frozen=True, slots=True)
class Found:
    """What a unit of work sees of an aggregate.

    Attributes:
        reply: the reply to get.
        picture: what was found; None where it is absent.
    """

    reply: Reply
    picture: Picture | None

    @property
    def there(self) -> bool:
        """Whether it is stored."""
        return self.picture is not None

    def same(self, other: Found) -> bool:
        """Whether both times the same was found."""
        if self.picture is None or other.picture is None:
            return self.picture is other.picture
        return identical(self.picture, other.picture)

    def __str__(self) -> str:
        return str(self.reply) if self.there else f"absent ({self.reply})"


class UnitDriver(Driver):
    """Lets what a repository is asked be done inside of the unit that holds it.

    Attributes:
        host: runs the body of that unit; None outside of any.
    """

    def __init__(self, driver: Driver) -> None:
        super().__init__()
        self._outside = driver
        self.host: Host | None = None

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        where = self._outside if self.host is None else self.host
        return where.call(function, *args, _awaited=_awaited, **kwargs)

    def settle(self, value: Any) -> Any:
        return self._outside.settle(value)

    def at_the_same_time(self, conduct: Conduct[T], *, awaited: bool) -> T:
        return self._outside.at_the_same_time(conduct, awaited=awaited)


def find(repository: Repository, entry: Entry) -> Found:
    """Ask a repository for an aggregate."""
    reply = repository.get(repository.key(entry.known))
    absent = not isinstance(reply.answer, Returned) or repository.is_absent(reply.answer)
    return Found(reply, None if absent else reply.picture)


def part(unit: Any, path: str) -> Any:
    """A part of a unit: `orders`, `repositories.orders`, or `orders()` where a method gives it.

    Raises:
        AttributeError: it has none.
    """
    for step in path.split("."):
        name = step.removesuffix("()")
        unit = reader(name)(unit)
        unit = unit() if step.endswith("()") else unit
    return unit


def held(path: str, *owners: Any) -> Any:
    """The repository that one of some objects has.

    Raises:
        ContractError: none of them has it.
    """
    tried: Exception | None = None
    for owner in owners:
        if owner is not None:
            try:
                return part(owner, path)
            except (AttributeError, KeyError) as error:
                tried = error
    names = " or ".join(type(each).__name__ for each in owners if each is not None)
    raise ContractError(
        f"{names} has no {path} while its unit of work is open: {tried}",
        f'say in the contract where it is: repositories = {{"repositories.{path}": ...}}',
    ) from tried
