"""One small aggregate behind ports of many shapes, each with the contract that a team would write for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import result
from returns.maybe import Maybe
from returns.result import Result

from dovetail import RepositoryContract, fails, ignores, raises, replaces, returns


class State(Enum):
    OPEN = "open"
    DONE = "done"


@dataclass
class Task:
    id: str
    title: str
    state: State = State.OPEN
    notes: list[str] = field(default_factory=list)

    def finish(self) -> None:
        self.state = State.DONE

    def note(self, text: str) -> None:
        self.notes.append(text)

    def rename(self, title: str) -> None:
        self.title = title


class TaskNotFound(Exception):
    def __init__(self, task_id: str) -> None:
        super().__init__(f"no task {task_id!r}")
        self.task_id = task_id


class Taken(Exception):
    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field} {value!r} is taken")


@runtime_checkable
class SyncTasks(Protocol):
    def save(self, task: Task) -> None: ...
    def get(self, task_id: str) -> Task | None: ...
    def delete(self, task_id: str) -> bool: ...
    def exists(self, task_id: str) -> bool: ...
    def all(self) -> list[Task]: ...
    def count(self) -> int: ...


class SyncContract(RepositoryContract):
    port = SyncTasks


class AsyncTasks(ABC):
    @abstractmethod
    async def put(self, task: Task) -> Task: ...
    @abstractmethod
    async def fetch(self, task_id: str) -> Task: ...
    @abstractmethod
    async def discard(self, task: Task) -> int: ...
    @abstractmethod
    def stream(self) -> AsyncIterator[Task]: ...


class AsyncContract(RepositoryContract):
    port = AsyncTasks
    missing = raises(TaskNotFound)
    missing_delete = ignores()
    operations = {"all": "stream"}


class HelpfulTasks(ABC):
    """A port with methods of its own, in terms of those that are left open."""

    @abstractmethod
    def save(self, task: Task) -> None: ...

    @abstractmethod
    def find(self, task_id: str) -> Task | None: ...

    def refresh(self) -> None:  # noqa: B027 - a hook
        """Nothing to do, unless an adapter says so."""

    def require(self, task_id: str) -> Task:
        task = self.find(task_id)
        if task is None:
            raise TaskNotFound(task_id)
        return task


class HelpfulContract(RepositoryContract):
    port = HelpfulTasks


class SeenTasks(ABC):
    """A port that keeps track of what it has seen, with private halves for its adapters."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def add(self, task: Task) -> None:
        self._add(task)
        self.seen.append(task.id)

    def get(self, task_id: str) -> Task | None:
        task = self._get(task_id)
        if task is not None:
            self.seen.append(task.id)
        return task

    def get_by_note(self, text: str) -> Task | None:
        return self._get_by_note(text)

    @abstractmethod
    def _add(self, task: Task) -> None: ...

    @abstractmethod
    def _get(self, key: str) -> Task | None: ...

    @abstractmethod
    def _get_by_note(self, text: str) -> Task | None: ...


class SeenContract(RepositoryContract):
    port = SeenTasks
    queries = {"get_by_note": lambda task, text: text in task.notes}
    duplicate = raises(Taken)


class RowTasks(ABC):
    """A port whose public methods stand on private ones of other names."""

    def save(self, task: Task) -> None:
        self._write_row(vars(task))

    def get(self, task_id: str) -> Task | None:
        row = self._read_row(task_id)
        return Task(**row) if row else None

    @abstractmethod
    def _write_row(self, row: dict[str, Any]) -> None: ...

    @abstractmethod
    def _read_row(self, key: str) -> dict[str, Any]: ...


class RowContract(RepositoryContract):
    port = RowTasks


class ResultTasks(Protocol):
    def save(self, task: Task) -> result.Result[None, str]: ...
    def get(self, task_id: str) -> result.Result[Task, str]: ...
    def find_by_state(self, state: State) -> result.Result[list[Task], str]: ...
    def remove(self, task_id: str) -> result.Result[None, str]: ...


