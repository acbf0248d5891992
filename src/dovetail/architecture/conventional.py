"""The layers and contexts that a repository draws by the names of its modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grimp import ImportGraph

    from dovetail.architecture.presets import Preset
    from dovetail.architecture.settings import Settings


@dataclass(eq=False, repr=False)
class Tree:
    """The modules of a repository, tests apart.

    Attributes:
        graph: its imports.
        tests: the modules that are tests.
    """

    graph: ImportGraph
    tests: frozenset[str] = frozenset()

    def has(self, module: str) -> bool:
        """Whether there is such a module, and it is no test."""
        return module in self._modules and module not in self.tests

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(self.graph.modules)

    def children(self, module: str) -> list[str]:
        """The modules directly below one, in order."""
        return sorted(self.graph.find_children(module) - self.tests)

    def contains_packages_alone(self, module: str) -> bool:
        """Whether a module is a folder for others: `shop.modules` holds `shop.modules.sales`."""
        children = self.children(module)
        return bool(children) and all(map(self.children, children))


def conventional_layers(
    preset: Preset, settings: Settings, roots: Collection[str], contexts: Iterable[str], tree: Tree
) -> dict[str, tuple[str, ...]]:
    """Modules with a conventional name directly below a root package, or below each of its bounded contexts.

    Root packages that are layers by their own names are these. Where there is a core below the root itself, a child of
    it is a context only if it has a core and another layer of its own, or if the settings say so. A folder of contexts,
    as `shop.modules`, is looked into.

    Args:
        preset: the architecture.
        settings: what the team wrote.
        roots: the root packages.
        contexts: those that the settings name.
        tree: the modules.
    """
    found: dict[str, list[str]] = {layer: [] for layer in preset.layers}
    core_is_named = any(layer in settings.layers for layer in preset.core)
    themselves = _roots_that_are_layers(preset, roots, tree)
    for root, layer in sorted(themselves.items()):
        found[layer].append(root)
    for root in sorted(set(roots) - themselves.keys()):
        top = _layers_below(preset, root, tree)
        for layer, modules in top.items():
            found[layer] += modules
        for layers in () if core_is_named else _contexts_below(preset, root, top, tree):
            for layer, modules in layers.items():
                found[layer] += modules
    placed = {module for modules in found.values() for module in modules}
    for context in () if core_is_named else contexts:
        if not any(f"{context}.".startswith(f"{module}.") for module in placed):
            for layer, modules in _layers_below(preset, context, tree).items():
                found[layer] += [module for module in modules if module not in placed]
    return {layer: tuple(modules) for layer, modules in found.items()}


def _layers_below(preset: Preset, parent: str, tree: Tree) -> dict[str, list[str]]:
    candidates = {layer: [f"{parent}.{name}" for name in preset.modules.get(layer, ())] for layer in preset.layers}
    found = {layer: [name for name in names if tree.has(name)] for layer, names in candidates.items()}
    every = [name for names in found.values() for name in names]
    return {layer: [part for name in names for part in _parts(name, every, tree)] for layer, names in found.items()}


def _parts(module: str, every: Iterable[str], tree: Tree) -> list[str]:
    """A module of a layer; where a part of it is another layer's, as `adapters.primary`, its other parts."""
    apart = {name for name in every if name.startswith(f"{module}.")}
    return [child for child in tree.children(module) if child not in apart] if apart else [module]


def _roots_that_are_layers(preset: Preset, roots: Iterable[str], tree: Tree) -> dict[str, str]:
    """The layers of a repository that has them at its top: `domain/` beside `infrastructure/`, each a root package.

    One root alone, or roots without a core among them, are called by a layer's name for some other reason.
    """
    names = {name: layer for layer in preset.layers for name in preset.modules.get(layer, ())}
    found = {root: names[root] for root in roots if root in names}
    found = {
        root: layer for root, layer in found.items() if not _is_a_context(preset, _layers_below(preset, root, tree))
    }
    layers = set(found.values())
    return found if len(layers) > 1 and not layers.isdisjoint(preset.core) else {}


def _contexts_below(preset: Preset, root: str, top: dict[str, list[str]], tree: Tree) -> list[dict[str, list[str]]]:
    """The layers of each context below a root package."""
    placed = {module for modules in top.values() for module in modules}
    free = [child for child in tree.children(root) if not any(f"{each}.".startswith(f"{child}.") for each in placed)]
    has_a_core = any(top[layer] for layer in preset.core)
    contexts: list[dict[str, list[str]]] = []
    for child in free:
        layers = _layers_below(preset, child, tree)
        if any(layers.values()):
            contexts += [layers] if preset.contexts or not has_a_core or _is_a_context(preset, layers) else []
        elif tree.contains_packages_alone(child):
            inner = (_layers_below(preset, name, tree) for name in tree.children(child))
            contexts += [layers for layers in inner if _is_a_context(preset, layers)]
    return contexts


def _is_a_context(preset: Preset, layers: dict[str, list[str]]) -> bool:
    """Whether layers are those of a context: a core, and something around it."""
    return any(layers[layer] for layer in preset.core) and sum(map(bool, layers.values())) > 1


def conventional_contexts(preset: Preset, roots: Iterable[str], tree: Tree) -> tuple[str, ...]:
    """Every child of a root package that is neither a layer nor shared by convention; of a folder of them, its own."""
    apart = {*preset.shared, *(name for names in preset.modules.values() for name in names)}
    whole = (root for root in roots if root.rpartition(".")[2] not in apart)
    found: list[str] = []
    for child in sorted(child for root in whole for child in tree.children(root)):
        if child.rpartition(".")[2] in apart or not tree.children(child):
            continue
        layers = _layers_below(preset, child, tree)
        inner = [] if any(layers.values()) or not tree.contains_packages_alone(child) else tree.children(child)
        contexts = [name for name in inner if any(_layers_below(preset, name, tree).values())]
        found += contexts or [child]
    return tuple(found)
