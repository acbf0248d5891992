"""Django's adapters on the migrated schema, and those of the last release: MIG-09 and MIG-14, as a project binds them.

The classes have no `django_db` mark: pytest-django would make its own database first, by the migrations on trial.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

_SETTINGS = """
    SECRET_KEY = "a"
    INSTALLED_APPS = ["ovens", "mills"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "nobody_comes_here.sqlite"}}
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
_MODELS = """
    from django.db import models


    class LoafRow(models.Model):
        id = models.IntegerField(primary_key=True)
        name = models.TextField()
        {more}
"""
_ADAPTER = """
    from contextlib import contextmanager
    from dataclasses import dataclass
    from typing import Protocol

    from dovetail import RepositoryContract
    from hypothesis import strategies as st


    @dataclass
    class Loaf:
        id: int
        name: str


    class Loaves(Protocol):
        def save(self, loaf: Loaf) -> None: ...
        def get(self, loaf_id: int) -> Loaf | None: ...


    class DjangoLoaves:
        def save(self, loaf):
            from LABEL.models import LoafRow

            LoafRow.objects.update_or_create(id=loaf.id, defaults={"name": loaf.name})

        def get(self, loaf_id):
            from LABEL.models import LoafRow

            row = LoafRow.objects.filter(id=loaf_id).first()
            return None if row is None else Loaf(row.id, row.name)


    class LoavesContract(RepositoryContract):
        port = Loaves
        entities = st.builds(Loaf, st.integers(1, 1000), st.text("abc"))


    class DjangoStore:
        @contextmanager
        def connect(self):
            from django.db import connection

            yield DjangoLoaves()
            connection.close()

        def clear(self):
            from LABEL.models import LoafRow

            LoafRow.objects.all().delete()
"""
_FIRST = """
    from django.db import migrations, models


    class Migration(migrations.Migration):
        initial = True
        operations = [
            migrations.CreateModel(
                "LoafRow",
                [("id", models.IntegerField(primary_key=True, serialize=False)), ("name", models.TextField())],
            ),
        ]
"""
_SECOND = """
    from django.db import migrations, models


    class Migration(migrations.Migration):
        dependencies = [("LABEL", "0001_loaves")]
        operations = [{operation}]
"""
_SUITE = """
    from dovetail import MigrationContract

    import mills.loaves
    import ovens.loaves


    class TestOvens(MigrationContract):
        migrations = "ovens"
        released = "v1"
        repositories = {ovens.loaves.LoavesContract: ovens.loaves.DjangoStore}


    class TestMills(MigrationContract):
        migrations = "mills"
        released = "v1"
        repositories = {mills.loaves.LoavesContract: mills.loaves.DjangoStore}
"""
_ORIGIN = 'migrations.AddField("LoafRow", "origin", models.TextField({options}))'
_ONE_NAME = ', migrations.RunSQL("CREATE UNIQUE INDEX one_name ON mills_loafrow (name)", "DROP INDEX one_name")'

pytestmark = pytest.mark.long  # every repository clause, four times


def _write(project: Path, label: str, more: str = "pass", operation: str = "") -> None:
    files = {"__init__.py": "", "migrations/__init__.py": "", "loaves.py": _ADAPTER}
    files |= {"models.py": _MODELS.format(more=more), "migrations/0001_loaves.py": _FIRST}
    if operation:
        files["migrations/0002_origin.py"] = _SECOND.format(operation=operation)
    for name, text in files.items():
        path = project / label / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).replace("LABEL", label), encoding="utf-8")


def _git(project: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *author, *arguments], cwd=project, check=True)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """By class, what came of each clause."""
    project = tmp_path_factory.mktemp("bakery")
    (project / "settings.py").write_text(dedent(_SETTINGS))
    (project / "pytest.ini").write_text("[pytest]\nDJANGO_SETTINGS_MODULE = settings\npythonpath = .\n")
    for label in ("ovens", "mills"):
        _write(project, label)
    _git(project, "init", "-q")
    _git(project, "add", "-A")
    _git(project, "commit", "-qm", "v1")
    _git(project, "tag", "v1")
    _write(project, "ovens", "origin = models.TextField(null=True)", _ORIGIN.format(options="null=True"))
    _write(project, "mills", 'origin = models.TextField(default="")', _ORIGIN.format(options='default=""') + _ONE_NAME)
    (project / "test_loaves.py").write_text(dedent(_SUITE))
    plugins = ("-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:benchmark")
    asked = ("-k", "MIG_01 or MIG_03 or MIG_09 or MIG_14", "--dovetail-json=told.json", "test_loaves.py")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *asked],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (project / "told.json").exists(), done.stdout + done.stderr
    told = json.loads((project / "told.json").read_text())
    assert not (project / "nobody_comes_here.sqlite").exists()
    shutil.rmtree(project)
    return {
        suite["suite"].rpartition("::")[2]: {each["id"]: each["outcome"] for each in suite["clauses"]}
        for suite in told["suites"]
    }


@pytest.mark.parametrize("clause", ["MIG-01", "MIG-03", "MIG-09", "MIG-14"])
def test_a_new_column_that_may_be_null_breaks_nobody(clause: str, outcomes: dict[str, dict[str, str]]) -> None:
    assert outcomes["TestOvens"][clause] == "held"


def test_a_new_column_without_a_default_in_the_database_breaks_the_last_release(
    outcomes: dict[str, dict[str, str]],
) -> None:
    assert outcomes["TestMills"]["MIG-09"] == "broken"


def test_an_index_that_only_the_migrations_have_breaks_the_repository(outcomes: dict[str, dict[str, str]]) -> None:
    assert outcomes["TestMills"]["MIG-14"] == "broken"
