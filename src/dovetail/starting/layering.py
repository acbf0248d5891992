"""The layers of a repository that draws none: by the names of its modules, else by what they import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.layers import Layers, draw_layers
from dovetail.architecture.presets import load_preset
from dovetail.architecture.settings import Settings
from dovetail.errors import ContractError
from dovetail.starting.by_imports import layers_by_imports
from dovetail.starting.by_names import layers_by_names

if TYPE_CHECKING:
    from grimp import ImportGraph

_PRESETS = ("hexagonal", "clean", "onion", "cqrs")
_NEARLY_ALL = 0.6
"""How much of the code conventional names must place, for them to be the drawing that was meant."""


@dataclass(frozen=True)
class Layering:
    """How a repository is drawn.

    Attributes:
        architecture: the preset.
        stated: the layers that the settings must state, since their names do not say it.
        why: how they were found; or what kept them from being found.
        layers: the drawing, or None where there is none.
    """

    architecture: str
    why: str
    stated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    layers: Layers | None = None


def find_layers(file: Path, roots: tuple[str, ...], graph: ImportGraph) -> Layering:
    modules = [name for name in graph.modules if not graph.is_module_squashed(name)]
    by_convention = [*_by_convention(file, roots, graph)]
    best = max(by_convention, key=lambda found: _share(found, modules), default=None)
    if best is not None and _share(best, modules) >= _NEARLY_ALL:
        return best
    for stated, why in (
        (layers_by_names(roots, graph), "by the names of its modules"),
        (layers_by_imports(roots, graph), "by what its modules import: read this drawing before you trust it"),
    ):
        drawn = _drawn(file, "hexagonal", roots, graph, stated)
        if drawn is not None and _is_a_drawing(drawn):
            found = Layering("hexagonal", why, stated, drawn)
            return best if best is not None and _share(best, modules) >= _share(found, modules) else found
    if best is not None:
        return best
    return Layering("hexagonal", "neither names nor imports tell which modules are the domain")


def _by_convention(file: Path, roots: tuple[str, ...], graph: ImportGraph) -> Iterator[Layering]:
    for name in _PRESETS:
        drawn = _drawn(file, name, roots, graph, {})
        if drawn is not None and _is_a_drawing(drawn):
            yield Layering(name, "by the conventional names of its modules", layers=drawn)


def _drawn(
    file: Path, preset: str, roots: tuple[str, ...], graph: ImportGraph, stated: dict[str, tuple[str, ...]]
) -> Layers | None:
    settings = Settings(file, root_packages=roots, architecture=preset, layers=stated)
    try:
        return draw_layers(load_preset(preset), settings, roots, graph)
    except ContractError:
        return None


def _is_a_drawing(layers: Layers) -> bool:
    """Whether there is a core and something around it."""
    core = set(layers.preset.core)
    return bool(core & layers.modules.keys()) and bool(layers.modules.keys() - core)


def _share(found: Layering, modules: list[str]) -> float:
    """How much of the code has a place."""
    layers = found.layers
    if layers is None:
        return 0.0
    code = [module for module in modules if module not in layers.tests]
    return sum(layers.layer_of(module) is not None for module in code) / max(len(code), 1)
