"""`MigrationContract`: what a user writes once per tree of migrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import Given, Shape, option
from dovetail.suites.kernel.source import Source
from dovetail.suites.migration.binding import MigrationBinding, bind
from dovetail.suites.migration.clauses import data, models, steps
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
        text="the URL of an empty scratch database (or an engine, a callable or a fixture that gives one): every clause "
        "drops what is in it",
        otherwise="SQLite, in a file of its own",
        fixture=True,
    )
    metadata: Any = option(
        text="the tables of the models, as SQLAlchemy has them",
        otherwise="`target_metadata` of `env.py`; Django has its models",
    )
    unmodelled: Mapping[str, str] = option(
        Shape.MAPPING,
        "what the migrations make and no model has, each with the reason: `table`, `table.column`",
        otherwise="nothing",
        default={},
        example='{"audit_log": "written by triggers"}',
    )
    irreversible: Mapping[str, str] = option(
        Shape.MAPPING,
        "the revisions that have no way back, each with the reason; one that raises NotImplementedError, or has no "
        "`reverse_code`, says it by itself",
        otherwise="all others have one",
        default={},
        example='{"0007": "merges two tables"}',
    )

    rows: Mapping[str, Sequence[Mapping[str, Any]]] = option(
        Shape.MAPPING,
        "by table, values of some of its columns, where those that the types allow are not valid",
        otherwise="values that the types and the foreign keys allow",
        default={},
        example='{"orders": [{"status": "open"}, {"status": "paid"}]}',
    )
    compare: Mapping[str, Any] = option(
        Shape.MAPPING,
        "by `table.column` or `table`, what may be lost or changed on the way to head: `ignored(...)`, with the reason",
        otherwise="nothing",
        default={},
        example='{"orders.fax": ignored("nobody has one any more")}',
    )

    checks: ClassVar[tuple[Check[Any], ...]] = (
        steps.one_head,
        steps.from_empty_to_head,
        models.models_equal_the_schema,
        steps.down_gives_back_the_schema,
        steps.up_down_up,
        data.rows_are_there_at_head,
        data.data_go_back,
        data.twice_is_once,
    )

    @classmethod
    def bind(cls) -> MigrationBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        return MigrationSource(binding.tree, given["url"])

    @classmethod
    def scenario(cls, binding: Any, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> MigrationScenario:
        return MigrationScenario(binding, driver, source, draw)
