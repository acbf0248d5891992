"""What a contract on migrations refuses, and what it says of what it cannot hold."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from correct.migrations.kennel import Kennel
from correct.migrations.trees import step
from correct.migrations.vineyard import OnAnEventLoop
from dovetail import ContractError, MigrationContract, same_number, verify
from dovetail.suites.migration.binding import root_of
from dovetail.suites.migration.preconditions import squawk


def report_of_one(contract: Any, clause: str, **given: Any) -> Any:
    """The outcome of one clause."""
    checks = tuple(check for check in contract.checks if check.clause == clause)
    return verify(type(contract.__name__, (contract,), {"checks": checks}), **given).outcomes[clause]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({}, "does not say which migrations it holds"),
        ({"migrations": "nowhere/alembic.ini"}, "neither in .* nor beside"),
        ({"migrations": "shop"}, "settings are not there|is no installed application"),
        ({"migrations": 3}, "no file or Config of Alembic's"),
    ],
)
def test_what_is_no_tree_is_refused(stated: dict[str, Any], said: str) -> None:
    with pytest.raises(ContractError, match=said):
        verify(type("TestMigrations", (MigrationContract,), stated))


def test_a_revision_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with Kennel.written(tmp_path) as contract, pytest.raises(ContractError, match="no revision of kennel/migrations"):
        verify(type("TestMigrations", (contract,), {"irreversible": {"0009": "why not"}}))


def test_a_tolerance_that_would_have_no_effect_is_refused(tmp_path: Path) -> None:
    with Kennel.written(tmp_path) as contract, pytest.raises(ContractError, match="rows are compared whole"):
        verify(type("TestMigrations", (contract,), {"compare": {"dogs.name": same_number("no")}}))


def test_a_database_that_holds_tables_is_left_alone(tmp_path: Path, sqlite_file: str) -> None:
    engine = create_engine(sqlite_file)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE precious (id INTEGER)")

    with Kennel.written(tmp_path) as contract:
        outcome = report_of_one(contract, "MIG-02", url=sqlite_file)

    assert not outcome.evaluated
    assert "refusing to drop what" in outcome.reason
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM precious").scalar() == 0
    engine.dispose()


def test_nothing_is_left_in_a_database_of_the_users(tmp_path: Path, sqlite_file: str) -> None:
    with Kennel.written(tmp_path) as contract:
        outcome = report_of_one(contract, "MIG-02", url=sqlite_file)

    assert outcome.evaluated
    engine = create_engine(sqlite_file)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    engine.dispose()


def test_a_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    """And is never taken for one whose files have not changed."""
    with Kennel.written(tmp_path) as contract:
        outcome = report_of_one(type("TestMigrations", (contract,), {"released": "v9"}), "MIG-13")

    assert not outcome.evaluated
    assert "has no revision 'v9'" in outcome.reason


def test_env_py_migrates_no_other_database(tmp_path: Path) -> None:
    """Wherever it connects to by itself."""
    other = tmp_path / "production.sqlite"
    with Kennel.written(tmp_path) as contract:
        env = tmp_path / "kennel/migrations/env.py"
        code = env.read_text(encoding="utf-8")
        own = f"engine = create_engine('sqlite:///{other}')\nconfigured = engine_from_config("
        code = code.replace("engine = engine_from_config(", own).replace(
            "import engine", "import create_engine, engine"
        )
        env.write_text(code, encoding="utf-8")

        outcome = report_of_one(contract, "MIG-04")

    assert outcome.verdict.value == "held", outcome
    assert not other.exists() or not other.stat().st_size


def test_a_store_is_made_by_migrations(tmp_path: Path, sqlite_file: str) -> None:
    """With the rows that they put in, whenever a scenario begins."""
    from dovetail.stores import SqlAlchemyStore

    with Kennel.written(tmp_path) as contract:
        import kennel.adapter as adapter  # type: ignore[import-not-found]
        from kennel.models import Base  # type: ignore[import-not-found]

        engine = create_engine(sqlite_file)
        store = SqlAlchemyStore(engine, metadata=Base.metadata, adapter=adapter.SqlDogs, migrated_by=contract.migrate)
        with store.connect() as dogs:
            dogs.save(adapter.Dog(1, "Rex"))
        store.clear()
        with store.connect() as dogs:
            assert dogs.get(1) is None
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0002"
        engine.dispose()


def test_a_file_that_cannot_be_imported_is_told_with_its_line(tmp_path: Path) -> None:
    with Kennel.written(tmp_path) as contract:
        broken = tmp_path / "kennel/migrations/versions/0009_broken.py"
        broken.write_text("revision = '0009'\ndown_revision = '0002'\nsa.Column('a')\n", encoding="utf-8")

        with pytest.raises(ContractError, match=r"NameError: name 'sa' is not defined \(.*0009_broken.py:3\)"):
            verify(contract)


def test_squawk_is_found_beside_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment need not be activated."""
    program = tmp_path / "squawk"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))

    assert squawk() == str(program)


def test_a_project_without_version_control_is_the_folder_with_its_settings(tmp_path: Path) -> None:
    (tmp_path / "manage.py").touch()

    assert root_of(tmp_path / "slopes" / "migrations") == tmp_path


def test_a_project_that_nothing_marks_is_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert root_of(tmp_path / "slopes" / "migrations") == tmp_path


def test_an_async_store_is_made_by_migrations(tmp_path: Path, sqlite_file: str) -> None:
    """Its `env.py` begins an event loop of its own."""
    from dovetail.stores import AsyncSqlAlchemyStore

    async def made(store: Any) -> Any:
        async with store.connect() as sessions, sessions() as session:
            await session.execute(text("INSERT INTO harvests (plot_id, litres) VALUES (1, 2)"))
            await session.commit()
        await store.clear()
        async with store.connect() as sessions, sessions() as session:
            left = await session.execute(text("SELECT count(*) FROM harvests"))
            at = await session.execute(text("SELECT version_num FROM alembic_version"))
            return left.scalar(), at.scalar()

    with OnAnEventLoop.written(tmp_path) as contract:
        from project.models import Base  # type: ignore[import-not-found]

        engine = create_async_engine(sqlite_file.replace("sqlite", "sqlite+aiosqlite", 1), poolclass=NullPool)
        store = AsyncSqlAlchemyStore(engine, metadata=Base.metadata, adapter=_sessions, migrated_by=contract.migrate)
        found = asyncio.run(made(store))

    assert found == (0, "0004")


def _sessions(sessions: async_sessionmaker[Any]) -> async_sessionmaker[Any]:
    return sessions


def test_each_difference_of_two_schemas_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    class LeavesBoth(Kennel):
        files = {
            "models.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass",
            "migrations/versions/0001_bowls.py": step(
                1,
                'op.create_table("bowls", sa.Column("id", sa.Integer, primary_key=True))\n'
                'op.create_table("leads", sa.Column("id", sa.Integer, primary_key=True))',
                "pass",
            ),
        }
        released: ClassVar[dict[str, str]] = {}
        stated = ""

    with LeavesBoth.written(tmp_path) as contract:
        finding = report_of_one(contract, "MIG-04").finding

    assert [line.partition(":")[0] for line in finding.got.splitlines()] == [
        "bowls.id",
        "leads.id",
        "table bowls",
        "table leads",
    ]
    assert finding.expected.splitlines()[0] == "bowls.id: nothing"
