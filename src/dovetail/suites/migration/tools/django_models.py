"""Compares models, migrations and schema of Django applications."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from dovetail.suites.migration.schema.schema import Schema

if TYPE_CHECKING:
    from dovetail.suites.migration.tools.django_database import DjangoDatabase


def mismatches(database: DjangoDatabase) -> list[str]:
    """Where models and migrations do not agree, in Django's own view and in the schema that each of them makes."""
    labels = set(database.labels)
    loader = database.executor().loader
    state = loader.project_state()
    questioner = MigrationQuestioner(specified_apps=labels)
    detector = MigrationAutodetector(state, ProjectState.from_apps(apps), questioner)
    found = [
        f"makemigrations would {_lower(operation.describe())}"
        for migrations in detector.changes(graph=loader.graph, trim_to_apps=labels).values()
        for migration in migrations
        for operation in migration.operations
    ]
    modelled = _made_of_models(database)
    database.reset()
    database.up_all()
    migrated = database.schema()
    tables = {_table(each) for each in (*apps.get_models(), *state.apps.get_models()) if _label(each) in labels}
    return found or [*_told(modelled, migrated, tables)]


def _made_of_models(database: DjangoDatabase) -> Schema:
    """The schema that the models would have without any migration."""
    models = [each for each in apps.get_models() if _is_managed(each)]
    with database.in_place() as connection, connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    return database.schema()


def _told(modelled: Schema, migrated: Schema, tables: Collection[str]) -> Iterator[str]:
    wanted, there = Counter(_nameless(modelled, tables)), Counter(_nameless(migrated, tables))
    for each in sorted((wanted - there).keys()):
        yield f"the models have {each}, and the migrations make none"
    for each in sorted((there - wanted).keys()):
        yield f"the migrations make {each}, and the models have none"


def _nameless(schema: Schema, tables: Collection[str]) -> Iterator[str]:
    """What some tables consist of, without the names of constraints and indexes, which Django makes up."""
    for name, table in schema.tables.items():
        if name in tables:
            yield f"the table {name} with the key ({', '.join(table.key)})"
            yield from (f"{name}.{column} as {each}" for column, each in table.columns.items())
    for place, text in schema.parts.items():
        kind, _, rest = place.partition(" ")
        if kind == "index":
            plain = re.sub(r"INDEX (?:IF NOT EXISTS )?\S+ ON", "INDEX ON", text)
            if any(re.search(rf"\bON (?:public\.)?{re.escape(each)}\b", plain) for each in tables):
                yield plain
        elif kind in tables:
            yield f"{kind} {text if rest.startswith('constraint ') else f'{rest} {text}'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _is_managed(model: Any) -> bool:
    options = model._meta  # noqa: SLF001 - public in Django, despite its name
    return options.managed and not options.proxy and not options.swapped


def _table(model: Any) -> str:
    table: str = model._meta.db_table  # noqa: SLF001 - public in Django, despite its name
    return table


def _label(model: Any) -> str:
    label: str = model._meta.app_label  # noqa: SLF001 - public in Django, despite its name
    return label
