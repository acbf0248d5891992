"""The migrations of Django applications."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from dovetail.errors import ContractError
from dovetail.suites.migration.tools.django_database import DjangoDatabase
from dovetail.suites.migration.tools.tool import Revision


class DjangoTree:
    """The migrations of one or more applications; those that they depend on are applied, and not held."""

    tool = "Django"

    def __init__(self, labels: tuple[str, ...]) -> None:
        _set_up(labels)
        self.labels = labels
        self._loader = MigrationLoader(None)
        self.revisions = tuple(_revisions(self._loader, labels))
        self.folder = self.revisions[0].path.parent if self.revisions else Path(apps.get_app_config(labels[0]).path)
        self.name = ", ".join(labels)

    def loose_ends(self) -> list[str]:
        """More heads than one."""
        conflicts = self._loader.detect_conflicts()
        return [
            f"{len(names)} heads of {label}: {', '.join(sorted(names))}"
            for label, names in sorted(conflicts.items())
            if label in self.labels
        ]

    def command(self, revision: Revision | None, *, down: bool = False) -> str:
        """The line of the command line."""
        if revision is None:
            return "; ".join(f"python manage.py migrate {label}" for label in self.labels)
        label, name = revision.source
        if down:
            name = next((each.source[1] for each in self.revisions if each.id in revision.parents), "zero")
        return f"python manage.py migrate {label} {name}{f'  # back from {revision.name}' if down else ''}"

    def own_packages(self) -> frozenset[str]:
        """The packages of the applications."""
        return frozenset(apps.get_app_config(label).name.partition(".")[0] for label in self.labels)

    def open(self, url: Any) -> DjangoDatabase:
        """A scratch database."""
        return DjangoDatabase(self, url)


def _set_up(labels: tuple[str, ...]) -> None:
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        raise ContractError(
            f"{labels[0]} is no file and no folder, and for an application of Django the settings are not there",
            "run pytest with DJANGO_SETTINGS_MODULE, or write the path of alembic.ini",
        )
    if not apps.ready:
        django.setup()
    known = {each.label for each in apps.get_app_configs()}
    for label in labels:
        if label not in known:
            raise ContractError(
                f"{label} is no installed application of Django", f"they are {', '.join(sorted(known))}"
            )


def _revisions(loader: Any, labels: tuple[str, ...]) -> list[Revision]:
    """The migrations of the applications, each after those that it follows."""
    order: dict[tuple[str, str], None] = {}
    for label in labels:
        for leaf in loader.graph.leaf_nodes(label):
            order |= dict.fromkeys(key for key in loader.graph.forwards_plan(leaf) if key[0] in labels)
    found = []
    for key in order:
        migration = loader.graph.nodes[key]
        parents = tuple(_id(each, labels) for each in migration.dependencies if each[0] in labels and each in order)
        path = Path(inspect.getfile(type(migration)))
        found.append(Revision(_id(key, labels), key[1], path, parents, key))
    return found


def _id(key: tuple[str, str], labels: tuple[str, ...]) -> str:
    return key[1] if len(labels) == 1 else ".".join(key)
