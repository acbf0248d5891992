"""What a repository holds that dovetail can hold it to, read from its source alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dovetail.architecture.baseline import Baseline
from dovetail.architecture.gate import Run
from dovetail.architecture.imports.code import Code
from dovetail.architecture.imports.linter_config import LinterConfig, read_config
from dovetail.architecture.layers import Layers
from dovetail.architecture.model import Architecture
from dovetail.architecture.presets import load_preset
from dovetail.architecture.project import Repository
from dovetail.architecture.settings import Settings, read_settings
from dovetail.architecture.tests_apart import find_tests
from dovetail.errors import ContractError
from dovetail.starting.layering import Layering, find_layers
from dovetail.starting.mappers import FoundMapper, find_mappers
from dovetail.starting.packages import Packages, find_packages
from dovetail.starting.ports import FoundPort, find_ports


@dataclass(frozen=True)
class Survey:
    """A repository, surveyed.

    Attributes:
        root: its folder.
        settings: what it states already, if anything.
        linter: its import-linter configuration, if any.
        packages: its root packages.
        layering: how it is drawn.
        architecture: the repository with that drawing laid over it; with an empty one where there is none.
        ports: its ports.
        mappers: its mappers.
    """

    root: Path
    settings: Settings | None
    linter: LinterConfig | None
    packages: Packages
    layering: Layering
    architecture: Architecture
    ports: tuple[FoundPort, ...]
    mappers: tuple[FoundMapper, ...]


def survey(root: Path) -> Survey:
    """Survey a repository; none of its code is imported.

    Raises:
        ContractError: there is no code in it, or its configuration cannot be read.
    """
    if not root.is_dir():
        raise ContractError(f"{root} is not a folder", "name the repository: dovetail init --root path/to/repository")
    file = root / "pyproject.toml"
    settings, linter = read_settings(file), read_config(root)
    packages = _packages(root, settings, linter)
    repository = Repository(root, Settings(file, root_packages=packages.names), ())
    code = Run(repository, None, Baseline()).whole_code()
    layering = _layering(settings, file, packages.names, code)
    architecture = _architecture(settings or Settings(file), code, packages.names, layering)
    return Survey(
        root,
        settings,
        linter,
        packages,
        layering,
        architecture,
        find_ports(architecture.hexagon),
        find_mappers(architecture),
    )


def _packages(root: Path, settings: Settings | None, linter: LinterConfig | None) -> Packages:
    if settings is not None and settings.root_packages:
        return Packages(settings.root_packages, "[tool.dovetail] names them", stated=True)
    return find_packages(root, [linter] if linter else [])


def _layering(settings: Settings | None, file: Path, roots: tuple[str, ...], code: Code) -> Layering:
    if settings is None or settings.architecture == "none":
        return find_layers(file, roots, code.graph)
    from dovetail.architecture.layers import draw_layers  # noqa: PLC0415 (only where the drawing is the team's own)

    drawn = draw_layers(load_preset(settings.architecture), settings, roots, code.graph)
    return Layering(settings.architecture, "[tool.dovetail] draws them", dict(settings.layers), drawn)


def _architecture(settings: Settings, code: Code, roots: tuple[str, ...], layering: Layering) -> Architecture:
    layers = layering.layers or Layers(load_preset("hexagonal"), {}, find_tests(code.graph))
    return Architecture.of(settings, layers, code, roots)