class ResultContract(RepositoryContract):
    port = ResultTasks
    missing_delete = fails("not found")


class ReturnsTasks(Protocol):
    async def save(self, task: Task) -> Result[Task, Exception]: ...
    async def get(self, task_id: str) -> Result[Task, TaskNotFound]: ...
    async def remove(self, task_id: str) -> Result[bool, TaskNotFound]: ...


class ReturnsContract(RepositoryContract):
    port = ReturnsTasks
    missing = fails(TaskNotFound)
    missing_delete = fails(TaskNotFound)


class MaybeTasks(Protocol):
    def save(self, task: Task) -> None: ...
    def get(self, task_id: str) -> Maybe[Task]: ...


class MaybeContract(RepositoryContract):
    port = MaybeTasks


T = TypeVar("T")


class Problem(Enum):
    NOT_FOUND = "not found"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Outcome(Generic[T]):
    is_ok: bool
    value: T | None = None
    error: Problem | None = None


class OutcomeTasks(Protocol):
    def add(self, task: Task) -> Outcome[None]: ...
    def update(self, task: Task) -> Outcome[None]: ...
    def get(self, task_id: str) -> Outcome[Task]: ...


class OutcomeContract(RepositoryContract):
    port = OutcomeTasks
    missing = fails(Problem.NOT_FOUND)
    missing_update = fails(Problem.NOT_FOUND)
    duplicate = fails(Problem.CONFLICT)


class Reply(Generic[T]):
    """A Result of a team's own, made by class methods alone."""

    _value: T | None
    _error: str | None

    @classmethod
    def ok(cls, value: T) -> Reply[T]:
        return cls._made(value, None)

    @classmethod
    def fail(cls, error: str) -> Reply[T]:
        return cls._made(None, error)

    @classmethod
    def _made(cls, value: T | None, error: str | None) -> Reply[T]:
        made = cls()
        made._value, made._error = value, error
        return made

    @property
    def is_success(self) -> bool:
        return self._error is None

    @property
    def value(self) -> T | None:
        return self._value

    @property
    def error(self) -> str | None:
        return self._error


class ReplyTasks(Protocol):
    def store(self, task: Task) -> Reply[str]: ...
    def get(self, task_id: str) -> Reply[Task | None]: ...


class ReplyContract(RepositoryContract):
    port = ReplyTasks
    missing = returns(None)


class EditedTasks(Protocol):
    def create(self, task: Task) -> str: ...
    def modify(self, task: Task) -> Task | None: ...
    def get_by_id(self, id: str) -> Task: ...
    def delete(self, task: Task) -> Task | None: ...
    def size(self) -> int: ...


class EditedContract(RepositoryContract):
    port = EditedTasks
    missing = raises(TaskNotFound)
    duplicate = replaces()


class UpdatedTasks(Protocol):
    def add(self, task: Task, /) -> bool: ...
    def update(self, task: Task, /) -> bool: ...
    def get(self, *, task_id: str) -> Task | None: ...
    def remove(self, *, task_id: str) -> int: ...
    def list_all(self, *, state: State | None = None, limit: int = 10, offset: int = 0) -> Sequence[Task]: ...
    def find_by_title(self, title: str, *, page: int = 1, page_size: int | None = None) -> tuple[Task, ...]: ...


class UpdatedContract(RepositoryContract):
    port = UpdatedTasks
    duplicate = ignores()
    missing_delete = returns(0)
    order = {"list_all": lambda task: task.title}


Item = TypeVar("Item")
Id_contra = TypeVar("Id_contra", contravariant=True)


class Repository(Protocol[Item, Id_contra]):
    def save(self, item: Item) -> None: ...
    def get(self, id: Id_contra) -> Item | None: ...
    def list(self) -> Iterator[Item]: ...


class GenericTasks(Repository[Task, str], Protocol):
    def find_by_state(self, state: State) -> list[Task]: ...


