"""A repository judged by a preset: its import contracts, then the rules on its classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dovetail.architecture.contracts import Judged
from dovetail.architecture.findings import Finding, Key, RuleOutcome
from dovetail.architecture.imports.code import Code
from dovetail.architecture.layers import Layers, draw_layers
from dovetail.architecture.model import Architecture, InapplicableError
from dovetail.architecture.preset_contracts import judge_preset
from dovetail.architecture.presets import load_preset
from dovetail.architecture.rules.escaped_modules import check_classes
from dovetail.architecture.rules.registry import RULES
from dovetail.architecture.settings import ON_IMPORTS, Settings
from dovetail.architecture.source.files_of_tests import LINKED
from dovetail.architecture.unused import unused_names


@dataclass(eq=False, repr=False)
class JudgedByPreset:
    """The verdicts of a preset on one repository.

    Attributes:
        layers: which module belongs where.
        contracts: the outcome of each import contract, with its findings.
        rules: the findings of each rule, by its clause.
        inapplicable: the contracts and rules that had nothing to judge.
        notes: what the settings name for nothing.
        unreadable: files whose classes no rule could see.
        ports: each port with its adapters.
    """

    layers: Layers
    contracts: list[Judged]
    rules: dict[str, list[Finding]]
    inapplicable: list[RuleOutcome]
    notes: list[str]
    unreadable: list[Finding]
    ports: dict[str, tuple[str, ...]] = field(default_factory=dict)


def judge_by_preset(settings: Settings, code: Code, roots: tuple[str, ...], known: frozenset[Key]) -> JudgedByPreset:
    """Lay the preset of the settings over the code; `known` is in the baseline.

    Raises:
        ContractError: the settings name what is not there, or no core is found.
    """
    everything = architecture_of(settings, code, roots)
    layers = everything.layers
    at_run_time = replace(everything, code=Code(code.scan.at_run_time, code.sources))
    judged = JudgedByPreset(layers, [], {}, [], [], [])
    for contract in layers.preset.contracts:
        counted = contract.clause in settings.type_checking_imports
        try:
            judged.contracts.append(judge_preset(contract, everything if counted else at_run_time, known))
        except InapplicableError as reason:
            judged.inapplicable.append(RuleOutcome(contract.clause, "not applicable", str(reason)))
    for clause, rule in RULES.items():
        without = clause in ON_IMPORTS and clause not in settings.type_checking_imports
        try:
            judged.rules[clause] = list(rule(at_run_time if without else everything))
        except InapplicableError as reason:
            judged.inapplicable.append(RuleOutcome(clause, "not applicable", str(reason)))
    judged.notes.extend(unused_names(everything))
    judged.notes.extend(_absent_modules(everything))
    judged.notes.extend(_nothing_around(everything))
    judged.notes.extend(_folders_left(everything))
    judged.unreadable.extend(check_classes(everything))
    adapters = everything.hexagon.adapters
    for port in everything.hexagon.ports:
        judged.ports[port.cls.dotted] = tuple(each.cls.dotted for each in adapters if each.port is port)
    return judged


def _nothing_around(architecture: Architecture) -> Iterator[str]:
    """A note where no outer layer was found: then every rule on imports holds, and nothing was judged."""
    layers = architecture.layers
    outer = [layer for layer in layers.preset.layers if layer not in layers.preset.core]
    if not any(layer in layers.modules for layer in outer):
        root = architecture.roots[0]
        yield (
            f"no module of {', '.join(outer)} was found, so that nothing is kept apart from the core: "
            f'write layers = {{{outer[-1]} = ["{root}..."]}}, or see what dovetail init finds'
        )


def architecture_of(settings: Settings, code: Code, roots: tuple[str, ...]) -> Architecture:
    """Lay the preset of the settings over the code, and judge nothing yet.

    Raises:
        ContractError: the settings name what is not there, or no core is found.
    """
    layers = draw_layers(load_preset(settings.architecture), settings, roots, code.graph)
    return Architecture.of(settings, layers, code, roots)


def _absent_modules(architecture: Architecture) -> Iterator[str]:
    """One line for each module that the code imports and that is not there to be read."""
    importers: dict[tuple[str, str | None], str] = {}
    for found in architecture.code.scan.unresolved:
        if found.importer not in architecture.layers.tests:
            importers.setdefault((found.imported, found.parent), found.importer)
    for (imported, parent), importer in sorted(importers.items(), key=str):
        counted = f": it counts as {parent}" if parent else ""
        yield f"{importer} imports {imported}, which is no module that can be read{counted}"


def _folders_left(architecture: Architecture) -> Iterator[str]:
    """A note where the links below the tests lead to more folders than are looked into."""
    left = architecture.suites.left
    if left:
        shown = architecture.code.sources.relative(Path(left[0]))
        yield (
            f"links below the tests lead to more than {LINKED} folders: no suites were looked for in {shown}"
            f"{f' and {len(left) - 1} more' if len(left) > 1 else ''}"
        )
