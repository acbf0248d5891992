"""What a contract on containers may say, what is read of a container, and what is said of one that cannot be read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Generic, Protocol, TypeVar

import dishka
import pytest
from dependency_injector import containers, providers

from correct.containers.harbour import Database, Logbook, Session, Signals, SqlLogbook, StubSignals, a_file
from dovetail import ContainerContract, ContractError, Report, verify
from dovetail.suites.kernel.outcome import Verdict

T = TypeVar("T")
Taken_contra = TypeVar("Taken_contra", contravariant=True)


@dataclass
class Office:
    """A container without a library."""

    signals: Signals = field(default_factory=StubSignals)


class OfficeContract(ContainerContract):
    """What is held here."""

    ports = [Signals]
    container: Any = Office


def held(**options: Any) -> Report:
    """The report of a container with these options."""
    return verify(type("Offices", (OfficeContract,), options))


def finding(clause: str, **options: Any) -> str:
    """What is said of a clause that is broken."""
    report = held(**options)
    (found,) = [each for each in report.findings if each.clause == clause]
    return "\n".join([*found.scenario, found.expected, found.got, found.hint])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"ports": ()}, "says no port that a container is to serve"),
        ({"ports": [int]}, "declares no public method|asks for"),
        ({"core": "there.is.none"}, "there.is.none cannot be imported"),
        ({"container": None}, "Offices has no container"),
        ({"container": Office()}, "is one Office object, and every scenario needs one of its own"),
        ({"container": dishka.make_container()}, "is one Container object, and every scenario closes its own"),
        ({"container": staticmethod(lambda engine: Office())}, "needs engine, and nothing says which"),
        ({"lifetimes": {"session": [Signals]}}, "'session', which is no lifetime"),
        ({"lifetimes": {"scoped": Signals}}, r'lifetimes = {"scoped": \[Signals\]}'),
        ({"without": {Signals: ""}}, "leaves out Signals without a reason"),
        ({"without": {Signals: "the radio is broken"}}, "leaves out every port"),
        ({"contaner": Office}, "contaner, which is no option of it"),
    ],
)
def test_what_is_misstated_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ContractError, match=said):
        held(**options)


def test_the_finding_shows_how_it_is_asked() -> None:
    """In lines that one could write."""
    told = finding("CONT-01", ports=[Signals, Logbook])

    assert told.splitlines() == [
        "container = Office()",
        "container: Logbook",
        "something for Logbook",
        "raises Unserved: nothing in it is annotated with Logbook, or called logbook",
        'where no container serves it, say so: without = {Logbook: "the reason"}',
    ]


def test_two_that_may_be_meant_are_told() -> None:
    """Nothing is guessed."""

    @dataclass
    class Twice:
        radio: Signals = field(default_factory=StubSignals)
        flags: Signals = field(default_factory=StubSignals)

    report = held(container=Twice)

    assert not report.holds
    assert "radio and flags of the container may all be meant for Signals" in report.outcomes["CONT-01"].reason
    assert 'resolve = {Signals: "radio"}' in report.outcomes["CONT-01"].reason
    assert held(container=Twice, resolve={Signals: "flags"}).holds


class Notices(Protocol):
    """A port that nobody's annotation names."""

    def post(self, text: str) -> None: ...


class NoticeBoard:
    """Fits it."""

    def post(self, text: str) -> None: ...


@pytest.mark.parametrize("name", ["notices", "notice_board"])
def test_what_is_called_like_a_port_serves_it(name: str) -> None:
    """Any other name may be said."""

    def container() -> Any:
        return SimpleNamespace(**{name: NoticeBoard(), "other": NoticeBoard()})

    bound = {"ports": [Notices], "container": staticmethod(container)}
    assert held(**bound).holds is (name == "notices")
    assert held(**bound, resolve={Notices: name}).holds
    assert held(**bound, resolve=staticmethod(lambda root, port: getattr(root, name))).holds


def test_what_fits_a_port_serves_it_where_nothing_else_does() -> None:
    """Whatever it is called; of two, neither is guessed."""

    class Boards(containers.DeclarativeContainer):
        wooden = providers.Factory(NoticeBoard)

    class TwoBoards(Boards):
        slate = providers.Factory(NoticeBoard)

    assert held(ports=[Notices], container=Boards).holds
    assert "wooden and slate" in held(ports=[Notices], container=TwoBoards).outcomes["CONT-01"].reason


class Numbered(Protocol[Taken_contra]):
    """Gives a number to each."""

    def number(self, one: Taken_contra) -> int: ...


class Numbering(Generic[T]):
    """Counts."""

    def number(self, one: T) -> int:
        return 1


