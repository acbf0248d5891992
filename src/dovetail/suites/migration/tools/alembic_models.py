"""Compares models and schema by Alembic's own autogenerate, without what that is known to get wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext, MigrationStep
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import CreateSchema

from dovetail.errors import ContractError
from dovetail.suites.migration.schema.schema import Schema

if TYPE_CHECKING:
    from dovetail.suites.migration.tools.alembic_database import AlembicDatabase


def mismatches(database: AlembicDatabase, stated: Any = None) -> list[str]:
    """Where the models and the migrated schema do not agree, both ways.

    What autogenerate says of a schema that was made of the models themselves is a limit of its own, and left out.

    Args:
        database: the scratch database.
        stated: the metadata that a contract states; what `env.py` compares with, where it states none.
    """
    made = _made_of_models(database, stated)
    limits, reference = (set(), None) if made is None else made
    database.reset()
    database.up_all()
    found = [each for each in _compared(database, stated) if each not in limits]
    if reference is not None:
        migrated = database.schema()
        found += [*_unseen(reference, migrated), *_no_conditions(reference, migrated, database.dialect)]
    return found


def _made_of_models(database: AlembicDatabase, stated: Any) -> tuple[set[str], Schema] | None:
    """What autogenerate says of a schema that is made of the models, and that schema; None where it cannot be made."""
    database.run(lambda _: [])  # env.py imports the models
    database.reset()
    try:
        with database.engine.begin() as connection:
            for metadata in metadata_of(database, stated):
                for schema in sorted({each.schema for each in metadata.tables.values() if each.schema}):
                    connection.execute(CreateSchema(schema, if_not_exists=True))
                metadata.create_all(connection)
    except (DBAPIError, SQLAlchemyError):  # it takes an extension, say, that only the migrations make
        return None
    return set(_compared(database, stated)), database.schema()


def metadata_of(database: AlembicDatabase, stated: Any) -> Sequence[MetaData]:
    """The metadata that the schema is compared with.

    Raises:
        ContractError: nothing says which.
    """
    held = database.metadata if stated is None else stated
    if held is None:
        raise ContractError(
            "nothing says which models the migrations make the tables of",
            "write metadata = Base.metadata in the contract, or give target_metadata in env.py",
        )
    return (held,) if isinstance(held, MetaData) else tuple(held)


def _compared(database: AlembicDatabase, stated: Any) -> list[str]:
    found: list[str] = []

    def work(context: MigrationContext) -> Sequence[MigrationStep]:
        held: Any = stated if stated is not None else context.opts.get("target_metadata")
        for each in compare_metadata(_strict(context), held):
            found.extend(_told(each, context))
        return ()

    database.run(work)
    return found


def _strict(context: MigrationContext) -> MigrationContext:
    """The same comparison with types and defaults, whether or not `env.py` asks for them."""
    options = dict(context.opts)
    for name in ("compare_type", "compare_server_default"):
        options[name] = options.get(name) or True
    connection = context.connection
    assert connection is not None  # the environment gives one
    return MigrationContext.configure(connection=connection, opts=options)


def _told(difference: Any, context: MigrationContext) -> Iterator[str]:
    """A difference as a sentence; those of one column come as a list."""
    if isinstance(difference, list):
        for each in difference:
            yield from _told(each, context)
        return
    kind, *rest = difference
    if kind.startswith("modify_"):
        yield from _modified(kind, rest, context)
        return
    what = {
        "table": lambda: f"the table {rest[0].fullname}",
        "column": lambda: f"{_place(*rest[:2])}.{rest[2].name}",
    }.get(kind.partition("_")[2], lambda: _constraint(rest[0]))()
    if kind.startswith("add_"):
        yield f"the models have {what}, and the migrations make none"
    else:
        yield f"the migrations make {what}, and the models have none"


def _modified(kind: str, rest: Any, context: MigrationContext) -> Iterator[str]:
    """How a column is another one in the schema than in the models; a comment is none that anything depends on."""
    place = f"{_place(*rest[:2])}.{rest[2]}"
    now, then = rest[4:6]
    if kind == "modify_nullable":
        now, then = (("NULL" if each else "NOT NULL") for each in (now, then))
        yield f"{place} is {now} in the schema, and {then} in the models"
    elif kind == "modify_type":
        yield f"{place} is {now!r} in the schema, and {then!r} in the models"
    elif kind == "modify_default":
        now, then = _default(now, context), _default(then, context)
        if not _is_equal(now, then, context):
            yield f"{place} has the default {now} in the schema, and {then} in the models"


def _place(schema: str | None, table: str) -> str:
    return f"{schema}.{table}" if schema else table


def _constraint(item: Any) -> str:
    columns = ", ".join(str(getattr(each, "name", each)) for each in getattr(item, "columns", ()) or ())
    table = getattr(getattr(item, "table", None), "fullname", "")
    unique = "unique " if getattr(item, "unique", False) else ""
    noun = {"Index": "index", "UniqueConstraint": "unique constraint", "ForeignKeyConstraint": "foreign key"}
    to = _referred(item) if type(item).__name__ == "ForeignKeyConstraint" else ""
    return f"the {unique}{noun.get(type(item).__name__, type(item).__name__)} on {table} ({columns}){to}"


def _referred(key: Any) -> str:
    """What a foreign key refers to, and what happens to a row where that is changed or deleted."""
    rules = (("ON UPDATE", key.onupdate), ("ON DELETE", key.ondelete))
    to = ", ".join(each.target_fullname for each in key.elements)
    return f" to {to}" + "".join(f" {event} {rule}" for event, rule in rules if rule)


def _default(held: Any, context: MigrationContext) -> str:
    """A server default as the database takes it."""
    argument = getattr(held, "arg", held)
    if argument is None:
        return "NULL"
    if isinstance(argument, str):
        return argument if held is argument else "'" + argument.replace("'", "''") + "'"
    return str(argument.compile(dialect=context.dialect, compile_kwargs={"literal_binds": True}))


def _is_equal(one: str, other: str, context: MigrationContext) -> bool:
    """Whether two expressions give the same value, as `false` and `0` do on SQLite."""
    if one.strip("()'") == other.strip("()'"):
        return True
    if context.dialect.name != "sqlite" or context.connection is None:
        return False  # the comparison on PostgreSQL has asked the database itself
    try:
        return bool(context.connection.exec_driver_sql(f"SELECT ({one}) IS ({other})").scalar())
    except DBAPIError:
        return False


def _unseen(reference: Schema, migrated: Schema) -> Iterator[str]:
    """What autogenerate does not look at: keys, and the values of enum types."""
    for name, table in reference.tables.items():
        held = migrated.tables.get(name)
        if held is not None and held.key != table.key:
            there, modelled = ", ".join(held.key), ", ".join(table.key)
            yield f"the key of {name} is ({there}) in the schema, and ({modelled}) in the models"
    for name, labels in reference.enums.items():
        made = migrated.enums.get(name)
        if made is not None and set(made) != set(labels):
            yield f"the type {name} has {sorted(made)} in the schema, and {sorted(labels)} in the models"
        elif made is None:
            yield f"the models have the type {name}, and the migrations make none"


def _no_conditions(reference: Schema, migrated: Schema, dialect: str) -> Iterator[str]:
    """The conditions that the models state, and the migrations do not make.

    SQLite keeps the text of each, and one that is written otherwise may mean the same: there they have to be fewer.
    """
    for name, conditions in reference.checks.items():
        if name in migrated.tables:
            there = migrated.checks.get(name, ())
            if dialect != "sqlite" or len(there) < len(conditions):
                for condition in sorted(set(conditions) - set(there)):
                    yield f"the models have {condition} on {name}, and the migrations make none"
