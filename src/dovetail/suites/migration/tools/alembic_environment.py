"""Runs a project's `env.py` on a scratch database, wherever it would connect to by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url

from dovetail.errors import ContractError

Work = Callable[[MigrationContext], Iterable[MigrationStep]]
"""What is done once `env.py` has set everything up: it gives the steps to be taken."""


def scratch_environment(
    config: Config, script: ScriptDirectory, scratch: Connection, fn: Callable[..., Any]
) -> EnvironmentContext:
    """The environment in which `env.py` runs; a connection to any other database is replaced by the scratch one.

    What `env.py` says of schemas, batches, tables to be left out and transactions holds as it does on the command line.
    The method is replaced on the object, since Alembic gives `env.py` an object of this very class alone.
    """
    environment = EnvironmentContext(config, script, fn=fn)
    configure = environment.configure

    def configure_scratch(connection: Connection | None = None, *args: Any, **options: Any) -> None:
        if connection is None or not is_same_database(connection.engine, scratch.engine):
            connection = scratch
        options.pop("url", None)
        configure(connection, *args, **options)

    environment.configure = configure_scratch  # type: ignore[method-assign]
    return environment


def is_same_database(one: Engine, other: Engine) -> bool:
    """Whether two engines lead to one database, by whatever driver; one in memory is another for each engine."""
    return one is other or (bool(one.url.database) and ":memory:" not in str(one.url) and _place(one) == _place(other))


def _place(engine: Engine) -> tuple[Any, ...]:
    url = engine.url
    return url.get_backend_name(), url.host or url.query.get("host"), url.port, url.database


def run(config: Config, script: ScriptDirectory, engine: Engine, url: str, work: Work) -> None:
    """Run `env.py`, and what is to be done in it.

    Raises:
        ContractError: `env.py` itself cannot run, or does not get as far as its migrations.
    """
    begun = False

    def steps(_heads: Any, context: MigrationContext) -> Iterable[MigrationStep]:
        nonlocal begun
        begun = True
        return work(context)

    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    with logging_as_it_was(), engine.connect() as scratch:
        config.attributes["connection"] = scratch
        environment = scratch_environment(config, script, scratch, steps)
        try:
            with environment:
                script.run_env()
        except Exception as error:
            if begun or isinstance(error, ContractError):
                raise
            raise ContractError(
                f"env.py of {script.dir} cannot run: {type(error).__name__}: {' '.join(str(error).split())}",
                "set what it reads (monkeypatch.setenv in a fixture `url`), or let it take the connection in "
                'config.attributes["connection"] where there is one',
            ) from error
        finally:
            config.attributes.pop("connection", None)
        if scratch.in_transaction():  # that of an env.py which leaves it to its own connection to commit
            scratch.commit()
    if not begun:
        raise ContractError(
            f"env.py of {script.dir} runs no migrations",
            "dovetail runs it online: it has to call context.configure(...) and context.run_migrations()",
        )


def needs_async_driver(script: ScriptDirectory) -> bool:
    """Whether `env.py` makes an async engine of the URL that it is given."""
    with open(script.env_py_location, encoding="utf-8") as file:  # noqa: PTH123 - a path as text
        return "async_engine" in file.read()


_SYNC = {"sqlite": ("pysqlite",), "postgresql": ("psycopg", "psycopg2")}


def sync_url(url: Any) -> Any:
    """The URL by which the same database is reached without an event loop.

    Raises:
        ContractError: no driver for that is installed.
    """
    made = make_url(url)
    backend = made.get_backend_name()
    if not made.get_dialect().is_async:
        return made
    for driver in _SYNC.get(backend, ()):
        candidate = made.set(drivername=f"{backend}+{driver}")
        try:
            candidate.get_dialect().import_dbapi()
        except ImportError:
            continue
        return candidate
    raise ContractError(
        f"{made!r} is reached through an event loop alone, and dovetail reads schemas without one",
        f"pip install {_SYNC.get(backend, ('psycopg',))[0]}",
    )


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    """Put all loggers back afterwards: `fileConfig` switches off those that exist, and takes the root's handlers."""
    known = [logging.getLogger(), *_loggers()]
    before = [(each, each.disabled, each.level, list(each.handlers), each.propagate) for each in known]
    try:
        yield
    finally:
        for logger, disabled, level, handlers, propagate in before:
            logger.disabled, logger.level, logger.propagate = disabled, level, propagate
            logger.handlers[:] = handlers


def _loggers() -> list[logging.Logger]:
    return [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
