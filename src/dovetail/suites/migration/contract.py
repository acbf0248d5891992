"""`MigrationContract`: what a user writes once per tree of migrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Given, mapping, option
from dovetail.suites.kernel.source import Source
from dovetail.suites.kernel.subject import bound
from dovetail.suites.migration import clauses
from dovetail.suites.migration.binding import MigrationBinding, bind
from dovetail.suites.migration.scenario import MigrationScenario
from dovetail.suites.migration.source import MigrationSource


class MigrationContract(Contract):
    """What every tree of migrations promises, of Alembic or of Django."""

    migrations: Any = option(
        text="`alembic.ini`, a folder with an `env.py`, or a `Config` of Alembic's; or the label of a Django "
        "application, or several",
        otherwise="required",
        binds=True,
        subject=True,
    )
    url: Any = option(
        text="the URL of an empty scratch database, or an engine, a callable or a fixture that gives one: every clause "
        "drops what is in it",
        otherwise="SQLite, in a file of its own",
        fixture=True,
    )
    metadata: Any = option(
        text="the tables of the models, as SQLAlchemy has them",
        otherwise="`target_metadata` of `env.py`; Django has its models",
    )
    unmodelled: Mapping[str, str] = mapping(
        "what the migrations make and no model has, each with the reason: `table`, `table.column`",
        otherwise="nothing",
        example='{"audit_log": "written by triggers"}',
    )
    irreversible: Mapping[str, str] = mapping(
        "the revisions that have no way back, each with the reason; one that raises NotImplementedError, or has no "
        "`reverse_code`, says it by itself",
        otherwise="all others have one",
        example='{"0007": "merges two tables"}',
    )

    rows: Mapping[str, Sequence[Mapping[str, Any]]] = mapping(
        "by table, values of some of its columns, where those that the types allow are not valid",
        otherwise="values that the types and the foreign keys allow",
        example='{"orders": [{"status": "open"}, {"status": "paid"}]}',
    )
    compare: Mapping[str, Any] = mapping(
        "by `table.column` or `table`, what may be lost or changed on the way to head: `ignored(...)`, with the reason",
        otherwise="nothing",
        example='{"orders.fax": ignored("nobody has one any more")}',
    )

    repositories: Mapping[Any, Callable[..., Any]] = mapping(
        "for each contract of a repository on these tables, a function of an engine (or of a `url`; for Django, of "
        "nothing) that gives its store",
        otherwise="rows are made from types alone, and MIG-09 and MIG-14 do not apply",
        example="{OrderRepositoryContract: orders_on}",
    )
    released: str | None = option(
        text="the git revision of the last release, such as a tag: its files do not change, and its adapters "
        "work on the new schema",
        otherwise="MIG-09, MIG-10 and MIG-13 do not apply",
        example='"v1.2"',
    )
    domain: str | None = option(
        text="the package that no migration may import",
        otherwise="the project's folders `domain`, `core`, `entities`; models, enums and dataclasses wherever they are",
        example='"shop.domain"',
    )

    checks = checks_in(clauses)
    words = MigrationScenario

    @classmethod
    def bind(cls) -> MigrationBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        return MigrationSource(binding.tree, given["url"])

    @classmethod
    def migrate(cls, engine: Any) -> None:
        """Bring the database of an engine to head: what a store's `migrated_by` is given, in the place of `create_all`.

        Args:
            engine: an engine, sync or async, or a URL.
        """
        bound(cls).tree.open(engine).up_all()
