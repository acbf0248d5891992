"""The revisions of an Alembic project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from dovetail.errors import ContractError
from dovetail.suites.migration.sources import revision_id
from dovetail.suites.migration.tools.alembic_database import AlembicDatabase
from dovetail.suites.migration.tools.alembic_models import mismatches
from dovetail.suites.migration.tools.tool import Revision

_INI = (".ini", ".cfg")


class AlembicTree:
    """The revisions below the folder that a configuration names."""

    tool = "Alembic"

    def __init__(self, config: Config) -> None:
        self.config = config
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            self.script, self.revisions = _read(config)
        self._warnings = [str(each.message) for each in told if "present more than once" in str(each.message)]
        self.folder = Path(self.script.dir)
        self.folders: tuple[Path, ...] = (self.folder,)
        self.replaced: frozenset[str] = frozenset()
        self._origin = Path(config.config_file_name or getattr(config, "toml_file_name", None) or self.folder).resolve()
        self.name = f"{self.folder.parent.name}/{self.folder.name}"

    def loose_ends(self) -> list[str]:
        """More heads than one, unless each ends a branch with a label of its own; ids that are there twice."""
        found = list(self._warnings)
        heads = [self.script.get_revision(each) for each in self.script.get_heads()]
        labels = [frozenset(each.branch_labels) for each in heads]
        apart = all(labels) and len(frozenset().union(*labels)) == sum(map(len, labels))
        if len(heads) > 1 and not apart:
            found.append(f"{len(heads)} heads: {', '.join(sorted(Path(each.path).stem for each in heads))}")
        return found

    def command(self, revision: Revision | None, *, down: bool = False) -> str:
        if revision is None:
            return "alembic upgrade heads"
        if not down:
            return f"alembic upgrade {revision.id}  # {revision.name}"
        return f"alembic downgrade {revision.parents[0] if revision.parents else 'base'}  # {revision.name}"

    def key_of(self, path: str, text: str) -> str | None:  # noqa: ARG002 - Django's id is in the path
        """The id that a file states."""
        return revision_id(text)

    def unknown_models(self, database: AlembicDatabase) -> list[str]:
        """The models that are declared in the project and that `env.py` does not import.

        Raises:
            ContractError: that could not be looked at.
        """
        asked = {"origin": str(self._origin), "url": database.url, "path": sys.path}
        command = [sys.executable, "-m", "dovetail.suites.migration.tools.models_process"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            command, input=json.dumps(asked), env=environment, capture_output=True, text=True, check=False
        )
        try:
            answer = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, json.JSONDecodeError) as error:
            said = done.stderr.strip().splitlines()
            raise ContractError(
                f"env.py of {self.folder} cannot run in a process of its own: {said[-1] if said else done.returncode}",
                "what it imports has to be importable, and what it reads set, outside of this test too",
            ) from error
        return list(answer["found"])

    def mismatches(self, database: AlembicDatabase, metadata: Any) -> Sequence[str]:
        """Where the models and the migrations do not agree."""
        return mismatches(database, metadata)

    def open(self, url: Any) -> AlembicDatabase:
        return AlembicDatabase(self.config, self.script, self.revisions, url)


def _read(config: Config) -> tuple[ScriptDirectory, tuple[Revision, ...]]:
    try:
        script = ScriptDirectory.from_config(config)
        found = list(script.walk_revisions())
    except Exception as error:
        raise ContractError(
            f"the migrations cannot be read: {_told(error)}",
            "correct what `alembic history` refuses too, or give the right file: migrations = 'alembic.ini'",
        ) from error
    return script, tuple(_revision(each) for each in reversed(found))


def _told(error: Exception) -> str:
    """What an error says; with the line that raised it, where that is in a file that was being imported."""
    said = " ".join(str(error).split())
    if isinstance(error, (CommandError, KeyError, SyntaxError)):
        return said
    imported = [each for each in traceback.extract_tb(error.__traceback__) if each.name == "<module>"]
    place = f" ({imported[-1].filename}:{imported[-1].lineno})" if imported else ""
    return f"{type(error).__name__}: {said}{place}"


def _revision(script: Any) -> Revision:
    path = Path(script.path)
    return Revision(script.revision, path.stem, path, _together(script.down_revision), script)


def _together(ids: str | Iterable[str] | None) -> tuple[str, ...]:
    if ids is None:
        return ()
    return (ids,) if isinstance(ids, str) else tuple(ids)


def config_of(path: Path) -> Config:
    """The configuration in a file, or of a folder that has an `env.py`.

    Raises:
        ContractError: it is neither.
    """
    if path.is_dir():
        config = Config()
        config.set_main_option("script_location", str(path).replace("%", "%%"))
        return config
    config = Config(str(path)) if path.suffix in _INI else Config(toml_file=str(path))
    location = config.get_alembic_option("script_location")
    if location is None:
        raise ContractError(f"{path} names no script_location", "give the file that `alembic` itself is run with")
    if ":" not in location and not Path(location).is_absolute() and not Path(location).exists():
        beside = path.parent / location
        if beside.is_dir():  # pytest runs elsewhere than the command line does
            config.set_main_option("script_location", str(beside).replace("%", "%%"))
    return config
