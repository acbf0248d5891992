"""What a fake does beyond its clauses: what it keeps, what it says, what it leaves alone."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import pytest
import result

from dovetail import ContractError, RepositoryContract, fails, raises, returns
from fakes import orders, tasks
from fakes.orders import Order, OrderId
from fakes.tasks import Note, Page, Problem, Stale, State, SyncTasks, Taken, Task, TaskNotFound, Ticket

T = TypeVar("T")


def test_each_fake_is_an_empty_store() -> None:
    """Two calls, two stores; the first shows what it holds."""
    first, second = tasks.SyncContract.fake(), tasks.SyncContract.fake()
    first.save(Task("a", "bake"))
    assert second.all() == []
    assert (repr(first), repr(second)) == ("<SyncContract.fake(): 1 task>", "<SyncContract.fake(): 0 tasks>")


def test_a_fake_is_an_instance_of_its_port() -> None:
    """Of an ABC, of a Protocol that can be asked, and of a plain class."""
    assert isinstance(tasks.AsyncContract.fake(), tasks.AsyncTasks)
    assert isinstance(tasks.SyncContract.fake(), SyncTasks)
    assert isinstance(tasks.PlainContract.fake(), tasks.PlainTasks)


def test_what_goes_in_and_out_is_a_copy() -> None:
    """Nested parts too."""
    fake, task = tasks.SyncContract.fake(), Task("a", "bake")
    fake.save(task)
    task.notes.append("not saved")
    loaded = fake.get("a")
    assert loaded is not None
    loaded.notes.append("nor this")
    assert fake.get("a") == Task("a", "bake")


def test_methods_keep_the_ports_colour_and_signature() -> None:
    """What a caller or a framework inspects is what the port declares."""
    fake = tasks.AsyncContract.fake()
    assert inspect.iscoroutinefunction(fake.fetch)
    assert inspect.isasyncgenfunction(fake.stream)
    assert inspect.signature(fake.fetch) == inspect.signature(tasks.AsyncTasks.fetch.__get__(fake))
    with pytest.raises(TypeError, match="task_id"):
        tasks.SyncContract.fake().get()  # type: ignore[call-arg]


def test_a_method_of_the_ports_own_stays() -> None:
    """`require` is written in terms of `find`, and finds what the fake keeps."""
    fake = tasks.HelpfulContract.fake()
    fake.save(Task("a", "bake"))
    fake.refresh()
    assert fake.require("a").title == "bake"
    with pytest.raises(TaskNotFound):
        fake.require("b")


def test_private_halves_are_filled_and_public_ones_stay() -> None:
    """What the port's own methods take down is taken down."""
    fake = tasks.SeenContract.fake()
    fake.add(Task("a", "bake", notes=["flour"]))
    assert fake.get("b") is None
    assert fake.get_by_note("flour") == Task("a", "bake", notes=["flour"])
    assert fake.seen == ["a"]


def test_public_methods_over_unknown_private_ones_are_replaced() -> None:
    """Nobody knows what a row is, and nobody needs to."""
    fake = tasks.RowContract.fake()
    fake.save(Task("a", "bake"))
    assert fake.get("a") == Task("a", "bake")
    with pytest.raises(ContractError, match=r"RowTasks\._read_row does"):
        fake._read_row("a")


def test_a_method_of_which_nothing_is_known_says_so_when_it_is_called() -> None:
    """Not when the fake is made, which may never need it."""

    class Searched(Protocol):
        def save(self, task: Task) -> None: ...
        def get(self, task_id: str) -> Task | None: ...
        def search(self, text: str) -> list[Task]: ...
        def flush(self) -> None: ...

    class SearchedContract(RepositoryContract):
        port = Searched

    fake = SearchedContract.fake()
    with pytest.raises(ContractError, match=r'queries = \{"search": lambda task, text: \.\.\.\}'):
        fake.search("bread")
    with pytest.raises(ContractError, match=r"tasks\.flush = \.\.\."):
        fake.flush()


def test_an_absence_that_nobody_states_says_what_to_write() -> None:
    """It is a LookupError, as from a dictionary."""

    class Unstated(RepositoryContract):
        port = tasks.EditedTasks

    class Undeleted(RepositoryContract):
        port = tasks.Pages

    fake = Unstated.fake()
    with pytest.raises(LookupError, match=r"task 'a' is not stored, and Unstated(.|\n)*missing = raises\(\.\.\.\)"):
        fake.get_by_id("a")
    fake.create(Task("a", "bake"))
    with pytest.raises(LookupError, match=r"duplicate = raises\(\.\.\.\)"):
        fake.create(Task("a", "bake"))
    with pytest.raises(LookupError, match=r"missing_delete = ignores\(\)"):
        Undeleted.fake().delete("b")


