"""The revisions of an Alembic project."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from dovetail.errors import ContractError
from dovetail.suites.migration.tools.alembic_database import AlembicDatabase
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
        self.name = self.folder.name

    def loose_ends(self) -> list[str]:
        """More heads than one, unless each is the end of a branch that has a label of its own; ids that are there twice."""
        found = list(self._warnings)
        heads = [script for script in map(self.script.get_revision, self.script.get_heads()) if script is not None]
        labels = [frozenset(each.branch_labels) for each in heads]
        apart = all(labels) and len(frozenset().union(*labels)) == sum(map(len, labels))
        if len(heads) > 1 and not apart:
            found.append(f"{len(heads)} heads: {', '.join(sorted(Path(each.path).stem for each in heads))}")
        return found

    def command(self, revision: Revision | None, *, down: bool = False) -> str:
        """The line of the command line."""
        if revision is None:
            return "alembic upgrade heads"
        if not down:
            return f"alembic upgrade {revision.id}  # {revision.name}"
        return f"alembic downgrade {revision.parents[0] if revision.parents else 'base'}  # {revision.name}"

    def own_packages(self) -> frozenset[str]:
        """Those that `env.py` and the models are in are known once it has run; see `AlembicDatabase`."""
        return frozenset()

    def open(self, url: Any) -> AlembicDatabase:
        """A scratch database."""
        return AlembicDatabase(self, url)


def _read(config: Config) -> tuple[ScriptDirectory, tuple[Revision, ...]]:
    try:
        script = ScriptDirectory.from_config(config)
        found = list(script.walk_revisions())
    except (CommandError, KeyError, SyntaxError) as error:
        raise ContractError(
            f"the migrations cannot be read: {' '.join(str(error).split())}",
            "correct what `alembic history` refuses too, or give the right file: migrations = 'alembic.ini'",
        ) from error
    return script, tuple(_revision(each) for each in reversed(found))


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