def test_a_generic_port_is_asked_for_with_its_type() -> None:
    """Without one, it is told that nobody can."""

    def container() -> dishka.Container:
        provider = dishka.Provider(scope=dishka.Scope.APP)
        provider.provide(StubSignals, provides=Signals)
        provider.provide(Numbering[str], provides=Numbered[str])
        return dishka.make_container(provider)

    asked = held(ports=[Signals, Numbered[str]], container=staticmethod(container))
    bare = held(ports=[Signals, Numbered], container=staticmethod(container))

    assert asked.holds
    assert asked.outcomes["CONT-01"].reason == ""
    assert bare.holds
    assert "nobody asks for Numbered without its type" in bare.outcomes["CONT-01"].reason


def test_a_library_s_container_that_is_given_again_is_refused() -> None:
    """It was closed by the scenario before."""
    provider = dishka.Provider(scope=dishka.Scope.APP)
    provider.provide(StubSignals, provides=Signals)
    made = dishka.make_container(provider)

    report = held(container=staticmethod(lambda: made))

    assert {each.reason.partition(",")[0] for each in report.not_evaluated} == {
        "could not be evaluated: the container of Offices gives the same object each time"
    }


async def _database() -> AsyncIterator[Database]:
    database = Database(a_file())
    yield database
    database.close()


class LaterOffice(containers.DeclarativeContainer):
    """Resources that are awaited."""

    database = providers.Resource(_database)
    session = providers.Factory(Session, database)
    logbook = providers.Factory(SqlLogbook, session)
    signals = providers.Singleton(StubSignals)


async def later() -> Any:
    container = LaterOffice()
    initialised = container.init_resources()
    assert initialised is not None
    await initialised
    return container


def test_async_resources_of_dependency_injector_are_awaited() -> None:
    report = held(
        ports=[Signals, Logbook],
        container=staticmethod(later),
        finalised=[Database],
        lifetimes={"transient": [Logbook]},
    )

    assert report.findings == ()
    assert report.outcomes["CONT-11"].verdict is Verdict.HELD
    assert report.outcomes["CONT-09"].verdict is Verdict.HELD


def test_what_nothing_is_said_of_is_no_fault() -> None:
    """It does not apply, each with the line that would say it."""
    report = held()

    assert report.holds
    for clause, line in {
        "CONT-02": "incomplete =",
        "CONT-07": "lifetimes =",
        "CONT-11": "finalised =",
        "CONT-17": "registered_twice =",
        "CONT-18": "entry_points =",
        "CONT-19": "configuration =",
    }.items():
        assert report.outcomes[clause].verdict is Verdict.NOT_APPLICABLE
        assert line in report.outcomes[clause].reason


@pytest.mark.parametrize(
    ("options", "clause", "reason"),
    [
        ({"lifetimes": {"scoped": [Signals]}}, "CONT-08", "nothing says how a scope is opened"),
        ({"finalised": {Session: "stop"}}, "CONT-11", "Session has no stop, by which finalised says it ends"),
        (
            {"entry_points": {"main": lambda: None}, "finalised": [Session]},
            "CONT-18",
            "the entry point main made nothing",
        ),
        ({"override": staticmethod(contextmanager(lambda *_: iter([None])))}, "CONT-16", "puts nothing in the place"),
    ],
)
def test_what_could_not_be_tried_is_not_held(options: dict[str, Any], clause: str, reason: str) -> None:
    report = held(**options)

    assert not report.outcomes[clause].evaluated
    assert reason in report.outcomes[clause].reason


@pytest.mark.parametrize(
    ("options", "clause", "reason"),
    [
        ({"lifetimes": {"singleton": [Session]}}, "CONT-07", "it gives no Session"),
        ({"lifetimes": {"singleton": [Session]}}, "CONT-10", "it gives no Session"),
        ({"finalised": [Session, Signals]}, "CONT-11", "it makes nothing of what finalised says it ends"),
    ],
)
def test_a_profile_may_do_without_what_is_no_port(options: dict[str, Any], clause: str, reason: str) -> None:
    """As that of the tests does without a database, and with stubs that have nothing to end; it is told."""
    report = held(**options)

    assert report.holds
    assert report.outcomes[clause].verdict is Verdict.NOT_APPLICABLE
    assert reason in report.outcomes[clause].reason
    also = held(lifetimes={"singleton": [Signals, Session]}).outcomes["CONT-07"]
    assert (also.verdict, also.reason) == (Verdict.HELD, "it gives no Session")


def test_a_class_that_is_written_in_c_is_told() -> None:
    """Nobody sees it end."""
    import sqlite3

    @contextmanager
    def container() -> Iterator[Any]:
        connection = sqlite3.connect(":memory:")
        yield {Signals: StubSignals(), sqlite3.Connection: connection}
        connection.close()

    report = held(container=staticmethod(container), finalised=[sqlite3.Connection])

    assert "Connection is written in C" in report.outcomes["CONT-11"].reason


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before is there again."""
    import os

    monkeypatch.setenv("HARBOUR_RADIO", "11")

    def container() -> Office:
        assert os.environ["HARBOUR_RADIO"] == "16"
        return Office()

    report = held(container=staticmethod(container), configuration={"HARBOUR_RADIO": "16"})

    assert report.holds
    assert os.environ["HARBOUR_RADIO"] == "11"