def test_exceptions_are_made_of_what_is_known() -> None:
    """The key, under any usual name."""
    with pytest.raises(TaskNotFound) as caught:
        tasks.EditedContract.fake().get_by_id("a")
    assert caught.value.task_id == "a"


class Elaborate(Exception):
    def __init__(self, kind: str, *, id: str, message: str, state: State) -> None:
        super().__init__(kind, id, message, state)


class Secretive(Exception):
    def __init__(self, code: int, trace: str) -> None:
        raise AssertionError("never called")


def test_exceptions_take_what_they_ask_for() -> None:
    """The aggregate's class, the key, a message, an attribute; one that asks for what nobody knows is not asked."""

    class Refusing(RepositoryContract):
        port = tasks.UpdatedTasks
        duplicate = raises(Elaborate)
        missing = raises(Secretive)

    fake = Refusing.fake()
    fake.add(Task("a", "bake"))
    with pytest.raises(Elaborate) as caught:
        fake.add(Task("a", "bake", State.DONE))
    assert caught.value.args == ("Task", "a", "task 'a' is stored already", State.DONE)
    with pytest.raises(Secretive, match="task 'b' is not stored"):
        fake.get(task_id="b")


def test_failures_hold_the_error_that_the_policy_names() -> None:
    """In the Result class that the port declares, whoever made it."""
    assert tasks.ResultContract.fake().remove("a") == result.Err("not found")
    assert tasks.ResultContract.fake().get("a") == result.Err("task 'a' is not stored")
    assert tasks.OutcomeContract.fake().get("a") == tasks.Outcome(False, error=Problem.NOT_FOUND)
    assert tasks.ReplyContract.fake().store(Task("a", "bake")).value == "a"
    failure = asyncio.run(tasks.ReturnsContract.fake().get("a")).failure()
    assert isinstance(failure, TaskNotFound)
    assert tasks.MaybeContract.fake().get("a").value_or(None) is None


def test_an_absence_may_be_a_value() -> None:
    """The very object, where nothing else is equal to it; a copy of what callers could change."""
    nobody, nothing = object(), ["nothing"]

    class Default(RepositoryContract):
        port = tasks.PlainTasks
        aggregate = Task
        missing = returns(nobody)

    class Listed(Default):
        missing = returns(nothing)

    default: Any = Default.fake()  # the port has no annotations
    listed: Any = Listed.fake()
    assert default.get("a") is nobody
    assert listed.get("a") == nothing
    assert listed.get("a") is not nothing


def test_an_enum_says_which_member_is_meant() -> None:
    """Any of them would be a guess."""

    class Vague(RepositoryContract):
        port = tasks.OutcomeTasks
        missing = fails(Problem)

    with pytest.raises(ContractError, match=r"missing = fails\(Problem\.NOT_FOUND\)"):
        Vague.fake().get("a")


def test_a_failure_needs_a_result() -> None:
    """`fails` on a port that answers with no Result."""

    class Failing(RepositoryContract):
        port = SyncTasks
        missing = fails("not found")

    with pytest.raises(ContractError, match="not annotated with a Result"):
        Failing.fake().get("a")


class Sealed(Generic[T]):
    """A Result that nobody can make from outside."""

    is_ok = True

    def __init__(self, token: object, secret: object) -> None:
        raise AssertionError


def test_a_result_that_nobody_can_make_is_named() -> None:
    """With the class method that would do."""

    class SealedTasks(Protocol):
        def save(self, task: Task) -> Sealed[None]: ...
        def get(self, task_id: str) -> Sealed[Task]: ...

    class SealedContract(RepositoryContract):
        port = SealedTasks

    with pytest.raises(ContractError, match=r"give Sealed a class method: @classmethod def success\(cls, value\)"):
        SealedContract.fake().save(Task("a", "bake"))


