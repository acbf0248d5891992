"""Trees of migrations as text, written into a folder for as long as a test needs them."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, ClassVar

from dovetail import MigrationContract

_AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
_ENV = """
from alembic import context
from sqlalchemy import engine_from_config, pool

from {package}.models import Base

engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""
ASYNC_ENV = """
import asyncio

from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import async_engine_from_config

from project.models import Base


def run(connection):
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_async():
    section = context.config.get_section("alembic")
    engine = async_engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(run_async())
"""
"""What `alembic init -t async` writes, of a project that is called `project`."""


def step(number: int, up: str, down: str, *, after: str | None = "", head: str = "", more: str = "") -> str:
    """The file of an Alembic revision.

    Args:
        number: its id, from 1 on.
        up: the body of `upgrade`.
        down: the body of `downgrade`.
        after: the id of the one before it, as it stands in the file; the number before, where it is not given.
        head: what stands above the functions.
        more: further lines of what Alembic reads.
    """
    before = after if after != "" else (repr(f"{number - 1:04}") if number > 1 else None)
    bodies = "".join(
        f"\n\ndef {name}():\n{indent(dedent(body).strip(), '    ')}\n"
        for name, body in (("upgrade", up), ("downgrade", down))
    )
    return (
        f"import sqlalchemy as sa\nfrom alembic import op\n{dedent(head)}\n"
        f'revision = "{number:04}"\ndown_revision = {before}\n{more}{bodies}'
    )


class AlembicProject:
    """A project with Alembic migrations; its files by their paths.

    Attributes:
        files: the files below the package's folder.
        options: what its contract states.
        released: the files as they were in the release `v1`, where there is one.
        stated: `module:NAME` of further options, in the project itself.
        made_for: the clauses that a brief run holds it to.
        needs: the fixture that gives the URL of its database; a file of SQLite where there is none.
        on_sqlite: whether it runs there, too.
    """

    package = "project"
    files: ClassVar[Mapping[str, str]] = {}
    released: ClassVar[Mapping[str, str]] = {}
    stated: ClassVar[str] = ""
    made_for: ClassVar[tuple[str, ...]] = ()
    options: ClassVar[Mapping[str, Any]] = {}
    needs: ClassVar[tuple[str, ...]] = ()
    on_sqlite: ClassVar[bool] = True

    @classmethod
    @contextmanager
    def written(cls, folder: Path) -> Iterator[type[MigrationContract]]:
        """Its contract, while its files are in a folder and can be imported."""
        package = folder / cls.package
        (folder / "pyproject.toml").touch()
        if cls.released:
            cls._write(package, cls.released)
            for arguments in (["init", "-q"], ["add", "."], [*_AUTHOR, "commit", "-qm", "v1"], ["tag", "v1"]):
                subprocess.run(["git", *arguments], cwd=folder, check=True)
            shutil.rmtree(package)
        cls._write(package, cls.files)
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        try:
            options = {"migrations": package / "migrations", **cls.options}
            if cls.stated:
                module, _, name = cls.stated.partition(":")
                options |= getattr(importlib.import_module(module), name)
            yield type(cls.__name__, (MigrationContract,), options)
        finally:
            sys.path.remove(str(folder))
            for module in [each for each in sys.modules if each.partition(".")[0] == cls.package]:
                del sys.modules[module]
            shutil.rmtree(package)

    @classmethod
    def _write(cls, package: Path, files: Mapping[str, str]) -> None:
        env = {"__init__.py": "", "migrations/env.py": _ENV.format(package=cls.package)}
        for name, text in {**env, **files}.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")


class DjangoProject:
    """A Django application with migrations; its files by their paths, with LABEL for its label.

    Attributes:
        files: the files of the application.
        options: what its contract states.
    """

    files: ClassVar[Mapping[str, str]] = {}
    options: ClassVar[Mapping[str, Any]] = {}

    @classmethod
    def label(cls) -> str:
        """The name of the application, by which several can be installed at once."""
        return cls.__name__.lower()

    @classmethod
    def write(cls, folder: Path) -> type[MigrationContract]:
        """Write the application into a folder, and give its contract."""
        for name, text in {"__init__.py": "", "migrations/__init__.py": "", **cls.files}.items():
            path = folder / cls.label() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).replace("LABEL", cls.label()), encoding="utf-8")
        stated = {"migrations": cls.label(), **cls.options}
        return type(cls.__name__, (MigrationContract,), stated)


def django_step(number: int, operations: str, *, after: str = "", head: str = "") -> str:
    """The file of a Django migration.

    Args:
        number: the first part of its name, from 1 on.
        operations: the list of its operations, as it stands in the file.
        after: the name of the one before it.
        head: functions that it runs.
    """
    before = f'[("LABEL", "{after}")]' if after else "[]"
    return (
        f"from django.db import migrations, models\n\n\n{dedent(head)}\n\n"
        f"class Migration(migrations.Migration):\n    initial = {number == 1}\n    dependencies = {before}\n"
        f"    operations = [\n{indent(dedent(operations).strip(), '        ')}\n    ]\n"
    )
