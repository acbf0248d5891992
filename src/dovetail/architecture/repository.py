"""A repository as the gate sees it: its settings, its import-linter contracts, its packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.architecture.imports.linter_config import CONFIG_FILES, LinterConfig, read_config
from dovetail.architecture.settings import EXAMPLE, Settings, read_settings
from dovetail.architecture.source.locate import guess_root_packages, package_directories, search_path
from dovetail.architecture.source.tree import Portion, read_portion
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path

# Where a repository keeps its tests and its contracts.
TEST_FOLDERS = ("tests", "test", "contracts", "testing")


@dataclass(frozen=True, slots=True)
class Repository:
    """What there is to judge.

    Attributes:
        root: the folder in which the gate was started.
        settings: `[tool.dovetail]`, if any.
        linter: import-linter's configuration, if any.
        config: the one file that was named to be read, if any.
    """

    root: Path
    settings: Settings | None
    linter: LinterConfig | None
    config: Path | None = None

    @property
    def architecture(self) -> Settings | None:
        """The settings, where they ask for more than import contracts."""
        return self.settings if self.settings and self.settings.architecture != "none" else None

    @property
    def guesses(self) -> bool:
        """Whether the root packages are those that happen to be there."""
        return not (self.linter or (self.settings and self.settings.root_packages))

    @property
    def root_packages(self) -> tuple[str, ...]:
        """The packages that `[tool.dovetail]` speaks about: its own, import-linter's, or those there are."""
        if self.settings and self.settings.root_packages:
            return self.settings.root_packages
        return self.linter.root_packages if self.linter else guess_root_packages(self.root)

    def portions(self, packages: tuple[str, ...]) -> tuple[Portion, ...]:
        """Read the folders of some root packages.

        Raises:
            ContractError: one of them cannot be found.
        """
        search = search_path(self.root)
        found = ((name, place) for name in dict.fromkeys(packages) for place in package_directories(name, search))
        return tuple(read_portion(name, place) for name, place in found)


def open_repository(root: Path, config: Path | None = None) -> Repository:
    """Read what a repository says of itself.

    Args:
        root: its folder.
        config: the one file to read; else pyproject.toml, and whichever file lint-imports would read.

    Raises:
        ContractError: there is no such folder or file, it is malformed, or nothing in it is meant for the gate.
    """
    if not root.is_dir():
        raise ContractError(f"{root} is not a folder", "name the repository: dovetail lint --root path/to/repository")
    if config and not config.is_file():
        raise ContractError(f"there is no file {config}", "name a TOML file or an import-linter INI file")
    toml = config if config and config.suffix == ".toml" else root / "pyproject.toml"
    settings = None if config and config.suffix != ".toml" else read_settings(toml)
    linter = read_config(root, config)
    if settings is None and linter is None:
        places = str(config) if config else ", ".join(CONFIG_FILES)
        raise ContractError(
            f"nothing to judge: no [tool.dovetail] and no import-linter contracts in {places} of {root}",
            f"write in pyproject.toml:\n\n  {EXAMPLE}",
        )
    return Repository(root, settings, linter, config and config.resolve())