def test_lists_are_cut_and_filtered_as_the_parameters_say() -> None:
    """A limit, an offset, pages, and an attribute by its name; in the order that the contract promises."""
    fake = tasks.UpdatedContract.fake()
    for n in range(12):
        fake.add(Task(str(n), f"{99 - n}", State.DONE if n < 3 else State.OPEN))
    assert [task.id for task in fake.list_all()] == ["11", "10", "9", "8", "7", "6", "5", "4", "3", "2"]
    assert [task.id for task in fake.list_all(limit=2, offset=3)] == ["8", "7"]
    assert [task.id for task in fake.list_all(state=State.DONE)] == ["2", "1", "0"]
    fake.add(Task("twin", "99"))
    assert [task.id for task in fake.find_by_title("99", page=2, page_size=1)] == ["twin"]
    assert isinstance(fake.find_by_title("99"), tuple)


def test_an_option_of_which_nothing_is_known_is_refused_only_when_it_is_used() -> None:
    """Its default is what the contract speaks of."""

    class Optional(Protocol):
        def save(self, task: Task, *, flush: bool = True) -> None: ...
        def get(self, task_id: str) -> Task | None: ...

    class OptionalContract(RepositoryContract):
        port = Optional

    fake = OptionalContract.fake()
    fake.save(Task("a", "bake"), flush=True)
    with pytest.raises(ContractError, match=r"save\(flush=False\)"):
        fake.save(Task("b", "bake"), flush=False)


def test_an_effect_is_told_as_the_port_declares_it() -> None:
    """The key, the entity, a bool, a count; and what comes of nothing."""
    edited, updated = tasks.EditedContract.fake(), tasks.UpdatedContract.fake()
    task = Task("a", "bake")
    assert edited.create(task) == "a"
    assert edited.modify(task) == task
    assert edited.delete(task) == task
    assert updated.add(task) is True
    assert updated.add(Task("a", "other")) is False
    assert updated.update(Task("b", "bake")) is False
    assert updated.remove(task_id="a") == 1
    assert updated.remove(task_id="a") == 0


def test_functions_of_the_contract_say_which_method_is_meant() -> None:
    """A call on a stand-in shows what is given as what."""

    async def used() -> tuple[Task | None, Task | None]:
        fake = tasks.AuditedContract.fake()
        await fake.store(Task("a", "bake"), "somebody", reason="any")
        return await fake.read("somebody", "a"), await fake.read("somebody", "b")

    assert asyncio.run(used()) == (Task("a", "bake"), None)


def test_a_fake_holds_what_it_is_given_from_the_start() -> None:
    """As a copy of its own."""
    held = Task("a", "bake")
    fake = tasks.ManyContract.fake(held)
    held.title = "eat"
    assert fake.get("a") == Task("a", "bake")


def test_many_at_once_are_all_kept_or_none() -> None:
    """As in a transaction."""
    fake = tasks.ManyContract.fake()
    a, b, c = (Task(id, "bake") for id in "abc")
    assert fake.add_all([a, b]) == 2
    with pytest.raises(Taken):
        fake.add_all([c, a])
    with pytest.raises(TaskNotFound):
        fake.bulk_update([replace(a, title="eat"), c])
    assert fake.get_many(["b", "c", "a"]) == [b, a]  # type: ignore[arg-type]
    assert fake.bulk_update([replace(a, title="eat")]) == [Task("a", "eat")]
    assert fake.find_by_ids(["b", "d"]) == {"b": b}
    fake.delete_many(["a", "b"])
    assert fake.get("a") is None


def test_a_repository_may_be_a_collection() -> None:
    """As Python knows them."""
    fake = tasks.ShelfContract.fake()
    fake.add(Task("a", "bake"))
    assert (len(fake), Task("a", "other") in fake, Task("b", "bake") in fake) == (1, True, False)
    assert list(fake) == [Task("a", "bake")]
    with pytest.raises(ContractError, match=r"Shelf\.__getitem__"):
        fake["a"]


def test_a_repository_that_gives_keys_gives_each_once() -> None:
    """And none that is in use."""
    fake = tasks.ManyContract.fake()
    fake.add(Task("2", "bake"))
    assert [fake.next_identity(), fake.next_identity()] == ["1", "3"]


def test_second_methods_answer_as_they_are_annotated() -> None:
    """Beside the one that the contract takes for get or delete."""
    fake, order = orders.OrderContract.fake(), Order(OrderId(UUID(int=1)), "ann", Decimal(1))
    fake.save(order)
    assert (fake.get(order.id), fake.get_or_none(order.id)) == (order, order)
    assert (fake.delete_by_id(order.id), fake.delete_by_id(order.id)) == (True, False)
    assert fake.get_or_none(order.id) is None
    with pytest.raises(LookupError, match=r'operations = \{"get": "get"\} and missing = raises'):
        fake.get(order.id)


