"""Where a suite's adapters may come from: the class itself, its fixtures, those of the module and of conftest.py."""

from __future__ import annotations

import pytest
from projects import Project, block, outcomes

IMPORTS = "from dovetail.stores import MemoryStore\n"


@pytest.mark.parametrize(
    ("body", "adapter"),
    [
        ("adapter = InMemoryNotes", "InMemoryNotes"),
        ("adapter = staticmethod(lambda: InMemoryNotes())", "TestIt"),
        ("adapter = lambda: InMemoryNotes()", "TestIt"),
        ("adapter = __import__('functools').partial(SharedNotes, {})", "SharedNotes"),
        ("@pytest.fixture\n    def adapter(self): return InMemoryNotes", "InMemoryNotes"),
        ("@pytest.fixture\n    def adapter(self, tmp_path): return lambda: InMemoryNotes()", "TestIt"),
        ("store = MemoryStore(SharedNotes)", "SharedNotes"),
        ("store = lambda: MemoryStore(SharedNotes)", "SharedNotes"),
        ("@pytest.fixture\n    def store(self): return MemoryStore(SharedNotes)", "SharedNotes"),
        ("@pytest.fixture\n    def store(self): yield MemoryStore(SharedNotes)", "SharedNotes"),
        ("@pytest.fixture(scope='session')\n    def store(self): return MemoryStore(SharedNotes)", "SharedNotes"),
        ("@pytest.fixture\n    def store(self): return lambda: MemoryStore(SharedNotes)", "SharedNotes"),
        (
            "adapter = SharedNotes\n    @pytest.fixture\n    def store(self): return MemoryStore(SharedNotes)",
            "SharedNotes",
        ),
    ],
)
def test_the_class_says_it(project: Project, body: str, adapter: str) -> None:
    """As an attribute, a callable or a fixture of its own."""
    project.suites(f"{IMPORTS}\nclass TestIt(NoteContract):\n    {body}")

    document = project.document("-k", "REPO-01 or REPO-06")

    assert document["suites"][0]["adapter"] == adapter
    fresh = "held" if "store" in body else "not applicable"
    assert outcomes(document, "TestIt") == {"REPO-01": "held", "REPO-06": fresh}


@pytest.mark.parametrize("name", ["conftest", "test_notes"])
def test_a_fixture_from_elsewhere_says_it(project: Project, name: str) -> None:
    """One of conftest.py or of the module, where the class states neither an adapter nor a store."""
    fixture = f"{IMPORTS}\n@pytest.fixture\ndef store(): return MemoryStore(SharedNotes)\n"
    suite = "class TestIt(NoteContract):\n    pass\n"
    project.suites(fixture if name == "conftest" else fixture + suite, name)
    if name == "conftest":
        project.suites(suite)

    assert outcomes(project.document("-k", "REPO-06"), "TestIt") == {"REPO-06": "held"}


def test_what_the_class_states_is_not_overruled(project: Project) -> None:
    """A fixture that happens to be called store may be about something else."""
    project.suites("@pytest.fixture\ndef store(): raise RuntimeError('a shop')\n", "conftest")
    project.suites("class TestIt(NoteContract):\n    adapter = InMemoryNotes")

    assert outcomes(project.document("-k", "REPO-01"), "TestIt") == {"REPO-01": "held"}


def test_each_parameter_of_a_fixture_is_a_suite_of_its_own(project: Project) -> None:
    """With a row in the matrix, and its own findings."""
    project.suites(
        """
        class TestIt(NoteContract):
            @pytest.fixture(params=[InMemoryNotes, LeakyNotes], ids=["good", "leaky"])
            def adapter(self, request):
                return request.param
        """
    )

    document = project.document("-k", "REPO-03")

    assert outcomes(document, "TestIt[good]") == {"REPO-03": "held"}
    assert outcomes(document, "TestIt[leaky]") == {"REPO-03": "broken"}


def test_a_parameter_further_down_counts_too(project: Project) -> None:
    """One of a fixture that the store's fixture asks for."""
    project.suites("@pytest.fixture(params=['a', 'b'])\ndef rows(request): return {}", "conftest")
    project.suites(
        f"""{IMPORTS}
class TestIt(NoteContract):
    @pytest.fixture
    def store(self, rows): return MemoryStore(SharedNotes)
        """
    )

    project.run("-k", "REPO-06").assert_outcomes(passed=2, deselected=project.run("--co").parseoutcomes()["tests"] - 2)


def test_a_fixture_that_raises_is_told_once(project: Project) -> None:
    """With pytest's own account of it for the first clause; nothing passes."""
    project.suites(
        """
        class TestIt(NoteContract):
            @pytest.fixture
            def store(self):
                raise RuntimeError("no such container")
        """
    )

    result = project.run()

    assert result.parseoutcomes()["errors"] == 1
    assert set(result.parseoutcomes()) == {"errors", "skipped"}
    assert result.stdout.str().count('raise RuntimeError("no such container")') == 1
    assert "RuntimeError: no such container  (TestIt: " in block(result.outlines, "could not be evaluated:")


