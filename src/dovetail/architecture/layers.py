"""The layers of a repository: which modules belong to which layer of the preset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from grimp.exceptions import InvalidModuleExpression

from dovetail.architecture.conventional import Tree, conventional_contexts, conventional_layers
from dovetail.architecture.module_names import with_ancestors
from dovetail.architecture.tests_apart import find_tests
from dovetail.errors import ContractError, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from grimp import ImportGraph

    from dovetail.architecture.presets import Preset
    from dovetail.architecture.settings import Settings


@dataclass(eq=False, repr=False)
class Layers:
    """A preset laid over a repository.

    Attributes:
        preset: the architecture.
        modules: the modules of each layer, descendants included by meaning; layers without any are absent.
        tests: the modules that are tests, and belong to no layer.
    """

    preset: Preset
    modules: dict[str, tuple[str, ...]]
    tests: frozenset[str] = frozenset()

    @cached_property
    def _members(self) -> dict[str, str | None]:
        """What `member` has found: each rule asks anew about every module."""
        return {}

    @cached_property
    def _layer_of(self) -> dict[str, str]:
        return {module: layer for layer, modules in self.modules.items() for module in modules}

    def layer_of(self, module: str) -> str | None:
        """The layer that a module belongs to, or None. Tests that lie beside the code belong to none."""
        member = self.member(module)
        return self._layer_of[member] if member else None

    def member(self, module: str) -> str | None:
        """The module of a layer that a module is, or lies in, or None."""
        if module not in self._members:
            places = () if module in self.tests else with_ancestors(module)
            self._members[module] = next((name for name in places if name in self._layer_of), None)
        return self._members[module]

    def is_core(self, module: str) -> bool:
        """Whether a module lies in the core."""
        return self.layer_of(module) in self.preset.core

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The modules from the outside in; those of one row may import each other. Empty rows are left out."""
        rows = (tuple(m for layer in row for m in self.modules.get(layer, ())) for row in self.preset.rows)
        return tuple(row for row in rows if row)


def draw_layers(preset: Preset, settings: Settings, roots: Collection[str], graph: ImportGraph) -> Layers:
    """Find the modules of each layer: those that the settings name, else those with a conventional name.

    Raises:
        ContractError: the settings name a layer or a module that does not exist, a module stands in two layers, or
            nothing of the core is found.
    """
    _refuse_unknown_layers(preset, settings)
    tests = find_tests(graph, [*settings.contexts, *(name for names in settings.layers.values() for name in names)])
    contexts = tuple(_named(settings, "contexts", settings.contexts, graph))
    conventional = conventional_layers(preset, settings, roots, contexts, Tree(graph, tests))
    modules: dict[str, tuple[str, ...]] = {}
    for layer in preset.layers:
        if layer in settings.layers:
            named = tuple(_named(settings, f"layers.{layer}", settings.layers[layer], graph))
        else:
            named = tuple(name for name in conventional.get(layer, ()) if not _claimed(name, settings))
        if named:
            modules[layer] = named
    _refuse_overlaps(modules, settings)
    if not any(layer in modules for layer in preset.core):
        example = f'layers = {{{preset.core[-1]} = ["{next(iter(roots))}.{preset.core[-1]}"]}}'
        raise ContractError(
            f"{settings.file.name}: no module of the {' or '.join(preset.core)} layer was found", f"write: {example}"
        )
    return Layers(preset, modules, tests)


def draw_contexts(preset: Preset, settings: Settings, roots: Iterable[str], graph: ImportGraph) -> tuple[str, ...]:
    """The bounded contexts: those that the settings name; in a preset made of contexts, else every child of a root
    package that is neither a layer nor shared by convention.

    Raises:
        ContractError: the settings name a module that does not exist, or one that lies in another.
    """
    if settings.contexts:
        contexts = tuple(dict.fromkeys(_named(settings, "contexts", settings.contexts, graph)))
        _refuse_overlaps({context: (context,) for context in contexts}, settings)
        return contexts
    return conventional_contexts(preset, roots, Tree(graph)) if preset.contexts else ()


def _claimed(module: str, settings: Settings) -> bool:
    """Whether the settings say something of a module, its ancestors or its descendants: they win over convention."""
    named = [name for names in settings.layers.values() for name in names]
    return any(f"{module}.".startswith(f"{name}.") or f"{name}.".startswith(f"{module}.") for name in named)


def _named(settings: Settings, key: str, names: Iterable[str], graph: ImportGraph) -> Iterator[str]:
    for name in names:
        matching = _matching(settings, key, name, graph)
        if not matching:
            near = nearest(name, graph.modules)
            hint = f'did you mean {key} = ["{near[0]}"]?' if near else "name a module below root_packages"
            raise ContractError(f"{settings.file.name}: {key} names {name!r}, which is no module of the graph", hint)
        yield from matching


def _matching(settings: Settings, key: str, name: str, graph: ImportGraph) -> list[str]:
    if "*" not in name:
        return [name] if name in graph.modules and not graph.is_module_squashed(name) else []
    try:
        return sorted(graph.find_matching_modules(name))
    except InvalidModuleExpression as error:
        raise ContractError(
            f"{settings.file.name}: {key}: {error}", "a * stands for one whole name: shop.*.domain"
        ) from error


def _refuse_unknown_layers(preset: Preset, settings: Settings) -> None:
    for layer in settings.layers:
        if layer not in preset.layers:
            raise ContractError(
                f"{settings.file.name}: the architecture {preset.name!r} has no layer {layer!r}",
                f"its layers are {', '.join(preset.layers)}",
            )


def _refuse_overlaps(modules: dict[str, tuple[str, ...]], settings: Settings) -> None:
    """No module may stand in two layers, or two contexts, at once."""
    placed = [(module, owner) for owner, names in modules.items() for module in names]
    for (module, owner), (other, other_owner) in combinations(placed, 2):
        if f"{module}.".startswith(f"{other}.") or f"{other}.".startswith(f"{module}."):
            raise ContractError(
                f"{settings.file.name}: {_described(module, owner)} and {_described(other, other_owner)} overlap",
                "a module belongs to one layer, or context: name those below it one by one, or take one of the two out",
            )


def _described(module: str, owner: str) -> str:
    return module if module == owner else f"{module} ({owner})"
