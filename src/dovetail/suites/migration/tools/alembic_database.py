"""A scratch database on which Alembic's migrations run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from dovetail.errors import ContractError
from dovetail.suites.migration.schema.schema import Execute
from dovetail.suites.migration.tools.alembic_environment import Work, needs_async_driver, run, sync_url
from dovetail.suites.migration.tools.emptying import KNOWN, Scratch
from dovetail.suites.migration.tools.tool import Irreversible, Revision


class AlembicDatabase(Scratch):
    """A database of its own in a file, or the one that a contract's `url` names."""

    errors = (DBAPIError, OSError)

    def __init__(self, config: Config, script: ScriptDirectory, revisions: Sequence[Revision], url: Any) -> None:
        self._config = config
        self._script = script
        self._revisions = revisions
        super().__init__(url)
        if url is None:
            driver = "sqlite+aiosqlite" if needs_async_driver(script) else "sqlite"
            url = f"{driver}:///{self._file}"
        self.engine, self.url = _engine(url)
        self._own_engine = self.engine is not url
        self.dialect = self.engine.dialect.name
        if self.dialect not in KNOWN:
            raise ContractError(
                f"the schema of {self.dialect} cannot be read", "give a scratch database of SQLite or PostgreSQL as url"
            )
        self.place = repr(self.engine.url)
        self.mark = "?" if self.dialect == "sqlite" else "%s"
        self.own_tables = frozenset({"alembic_version"})
        self.metadata: Any = None

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """A connection of its own, whose transaction is committed at the end."""
        with self.engine.begin() as connection:

            def execute(statement: str, *parameters: Any) -> Sequence[Sequence[Any]]:
                result = connection.exec_driver_sql(statement, parameters or None)
                return result.fetchall() if result.returns_rows else []

            yield execute

    def in_place(self) -> AbstractContextManager[Any]:
        """Nothing: what repositories are made over is given to them."""
        return nullcontext(self.engine)

    def let_go(self) -> None:
        if self._own_engine:
            self.engine.dispose()

    def run(self, work: Work) -> None:
        """Run `env.py`, and in it some steps, whose statements are noted."""
        self.sent = []

        def noting(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            self.sent.append(statement)

        def noted(context: MigrationContext) -> Iterator[MigrationStep]:
            self.own_tables = frozenset({_version_table(context)})
            self.metadata = context.opts.get("target_metadata")
            steps = list(work(context))
            connection = context.connection
            assert connection is not None  # the environment gives one
            event.listen(connection, "before_cursor_execute", noting)
            yield from steps

        run(self._config, self._script, self.engine, self.url, noted)

    def prepare(self, revision: Revision) -> None:
        """Before a first revision, have all that `env.py` makes by itself, such as a schema: it is no revision's."""
        if not revision.parents:
            self.run(lambda _: [])

    def up_all(self) -> None:
        """All steps that are left, in one go; in one transaction where that is what `env.py` asks for."""
        self.run(lambda context: [self._step(each, up=True) for each in self._left(context)])

    def _left(self, context: MigrationContext) -> list[Revision]:
        """The revisions that are not applied yet: those that no head of the database comes after."""
        above = {each.id: each.parents for each in self._revisions}
        applied: set[str] = set()
        met = list(context.get_current_heads())
        while met:
            each = met.pop()
            if each not in applied:
                applied.add(each)
                met += above.get(each, ())
        return [each for each in self._revisions if each.id not in applied]

    def up(self, revision: Revision) -> None:
        self.run(lambda _: [self._step(revision, up=True)])

    def down(self, revision: Revision) -> None:
        """One step back."""
        try:
            self.run(lambda _: [self._step(revision, up=False)])
        except NotImplementedError as error:
            raise Irreversible(str(error) or "its downgrade raises NotImplementedError") from error

    def _step(self, revision: Revision, *, up: bool) -> MigrationStep:
        kind = MigrationStep.upgrade_from_script if up else MigrationStep.downgrade_from_script
        return kind(self._script.revision_map, revision.source)


def _version_table(context: MigrationContext) -> str:
    """The table in which Alembic keeps what is applied, as a schema that is read has it."""
    table: str = context.opts.get("version_table", "alembic_version")
    schema = context.opts.get("version_table_schema")
    return table if schema in {None, "public"} else f"{schema}.{table}"


def _engine(url: Any) -> tuple[Engine, str]:
    """An engine, and the URL as `env.py` is to have it."""
    engine = getattr(url, "sync_engine", url)
    if isinstance(engine, Engine):
        if not engine.dialect.is_async:
            return engine, engine.url.render_as_string(hide_password=False)
        url = engine.url
    text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    made = sync_url(url)
    # On SQLite, a connection that is kept would read a file that is gone.
    pool = {"poolclass": NullPool} if made.get_backend_name() == "sqlite" else {}
    return create_engine(made, **pool), text
