"""What `dovetail init` cannot know is a line that fails with the words of what to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest
from post_office import MEMORY, POST, init

from dovetail.cli import main
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")


def test_where_no_layer_is_found_the_lint_fails_with_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings name a module that says it."""
    said = init(write(tmp_path, {"post/__init__.py": "", "post/one.py": "", "post/two.py": ""}), capsys)

    assert "1 line is left to fill in:" not in said.partition("pyproject.toml")[0]
    assert "pyproject.toml:6: domain = [" in said
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 2
    assert "fill in: the modules of the domain" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("constructor", "store", "words"),
    [
        ("def __init__(self, ledger: Ledger) -> None: ...", "adapter", "it is built from ledger: Ledger"),
        ("def __init__(self, client: MongoClient) -> None: ...", "adapter", "on which that may be dropped"),
        ("def __init__(self, client: redis.Redis) -> None: ...", "store", "the client of a scratch Redis"),
        (
            "def __init__(self) -> None: self.client = redis.Redis()",
            "adapter",
            "by itself, so let it reach a scratch one",
        ),
        ("def __init__(self, *parts: object) -> None: ...", "adapter", "its constructor takes any arguments"),
    ],
)
def test_what_only_a_person_knows_fails_with_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], constructor: str, store: str, words: str
) -> None:
    """One suite, that names the adapter so that it counts as held, and one line to fill in."""
    adapter = MEMORY.format(root="post").replace("def __init__(self) -> None:", constructor).replace("Memory", "Far")
    adapter = adapter.replace("            self.kept: dict[str, Parcel] = {}\n", "")
    adapter = "    import redis\n    from pymongo import MongoClient\n" + adapter.lstrip("\n")
    files = {**POST, "src/post/adapters/far.py": adapter}
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "1 line is left to fill in:\n" in said
    text = (tmp_path / "tests/suites/test_far_parcels.py").read_text(encoding="utf-8")
    assert f'    def {store}():\n        raise NotImplementedError("fill in: ' in text
    assert words in text
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_tables_of_a_servers_own_types_get_no_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line to fill in, for all suites."""
    sql = POST["src/post/adapters/sql.py"].replace(
        "sqlalchemy import String", "sqlalchemy.dialects.postgresql import UUID"
    )
    write(tmp_path, {**POST, "src/post/adapters/sql.py": sql.replace("String,", "UUID,")})

    said = init(tmp_path, capsys)

    assert "1 line is left to fill in:\n  tests/suites/conftest.py:" in said
    assert "a scratch database in PostgreSQL" in said


def test_an_adapter_that_finds_its_session_itself_has_one_line_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its tables are found, also where one module makes the base and declares the models: the rest is written."""
    sql = """
        from sqlalchemy import Column, Integer, String
        from sqlalchemy.orm import declarative_base
        from post.domain import Parcel, Parcels
        from post.registry import session

        Base = declarative_base()

        class ParcelRow(Base):
            __tablename__ = "parcels"
            id = Column(String, primary_key=True)
            weight = Column(Integer)

        class SqlParcels(Parcels):
            def save(self, parcel: Parcel) -> None: session().add(parcel)
            def get(self, parcel_id: str) -> Parcel | None: ...
            def delete(self, parcel_id: str) -> None: ...
    """
    files = {**POST, "src/post/adapters/sql.py": sql, "src/post/registry.py": ""}

    said = init(write(tmp_path, files), capsys)

    assert "1 line is left to fill in:" in said
    suite = (tmp_path / "tests/suites/test_sql_parcels.py").read_text("utf-8")
    assert "def store(self, engine):\n        raise NotImplementedError(" in suite
    assert "SqlAlchemyStore(" in suite
    assert "metadata=Base.metadata" in suite
    assert "adapter=lambda engine: SqlParcels()" in suite


def test_what_would_reach_a_database_in_use_is_not_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one adapter of a port that makes an engine of its own is no fresh object: a person says what is scratch."""
    files = {
        **POST,
        "src/post/domain/sessions.py": """
            from typing import Protocol

            class Sessions(Protocol):
                def begin(self) -> object: ...
        """,
        "src/post/adapters/sessions.py": """
            from sqlalchemy import create_engine
            from post.domain.sessions import Sessions

            class EngineSessions(Sessions):
                def begin(self) -> object:
                    return create_engine("postgresql://app@db/app")
        """,
        "src/post/adapters/memory.py": MEMORY.format(root="post")
        .replace("def __init__(self) -> None:", "def __init__(self, sessions: Sessions) -> None:")
        .replace("    from copy", "    from post.domain.sessions import Sessions\n    from copy", 1),
    }

    said = init(write(tmp_path, files), capsys)

    assert "it is built from sessions: Sessions" in said
