"""Import-linter's configuration, as lint-imports reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from importlinter.api import read_configuration

from dovetail.architecture.source.settings_file import read_if_there
from dovetail.errors import ContractError

# The order in which lint-imports looks: the first file that has a section is the only one read.
CONFIG_FILES = ("setup.cfg", ".importlinter", "pyproject.toml")

_TYPE_EXAMPLE = "write each on a line, or in a list: name: package.module.Class"


class LinterConfig(NamedTuple):
    """An import-linter configuration.

    Attributes:
        file: where it was read.
        session: its top-level options.
        contracts: the options of each contract.
    """

    file: Path
    session: Mapping[str, Any]
    contracts: tuple[Mapping[str, Any], ...]

    @property
    def root_packages(self) -> tuple[str, ...]:
        """The packages that its contracts speak about.

        Raises:
            ContractError: it is no list of names; one string, import-linter would read letter by letter.
        """
        names = self.session["root_packages"]
        if isinstance(names, str):
            raise ContractError(
                f"{self.file.name}: root_packages is one string", f"write it as a list, or: root_package = {names}"
            )
        return _texts(names, f"{self.file.name}: root_packages is no list of names", "write: root_package = shop")

    def flag(self, option: str) -> bool:
        """A top-level option that is true only when it says so, as import-linter reads it."""
        return self.session.get(option) in ("True", "true")

    @property
    def has_custom_types(self) -> bool:
        """Whether contracts may run code of the user's own."""
        return bool(self.session.get("contract_types"))

    @property
    def custom_types(self) -> dict[str, str]:
        """The user's own contract types: name to dotted class.

        Raises:
            ContractError: they are not a list of names and classes, and lint-imports would not start.
        """
        wrong = f"{self.file.name}: contract_types is no list of names and classes"
        pairs = [entry.split(": ") for entry in _texts(self.session.get("contract_types", ()), wrong, _TYPE_EXAMPLE)]
        if not all(len(pair) == 2 for pair in pairs):
            raise ContractError(wrong, _TYPE_EXAMPLE)
        return dict(pairs)


def limit(configs: Sequence[LinterConfig], wanted: Sequence[str]) -> tuple[LinterConfig, ...]:
    """The configurations with no contracts but those of some ids, as `lint-imports --contract` takes them.

    Args:
        configs: all there are.
        wanted: ids, with their file and a colon before them where two files have the same; empty for all.

    Raises:
        ContractError: an id is there twice in one file or in several, has a colon, or stands for no contract.
    """
    for config in configs:
        _refuse_ids(config)
    if not wanted:
        return tuple(configs)
    pairs = [(config, options) for config in configs for options in config.contracts if options.get("id")]
    chosen: list[int] = []
    for asked in wanted:
        file, _, name = asked.rpartition(":")
        same = [index for index, (_, options) in enumerate(pairs) if options["id"] == asked]
        if not same and file:
            place = Path(file).resolve()
            same = [
                index for index, (config, options) in enumerate(pairs) if (config.file, options["id"]) == (place, name)
            ]
        if len(same) != 1:
            raise _not_one(asked, [pairs[index][0] for index in same], pairs)
        chosen += same
    left = [
        (config, [pairs[index][1] for index in sorted(set(chosen)) if pairs[index][0] is config]) for config in configs
    ]
    return tuple(config._replace(contracts=tuple(contracts)) for config, contracts in left if contracts)


def _not_one(
    asked: str, found: Sequence[LinterConfig], pairs: Sequence[tuple[LinterConfig, Mapping[str, Any]]]
) -> ContractError:
    if found:
        remedy = "say which: " + " or ".join(f"--contract {config.file.name}:{asked}" for config in found)
        return ContractError(f"several contracts have the id {asked!r}", remedy)
    ids = ", ".join(sorted({str(options["id"]) for _, options in pairs}))
    remedy = f"the ids are {ids}" if ids else "give the contract an id: in TOML a key, in INI the name of its section"
    return ContractError(f"there is no contract with the id {asked!r}", remedy)


def _refuse_ids(config: LinterConfig) -> None:
    ids = [str(options["id"]) for options in config.contracts if options.get("id") is not None]
    for name in ids:
        if ":" in name:
            raise ContractError(f"{config.file.name}: the contract id {name!r} has a colon", "take the colon out")
        if ids.count(name) > 1:
            raise ContractError(
                f"{config.file.name}: several contracts have the id {name!r}", "give each contract an id of its own"
            )


def read_config(root: Path, file: Path | None = None) -> LinterConfig | None:
    """The configuration that lint-imports would read.

    Args:
        root: the folder in which lint-imports would be started.
        file: the one file to read instead.

    Returns:
        None where there is none.

    Raises:
        ContractError: a file cannot be read as what it is.
    """
    candidates = [file] if file else [root / name for name in CONFIG_FILES]
    for candidate in candidates:
        if read_if_there(candidate) is None:
            continue  # import-linter would take one that cannot be read for absent too
        try:
            options = read_configuration(str(candidate.resolve()))
        except FileNotFoundError:
            continue
        except KeyError as error:
            raise ContractError(
                f"{candidate.name}: import-linter's configuration names no root package", "write: root_package = shop"
            ) from error
        except (AttributeError, TypeError) as error:
            raise ContractError(
                f"{candidate.name}: import-linter's configuration is not of the shape that it reads: {error}",
                "write tables: [tool.importlinter], and for each contract [[tool.importlinter.contracts]]",
            ) from error
        except Exception as error:
            raise ContractError(f"{candidate.name} cannot be read: {error}", f"correct {candidate}") from error
        place = candidate.parent.resolve() / candidate.name
        return LinterConfig(place, options["session_options"], tuple(options["contracts_options"]))
    return None


def _texts(stated: Any, cause: str, remedy: str) -> tuple[str, ...]:
    if not isinstance(stated, (list, tuple)) or not all(each and isinstance(each, str) for each in stated):
        raise ContractError(cause, remedy)
    return tuple(stated)
