"""A scratch database on which Django's migrations run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler, DatabaseError

from dovetail.errors import ContractError
from dovetail.suites.migration.schema.schema import Execute
from dovetail.suites.migration.tools.emptying import Scratch
from dovetail.suites.migration.tools.tool import Irreversible, Revision

_DEFAULT = "default"
_OF_THE_PLACE = {"user", "password", "host", "port"}


class DjangoDatabase(Scratch):
    """A database that takes the place of the default one while migrations run on it."""

    errors = (DatabaseError,)

    def __init__(self, labels: tuple[str, ...], url: Any) -> None:
        super().__init__(url)
        self.labels = labels
        self.url = f"sqlite:///{self._file}" if url is None else str(url)
        self.place = urlsplit(self.url)._replace(netloc="").geturl()
        said = settings_of(self.url)
        self.dialect = "sqlite" if self._file is not None or "sqlite" in said["ENGINE"] else "postgresql"
        self.connection = ConnectionHandler({_DEFAULT: said})[_DEFAULT]
        self.connection.ensure_connection = partial(_opened, self.connection)  # see in_place
        self.mark = "%s"
        self.own_tables = frozenset({"django_migrations"})

    @contextmanager
    def in_place(self) -> Iterator[Any]:
        """While the block runs, this is the default database of the process, in all of its threads.

        pytest-django lets no test at a database unless it has made one for it, by migrations that are on trial here:
        to the scratch database it may always go.
        """
        before, said, ensure = (
            connections[_DEFAULT],
            connections.settings[_DEFAULT],
            BaseDatabaseWrapper.ensure_connection,
        )

        def ensure_connection(connection: Any) -> None:
            if connection.alias == _DEFAULT:
                _opened(connection)
            else:
                ensure(connection)

        connections[_DEFAULT], connections.settings[_DEFAULT] = self.connection, self.connection.settings_dict
        BaseDatabaseWrapper.ensure_connection = ensure_connection
        try:
            yield self.connection
        finally:
            BaseDatabaseWrapper.ensure_connection = ensure
            connections[_DEFAULT], connections.settings[_DEFAULT] = before, said

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """A cursor; each statement is committed."""
        with self.in_place() as connection, connection.cursor() as cursor:

            def execute(statement: str, *parameters: Any) -> Sequence[Sequence[Any]]:
                cursor.execute(statement, list(parameters) or None)
                return list(cursor.fetchall()) if cursor.description else []

            yield execute

    def let_go(self) -> None:
        self.connection.close()

    def executor(self) -> Any:
        """What runs migrations, as it sees the database now."""
        return MigrationExecutor(self.connection)

    def up_all(self) -> None:
        """From empty to head, as `manage.py migrate` goes."""
        with self._noting():
            executor = self.executor()
            executor.migrate([key for label in self.labels for key in executor.loader.graph.leaf_nodes(label)])

    def prepare(self, revision: Revision) -> None:
        """Apply the migrations of other applications that a revision depends on."""
        with self._noting():
            executor = self.executor()
            plan = executor.migration_plan([revision.source])
            needed = [step for step in plan if step[0].app_label not in self.labels]
            if needed:
                executor.migrate(None, plan=needed)

    def up(self, revision: Revision) -> None:
        self._step(revision, back=False)

    def down(self, revision: Revision) -> None:
        try:
            self._step(revision, back=True)
        except (IrreversibleError, NotImplementedError) as error:
            raise Irreversible(" ".join(str(error).split())) from error

    def _step(self, revision: Revision, *, back: bool) -> None:
        with self._noting():
            executor = self.executor()
            executor.migrate(None, plan=[(executor.loader.graph.nodes[revision.source], back)])

    @contextmanager
    def _noting(self) -> Iterator[None]:
        self.sent = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self.sent.append(str(sql))
            return execute(sql, params, many, context)

        with self.in_place() as connection, connection.execute_wrapper(note):
            yield


def _opened(connection: Any) -> None:
    """Open a connection that is not open yet, as Django does."""
    if connection.connection is None:
        with connection.wrap_database_errors:
            connection.connect()


def settings_of(url: str) -> dict[str, Any]:
    """The entry of DATABASES that a URL stands for.

    Raises:
        ContractError: it is a database of another kind.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.partition("+")[0]
    if scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path.removeprefix("/"))}
    if scheme not in {"postgres", "postgresql"}:
        raise ContractError(
            f"the schema of {scheme} cannot be read",
            "give the URL of a scratch database of SQLite or PostgreSQL as url",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or options.get("user", "")),
        "PASSWORD": unquote(parts.password or options.get("password", "")),
        "HOST": parts.hostname or options.get("host", ""),
        "PORT": str(parts.port or options.get("port", "")),
        "OPTIONS": {name: value for name, value in options.items() if name not in _OF_THE_PLACE},
    }
