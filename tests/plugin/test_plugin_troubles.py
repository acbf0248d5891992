"""What is in the way of a verdict is said clearly, once in full, and is never a pass."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from projects import Project, block, outcomes


def test_a_database_that_cannot_be_reached_is_named(project: Project) -> None:
    """By its URL without the password, by the first clause of a suite; the others refer to that one."""
    project.pytester.makeini("[pytest]\nfilterwarnings = error")
    project.suites(
        """
        from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore
        from sqlalchemy import Column, MetaData, String, Table, create_engine
        from sqlalchemy.ext.asyncio import create_async_engine

        METADATA = MetaData()
        Table("notes", METADATA, Column("id", String, primary_key=True))

        def sync_store(url):
            adapter = lambda session: InMemoryNotes()
            return SqlAlchemyStore(create_engine(url), metadata=METADATA, adapter=adapter)

        def async_store(url):
            adapter = lambda session: AsyncNotes()
            return AsyncSqlAlchemyStore(create_async_engine(url), metadata=METADATA, adapter=adapter)

        class TestServer(NoteContract):
            store = sync_store("postgresql+psycopg://shop:s3cret@127.0.0.1:1/shop")

        class TestAsyncServer(AsyncNoteContract):
            @pytest.fixture
            def store(self):
                return async_store("postgresql+asyncpg://shop:s3cret@127.0.0.1:1/shop")

        class TestFile(NoteContract):
            @pytest.fixture
            def store(self):
                return sync_store("sqlite:////no/such/place/shop.db")

        class TestAsyncFile(AsyncNoteContract):
            store = async_store("sqlite+aiosqlite:////no/such/place/shop.db")
        """
    )

    result = project.run("-rN", "--dovetail-json=out.json", apart=True)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.parseoutcomes()["failed"] == 4
    assert set(result.parseoutcomes()) == {"failed", "skipped"}
    text = result.stdout.str()
    assert "s3cret" not in text
    assert "Traceback" not in text
    below = block(result.outlines, "could not be evaluated:")
    for suite, url in (
        ("TestServer", "postgresql+psycopg://shop:***@127.0.0.1:1/shop"),
        ("TestAsyncServer", "postgresql+asyncpg://shop:***@127.0.0.1:1/shop"),
        ("TestFile", "sqlite:////no/such/place/shop.db"),
        ("TestAsyncFile", "sqlite+aiosqlite:////no/such/place/shop.db"),
    ):
        assert text.count(f"{suite} could not be evaluated: the database {url} cannot be reached: ") == 1
        assert f"the database {url} cannot be reached" in below
        assert set(outcomes(project.read("out.json"), suite).values()) == {"broken"}
    result.stdout.fnmatch_lines(["*start it, or change the URL of the engine that the store is given"])


def test_a_store_that_cannot_be_opened_is_tried_once(project: Project) -> None:
    """A host that does not answer costs its timeout once, and not with every clause; no password is shown."""
    project.suites(
        """
        class Slow:
            tries = 0

            def connect(self):
                type(self).tries += 1
                raise ConnectionError("redis://:s3cret@cache:6379 and http://me:s3cret@cache do not answer")

            def clear(self): ...

        class TestSlow(NoteContract):
            store = Slow()

        def test_tries() -> None:
            assert Slow.tries == 1
        """
    )

    result = project.run()

    assert result.parseoutcomes()["passed"] == 1
    text = result.stdout.str()
    assert "the store of Slow cannot be opened: it raises ConnectionError: redis://:***@cache:6379 and" in text
    assert "s3cret" not in text.replace('raise ConnectionError("redis://:s3cret', "")
    assert "(test_notes.py:" in text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "aggregates = st.builds(Note, id=st.text().map(fail), text=st.text())",
            "drawing from aggregates, for TestIt,",
        ),
        ("key = fail", "key of TestIt"),
        ("key = lambda note: note.nope", "key of TestIt"),
        ("queries = {'list_by_length': fail}", "queries['list_by_length'] of TestIt"),
        ("queries = {'list_by_length': lambda note: True}", "queries['list_by_length'] of TestIt"),
        ("order = {'list_all': fail}", "order['list_all'] of TestIt"),
        ("adapter = fail", "the adapter fail cannot be opened: it"),
        ("adapter = lambda: Searchable(1, 2)", "the adapter TestIt cannot be opened: it"),
        ("store = fail", "the store of TestIt cannot be made: it"),
    ],
)
def test_an_error_in_the_contracts_own_code_names_the_attribute(project: Project, body: str, said: str) -> None:
    """With the line that raised; neither a finding about the adapter, nor a traceback of dovetail's."""
    project.suites(
        f"""
        from hypothesis import strategies as st

        def fail(*_):
            raise LookupError("no such shelf")

        class Search(NoteRepository, Protocol):
            def list_by_length(self, length: int) -> list[Note]: ...
            def list_all(self) -> list[Note]: ...

        class Searchable(InMemoryNotes):
            def list_by_length(self, length: int) -> list[Note]:
                return [note for note in self.list_all() if len(note.text) == length]

            def list_all(self) -> list[Note]:
                return [deepcopy(note) for note in self._held.values()]

        class TestIt(NoteContract):
            port = Search
            adapter = Searchable
            {body}
        """
    )

    result = project.run("-k", "REPO-01 or REPO-16 or REPO-17")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    line = next(line for line in result.outlines if line.startswith("TestIt could not be evaluated: "))
    assert said in line
    assert " raises " in line
    assert "(test_notes.py:" in line or "takes 1 positional argument" in line
    text = result.stdout.str()
    assert "Traceback" not in text
    assert "src/dovetail" not in text
    assert "You can reproduce" not in text