@pytest.mark.parametrize("gives", ["None", "42"])
def test_a_fixture_that_gives_no_store_is_refused(project: Project, gives: str) -> None:
    """None is what a forgotten return gives."""
    project.suites(f"class TestIt(NoteContract):\n    @pytest.fixture\n    def store(self): return {gives}")

    result = project.run()

    assert result.parseoutcomes()["failed"] == 1
    said = {"None": "*fixture store of TestIt gave None", "42": "*store of TestIt is a int, which has no connect()*"}
    result.stdout.fnmatch_lines([said[gives]])


def test_a_fixture_that_lacks_another_is_pytests_own_error(project: Project) -> None:
    """Which names the one that is missing."""
    project.suites("class TestIt(NoteContract):\n    @pytest.fixture\n    def store(self, engin): ...")

    result = project.run("-k", "REPO-01")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["E       fixture 'engin' not found"])


@pytest.mark.parametrize(
    "body",
    [
        "adapter = AsyncNotes",
        "store = MemoryStore(AsyncNotes)",
        "store = Rows()",
        "@pytest.fixture\n    def store(self): return Rows()",
    ],
)
def test_async_adapters_and_stores_are_driven(project: Project, body: str) -> None:
    """On an event loop of dovetail's own; no plugin for async tests is needed."""
    project.suites(
        f"""{IMPORTS}
from contextlib import asynccontextmanager

class Rows:
    def __init__(self): self.rows = {{}}

    @asynccontextmanager
    async def connect(self): yield AsyncNotes(self.rows)

    async def clear(self): self.rows.clear()

class TestIt(AsyncNoteContract):
    {body}
        """
    )

    document = project.document("-k", "REPO-01 or REPO-06 or PORT-03")

    fresh = "held" if "store" in body else "not applicable"
    assert outcomes(document, "TestIt") == {"PORT-03": "held", "REPO-01": "held", "REPO-06": fresh}


def test_a_store_over_sqlite_runs_without_a_warning(project: Project) -> None:
    """Under `filterwarnings = error`, sync and async: no connection is left open, no API is deprecated."""
    project.pytester.makeini("[pytest]\nfilterwarnings = error")
    project.suites(
        """
        from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore
        from sqlalchemy import Column, MetaData, String, Table, create_engine, delete, insert, select
        from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
        from sqlalchemy.orm import Session

        METADATA = MetaData()
        NOTES = Table("notes", METADATA, Column("id", String, primary_key=True), Column("text", String))

        class SqlNotes:
            def __init__(self, session: Session) -> None:
                self._session = session

            def save(self, note: Note) -> None:
                self._session.execute(delete(NOTES).where(NOTES.c.id == note.id))
                self._session.execute(insert(NOTES).values(id=note.id, text=note.text))
                self._session.commit()

            def find_by_id(self, note_id: str) -> Note | None:
                row = self._session.execute(select(NOTES).where(NOTES.c.id == note_id)).one_or_none()
                return row and Note(*row)

        class AsyncSqlNotes:
            def __init__(self, connection: AsyncConnection) -> None:
                self._connection = connection

            async def save(self, note: Note) -> None:
                await self._connection.execute(delete(NOTES).where(NOTES.c.id == note.id))
                await self._connection.execute(insert(NOTES).values(id=note.id, text=note.text))
                await self._connection.commit()

            async def find_by_id(self, note_id: str) -> Note | None:
                row = (await self._connection.execute(select(NOTES).where(NOTES.c.id == note_id))).one_or_none()
                return row and Note(*row)

        class TestSql(NoteContract):
            @pytest.fixture
            def store(self, tmp_path):
                engine = create_engine(f"sqlite:///{tmp_path}/notes.db")
                yield SqlAlchemyStore(engine, metadata=METADATA, adapter=SqlNotes)
                engine.dispose()

        class TestAsyncSql(AsyncNoteContract):
            @pytest.fixture
            def store(self, tmp_path):
                engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/notes.db")
                return AsyncSqlAlchemyStore(engine, metadata=METADATA, adapter=AsyncSqlNotes)
        """
    )

    document = project.document("-k", "REPO-01 or REPO-06 or REPO-22", apart=True)

    held = {"REPO-01": "held", "REPO-06": "held", "REPO-22": "held"}
    assert outcomes(document, "TestSql") == held
    assert outcomes(document, "TestAsyncSql") == held
    assert [suite["adapter"] for suite in document["suites"]] == ["AsyncSqlNotes", "SqlNotes"]
