"""The page on migrations runs as it is written: "migrations.md"."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "migrations.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]

_FILES = re.compile(r"^```python\n# ([\w/]+\.py)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
_AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
# Those that the page speaks of: all of them take their time, and hold elsewhere.
_ASKED = "MIG_04 or MIG_06 or MIG_09 or MIG_10 or MIG_13 or REPO_01"

GIVEN = {
    "boats/__init__.py": "",
    "boats/domain.py": """
        from dataclasses import dataclass
        from typing import Protocol


        @dataclass
        class Boat:
            id: str
            name: str


        class Boats(Protocol):
            def save(self, boat: Boat) -> None: ...
            def get(self, boat_id: str) -> Boat | None: ...
    """,
    "boats/models.py": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


        class Base(DeclarativeBase):
            pass


        class BoatModel(Base):
            __tablename__ = "boats"
            id: Mapped[str] = mapped_column(primary_key=True)
            name: Mapped[str]
            berth: Mapped[str | None]
    """,
    "boats/adapter.py": """
        from sqlalchemy.orm import Session

        from boats.domain import Boat
        from boats.models import BoatModel

        class SqlBoats:
            def __init__(self, session: Session) -> None:
                self.session = session

            def save(self, boat: Boat) -> None:
                self.session.merge(BoatModel(id=boat.id, name=boat.name))
                self.session.commit()

            def get(self, boat_id: str) -> Boat | None:
                found = self.session.get(BoatModel, boat_id)
                return None if found is None else Boat(found.id, found.name)
    """,
    "alembic.ini": """
        [alembic]
        script_location = migrations
        prepend_sys_path = .
        path_separator = os
    """,
    "migrations/env.py": """
        from alembic import context
        from sqlalchemy import engine_from_config

        from boats.models import Base

        engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
        with engine.connect() as connection:
            context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
            with context.begin_transaction():
                context.run_migrations()
        engine.dispose()
    """,
}


def revision(number: int, up: str, down: str) -> str:
    """The file of a revision."""
    before = repr(f"{number - 1:04}") if number > 1 else None
    return (
        f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{number:04}"\ndown_revision = {before}\n\n\n'
        f"def upgrade():\n    {up}\n\n\ndef downgrade():\n    {down}\n"
    )


VERSIONS = {
    "migrations/versions/0001_boats.py": revision(
        1,
        'op.create_table("boats", sa.Column("id", sa.String, primary_key=True), '
        'sa.Column("name", sa.String, nullable=False))',
        'op.drop_table("boats")',
    ),
    "migrations/versions/0002_berths.py": revision(
        2, 'op.add_column("boats", sa.Column("berth", sa.String))', 'op.drop_column("boats", "berth")'
    ),
    "migrations/versions/0003_trimmed.py": revision(
        3, "op.execute(\"UPDATE boats SET name = ltrim(name, 'x')\")", "pass"
    ),
}


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    """The project that the page supposes to be there, at its release, and its files as they are now."""
    first, shown = "migrations/versions/0001_boats.py", dict(_FILES.findall(PAGE))
    written(pytester.path, {**GIVEN, first: VERSIONS[first], "boats/contracts.py": shown["boats/contracts.py"]})
    models = pytester.path / "boats/models.py"
    models.write_text(models.read_text("utf-8").replace("    berth: Mapped[str | None]\n", ""), encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "."], [*_AUTHOR, "commit", "-qm", "v1"], ["tag", "v1"]):
        subprocess.run(["git", *arguments], cwd=pytester.path, check=True)
    return written(pytester.path, {**GIVEN, **VERSIONS, **shown})


def written(folder: Path, files: dict[str, str]) -> Path:
    """The folder, with these files in it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), encoding="utf-8")
    return folder


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """A run of pytest in the project."""
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider", "-rs", *arguments)


@pytest.mark.long
@pytest.mark.usefixtures("project")
def test_the_project_of_the_page_holds(pytester: pytest.Pytester) -> None:
    result = run(pytester, "test_all_of_it.py", "test_boats.py", "-k", _ASKED)

    result.assert_outcomes(passed=5, skipped=1)
    result.stdout.fnmatch_lines(["*MIG-10 not applicable: squawk knows what locks for long on PostgreSQL*"])


@pytest.mark.long
def test_what_is_lost_is_found(project: Path, pytester: pytest.Pytester) -> None:
    """A column that is renamed by dropping it, in a project that states its tree alone."""
    lost = revision(
        4,
        'op.add_column("boats", sa.Column("place", sa.String)); op.drop_column("boats", "berth")',
        'op.add_column("boats", sa.Column("berth", sa.String)); op.drop_column("boats", "place")',
    )
    written(project, {"migrations/versions/0004_places.py": lost})

    result = run(pytester, "test_migrations.py", "-k", "MIG_03 or MIG_06")

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["*MIG-06 what was valid at a revision is there at head*", "*boats.berth*nothing has it*"]
    )