def test_a_mistake_of_dovetails_own_keeps_its_traceback(project: Project) -> None:
    """Nobody could report it without."""
    project.suites(
        """
        import dovetail.suites.repository.scenario as scenario

        class TestIt(NoteContract):
            adapter = InMemoryNotes

            @pytest.fixture(autouse=True)
            def broken(self, monkeypatch):
                monkeypatch.setattr(scenario.RepositoryScenario, "key", None)
        """
    )

    result = project.run("-k", "REPO-01")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["E *TypeError: 'NoneType' object is not callable"])


def test_an_adapter_that_answers_by_chance_is_a_finding(project: Project) -> None:
    """Which says that the scenario does not repeat itself."""
    project.suites(
        """
        class Moody(InMemoryNotes):
            calls = 0

            def find_by_id(self, note_id: str) -> Note | None:
                Moody.calls += 1
                return None if Moody.calls == 4 else super().find_by_id(note_id)

        class TestMoody(NoteContract):
            adapter = Moody
        """
    )

    result = project.run("-k", "REPO-01")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "REPO-01 *broken by Moody (port NoteRepository)",
            "    notes.save(note)",
            "  note      the scenario does not repeat itself: *",
        ]
    )
    assert "Flaky" not in result.stdout.str()


def test_a_clause_that_no_scenario_suits_is_not_held(project: Project) -> None:
    """Where every scenario is set aside, nothing was proved; here by changes that never succeed."""
    project.suites(
        """
        def rewrite(note):
            raise LookupError("no pen")

        class TestIt(NoteContract):
            adapter = InMemoryNotes
            changes = [rewrite]
        """
    )

    result = project.run("-k", "REPO-07 or REPO-01")

    result.assert_outcomes(passed=1, failed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["*every scenario of REPO-07 was set aside; *each of `changes` raises*"])
    result.stdout.fnmatch_lines(["*state a strategy of what is taken and differs enough*"])


def _heed_interrupts() -> None:
    """A job in the background inherits that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("colour", ["", pytest.param("Async", marks=pytest.mark.long)])
def test_control_c_ends_the_run(project: Project, colour: str) -> None:
    """In the midst of an adapter's call, sync or async; what ran until then is in the matrix."""
    awaits, is_async = ("await asyncio.sleep", "async ") if colour else ("time.sleep", "")
    project.suites(
        f"""
        import asyncio, pathlib, time

        class Stuck({colour or "InMemory"}Notes):
            {is_async}def find_by_id(self, note_id: str) -> Note | None:
                pathlib.Path("stuck").touch()
                {awaits}(600)

        class TestStuck({colour}NoteContract):
            adapter = Stuck
        """
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-k", "PORT-01 or REPO-01"]
    running = subprocess.Popen(
        command,
        cwd=project.pytester.path,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no thread holds a lock here
    )
    deadline = time.monotonic() + 120
    while not (project.pytester.path / "stuck").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    running.send_signal(signal.SIGINT)
    shown, _ = running.communicate(timeout=120)

    assert running.returncode == pytest.ExitCode.INTERRUPTED
    assert "KeyboardInterrupt" in shown
    assert "NoteRepository" in shown.split("= dovetail =")[1]
