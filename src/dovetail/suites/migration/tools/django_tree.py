"""The migrations of Django applications."""

from __future__ import annotations

import ast
import inspect
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from dovetail.errors import ContractError
from dovetail.suites.migration.tools.django_database import DjangoDatabase
from dovetail.suites.migration.tools.django_models import mismatches
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
        self.folders = tuple(Path(apps.get_app_config(label).path) / "migrations" for label in labels)
        replaced = {key for each in self._loader.disk_migrations.values() for key in each.replaces if key[0] in labels}
        self.replaced = frozenset(_id(key, labels) for key in replaced)
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
        if revision is None:
            return "; ".join(f"python manage.py migrate {label}" for label in self.labels)
        label, name = revision.source
        if down:
            name = next((each.source[1] for each in self.revisions if each.id in revision.parents), "zero")
        return f"python manage.py migrate {label} {name}{f'  # back from {revision.name}' if down else ''}"

    def key_of(self, path: str, text: str) -> str | None:
        """The name of the file, where it holds a migration."""
        stem, label = Path(path).stem, self._label_of(path)
        if stem.startswith("_") or "Migration" not in text:
            return None
        return stem if len(self.labels) == 1 else f"{label}.{stem}"

    def unknown_models(self, database: DjangoDatabase) -> list[str]:  # noqa: ARG002 - the files say it
        """The models in modules that no application imports."""
        found = []
        for label in self.labels:
            config = apps.get_app_config(label)
            known = {each.__name__ for each in config.get_models()}
            for file in sorted(Path(config.path).rglob("*.py")):
                parts = file.relative_to(config.path).with_suffix("").parts
                module = ".".join((config.name, *(parts[:-1] if parts[-1] == "__init__" else parts)))
                if module not in sys.modules and not {"tests", "migrations", "management"} & set(parts):
                    declared = set(_models_in(file)) - known
                    found += [
                        f"{module} declares the model {name}, and {label}.models does not import it"
                        for name in sorted(declared)
                    ]
        return found

    def mismatches(self, database: DjangoDatabase, metadata: Any) -> Sequence[str]:  # noqa: ARG002 - Django has models
        """Where the models and the migrations do not agree."""
        return mismatches(database)

    def open(self, url: Any) -> DjangoDatabase:
        return DjangoDatabase(self.labels, url)

    def _label_of(self, path: str) -> str:
        parts = Path(path).parts
        return next(
            (label for label, folder in zip(self.labels, self.folders, strict=True) if folder.parent.name in parts), ""
        )


def _models_in(file: Path) -> Iterator[str]:
    """The classes of a module that derive from Django's `Model`, but for abstract ones."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if "Model" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.ClassDef)
            and any(ast.unparse(base) in {"models.Model", "Model"} for base in node.bases)
            and "abstract = True" not in ast.unparse(node)
        ):
            yield node.name


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