class GenericContract(RepositoryContract):
    port = GenericTasks


class PlainTasks:
    """A port without any machinery."""

    def save(self, task):  # type: ignore[no-untyped-def]  # a port without annotations
        raise NotImplementedError

    def get(self, task_id):  # type: ignore[no-untyped-def]
        """Give the task, or None."""
        raise NotImplementedError("for an adapter to say")


class PlainContract(RepositoryContract):
    port = PlainTasks
    aggregate = Task
    missing = returns(None)


class AuditedTasks(Protocol):
    """Operations that take more than the contract has words for."""

    async def store(self, task: Task, actor: str, *, reason: str) -> None: ...
    async def read(self, actor: str, key: str) -> Task | None: ...
    async def drop(self, task: Task, actor: str) -> None: ...


async def store(adapter: AuditedTasks, task: Task) -> None:
    await adapter.store(task, "me", reason=f"to keep {task.id}")


class AuditedContract(RepositoryContract):
    port = AuditedTasks
    key = "id"
    operations = {"save": store, "get": lambda adapter, key: adapter.read("me", key)}


class ManyTasks(Protocol):
    """Operations on many at once, and keys from the repository."""

    def next_identity(self) -> str: ...
    def add(self, task: Task) -> None: ...
    def add_all(self, tasks: Sequence[Task]) -> int: ...
    def bulk_update(self, tasks: Iterable[Task]) -> list[Task]: ...
    def get(self, task_id: str) -> Task | None: ...
    def find_by_ids(self, task_ids: list[str]) -> dict[str, Task]: ...
    def get_many(self, task_ids: set[str]) -> list[Task]: ...
    def delete_many(self, task_ids: list[str]) -> None: ...


class ManyContract(RepositoryContract):
    port = ManyTasks
    duplicate = raises(Taken)
    missing_update = raises(TaskNotFound)


class Shelf(Protocol):
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Task]: ...
    def __contains__(self, task: Task) -> bool: ...
    def __getitem__(self, place: str) -> Task: ...
    def add(self, task: Task) -> None: ...
    def get(self, task_id: str) -> Task | None: ...


class ShelfContract(RepositoryContract):
    port = Shelf


@dataclass
class Ticket:
    subject: str
    id: int | None = None

    def retitle(self, subject: str) -> None:
        self.subject = subject


class NumberedTickets(Protocol):
    def save(self, ticket: Ticket) -> Ticket: ...
    def get(self, ticket_id: int) -> Ticket | None: ...
    def all(self) -> list[Ticket]: ...


class NumberedContract(RepositoryContract):
    port = NumberedTickets


class SilentTickets(Protocol):
    def add(self, ticket: Ticket) -> None: ...
    def update(self, ticket: Ticket) -> bool: ...
    def get(self, ticket_id: int) -> Ticket | None: ...


class SilentContract(RepositoryContract):
    port = SilentTickets


class Stale(Exception):
    pass


@dataclass
class Page:
    slug: str
    owner: str
    text: str
    version: int = 0

    def write(self, text: str) -> None:
        self.text = text


class Pages(Protocol):
    def save(self, page: Page) -> None: ...
    def get(self, slug: str) -> Page | None: ...
    def delete(self, slug: str) -> None: ...


class PageContract(RepositoryContract):
    port = Pages
    stale = raises(Stale)
    missing_delete = ignores()
    unique = {"text": raises(Taken)}


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    owner: str
    text: str


class OwnedNotes(Protocol):
    def save(self, note: Note) -> None: ...
    def get(self, owner: str, note_id: str) -> Note | None: ...
    def delete(self, owner: str, note_id: str) -> bool: ...
    def all(self, owner: str) -> list[Note]: ...


class OwnedContract(RepositoryContract):
    port = OwnedNotes


CONTRACTS: list[type[RepositoryContract]] = [
    each for each in vars().values() if isinstance(each, type) and issubclass(each, RepositoryContract)
]
CONTRACTS.remove(RepositoryContract)