def test_a_generic_base_is_filled_where_it_needs_what_a_fake_has_not() -> None:
    """Its `exists` stands on `get` and stays, its `count` on a session that no constructor was given."""
    fake = orders.UserContract.fake()
    user = fake.add(orders.User(email="ann"))
    assert (fake.exists(1), fake.count(), fake.get_by_email("ann")) == (True, 1, user)
    with pytest.raises(ContractError, match=r"users\.table = "):
        print(fake.table)
    fake.table = "users"  # type: ignore[misc]
    assert fake.table == "users"


def test_keys_that_wrap_a_value_are_generated_too() -> None:
    """And never again, not even after a delete."""
    profiles, users = orders.ProfileContract.fake(), orders.UserContract.fake()
    assert profiles.create(orders.Profile("ann")) == OrderId(UUID(int=1))
    users.add(orders.User(email="ann"))
    users.delete(1)
    assert users.add(orders.User(email="bob")).id == 2
    with pytest.raises(orders.ProfileNotFound) as caught:
        profiles.get(OrderId(UUID(int=9)))
    assert caught.value.args == ("Profile", OrderId(UUID(int=9)))


def test_generated_keys_are_new_and_told() -> None:
    """In the answer, or where the answer says nothing on the caller's own object."""
    answering, silent = tasks.NumberedContract.fake(), tasks.SilentContract.fake()
    ticket = Ticket("bread")
    assert [answering.save(ticket).id, answering.save(ticket).id, ticket.id] == [1, 2, None]
    silent.add(ticket)
    assert ticket.id == 1
    assert silent.get(1) == ticket


def test_a_stale_version_is_refused() -> None:
    """The caller's own copy goes on being current."""
    fake = tasks.PageContract.fake()
    page = Page("home", "ann", "one")
    fake.save(page)
    stale = fake.get("home")
    page.write("two")
    fake.save(page)
    page.write("three")
    fake.save(page)
    assert stale is not None
    with pytest.raises(Stale):
        fake.save(stale)
    assert fake.get("home") == page


def test_a_unique_value_is_taken_once() -> None:
    """By another aggregate: saving the same one again is no conflict."""
    fake = tasks.PageContract.fake()
    page = Page("home", "ann", "one")
    fake.save(page)
    fake.save(page)
    with pytest.raises(Taken):
        fake.save(Page("other", "ann", "one"))


def test_what_belongs_to_another_is_absent() -> None:
    """For reading and for deleting."""
    fake = tasks.OwnedContract.fake()
    fake.save(Note("a", "ann", "hers"))
    assert fake.get("bob", "a") is None
    assert fake.all("bob") == []
    assert fake.delete("bob", "a") is False
    assert fake.get("ann", "a") == Note("a", "ann", "hers")


def test_a_contract_that_cannot_be_bound_has_no_fake() -> None:
    """The error is the one that the suite would give."""
    with pytest.raises(ContractError, match="port = OrderRepository"):
        RepositoryContract.fake()


def test_streams_are_streams() -> None:
    """Also where a coroutine gives them."""

    class Streamed(Protocol):
        async def save(self, task: Task) -> None: ...
        async def all(self) -> AsyncIterator[Task]: ...
        async def get(self, task_id: str) -> Task | None: ...

    class StreamedContract(RepositoryContract):
        port = Streamed

    async def used() -> list[Task]:
        fake = StreamedContract.fake()
        await fake.save(Task("a", "bake"))
        return [task async for task in await fake.all()]

    assert asyncio.run(used()) == [Task("a", "bake")]


def test_moments_are_generated_too() -> None:
    """By the clock, aware."""

    class Logged(Protocol):
        def add(self, entry: Entry) -> None: ...
        def get(self, entry_id: str) -> Entry | None: ...

    class LoggedContract(RepositoryContract):
        port = Logged
        generated = ("at",)

    entry = Entry("a")
    LoggedContract.fake().add(entry)
    assert entry.at is not None
    assert entry.at.tzinfo is not None


class Entry:
    def __init__(self, id: str, at: datetime | None = None) -> None:
        self.id = id
        self.at = at
