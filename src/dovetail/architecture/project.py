"""A repository as the gate sees it: its settings, its import-linter contracts, its packages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dovetail.architecture.imports.linter_config import CONFIG_FILES, LinterConfig, limit, read_config
from dovetail.architecture.settings import EXAMPLE, Settings, read_settings
from dovetail.architecture.source.guess import guess_root_packages
from dovetail.architecture.source.locate import package_directories, search_path
from dovetail.architecture.source.tree import Portion, read_portion
from dovetail.errors import ContractError

# The files to read: one, several, or those that are read where none is named.
Configs = Path | Sequence[Path] | None


class Repository(NamedTuple):
    """What there is to judge.

    Attributes:
        root: the folder in which the gate was started.
        settings: `[tool.dovetail]`, if any.
        linters: import-linter's configurations: one, or one for each file that was named.
        configs: the files that were named to be read, if any.
    """

    root: Path
    settings: Settings | None
    linters: tuple[LinterConfig, ...]
    configs: tuple[Path, ...] = ()

    @property
    def architecture(self) -> Settings | None:
        """The settings, where they ask for more than import contracts."""
        return self.settings if self.settings and self.settings.architecture != "none" else None

    @property
    def guesses(self) -> bool:
        """Whether the root packages are those that happen to be there."""
        return not (self.linters or (self.settings and self.settings.root_packages))

    @property
    def root_packages(self) -> tuple[str, ...]:
        """The packages that `[tool.dovetail]` speaks about: its own, import-linter's, or those there are."""
        if self.settings and self.settings.root_packages:
            return tuple(dict.fromkeys(self.settings.root_packages))
        named = dict.fromkeys(name for linter in self.linters for name in linter.root_packages)
        return tuple(named) or guess_root_packages(self.root)

    def portions(self, packages: tuple[str, ...]) -> tuple[Portion, ...]:
        """Read the folders of some root packages.

        Raises:
            ContractError: one of them cannot be found.
        """
        search = search_path(self.root)
        found = ((name, place) for name in dict.fromkeys(packages) for place in package_directories(name, search))
        return tuple(read_portion(name, place) for name, place in found)


def open_repository(root: Path, config: Configs = None, contracts: Sequence[str] = ()) -> Repository:
    """Read what a repository says of itself.

    Args:
        root: its folder.
        config: the files to read, one or several; else pyproject.toml, and whichever file lint-imports would read.
        contracts: the ids of the only contracts to be judged, with their file before a colon where two have the same;
            else all, and the architecture.

    Raises:
        ContractError: there is no such folder, file or contract, it is malformed, or nothing in it is meant for the
            gate.
    """
    if not root.is_dir():
        raise ContractError(f"{root} is not a folder", "name the repository: dovetail lint --root path/to/repository")
    files = (config,) if isinstance(config, Path) else tuple(config or ())
    for file in files:
        if not file.is_file():
            raise ContractError(f"there is no file {file}", "name a TOML file or an import-linter INI file")
    files = tuple({file.resolve(): file for file in files}.values())
    settings = None if contracts else _settings(root, files)
    linters = limit([linter for linter in map(partial(read_config, root), files or [None]) if linter], contracts)
    if settings is None and not linters:
        places = ", ".join(map(str, files)) or ", ".join(CONFIG_FILES)
        raise ContractError(
            f"nothing to judge: no [tool.dovetail] and no import-linter contracts in {places} of {root}",
            f"write in pyproject.toml:\n\n  {EXAMPLE}",
        )
    return Repository(root, settings, linters, tuple(file.resolve() for file in files))


def _settings(root: Path, files: Sequence[Path]) -> Settings | None:
    """`[tool.dovetail]` of the first file that has it; of none but the files that are named."""
    toml = [file for file in files if file.suffix == ".toml"] if files else [root / "pyproject.toml"]
    return next(filter(None, map(read_settings, toml)), None)
