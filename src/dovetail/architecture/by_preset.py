"""A repository judged by a preset: its import contracts, then the rules on its classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from dovetail.architecture.unused import unused_names


@dataclass(frozen=True, slots=True)
class JudgedByPreset:
    """What a preset has to say.

    Attributes:
        layers: which module belongs where.
        contracts: the outcome of each import contract, with its findings.
        rules: the findings of each rule, by its clause.
        inapplicable: the contracts and rules that had nothing to judge.
        notes: what the settings name for nothing.
        unreadable: files whose classes no rule could see.
    """

    layers: Layers
    contracts: list[Judged]
    rules: dict[str, list[Finding]]
    inapplicable: list[RuleOutcome]
    notes: list[str]
    unreadable: list[Finding]


def judge_by_preset(settings: Settings, code: Code, roots: tuple[str, ...], known: frozenset[Key]) -> JudgedByPreset:
    """Lay the preset of the settings over the code; `known` is in the baseline.

    Raises:
        ContractError: the settings name what is not there, or no core is found.
    """
    layers = draw_layers(load_preset(settings.architecture), settings, roots, code.graph)
    everything = Architecture.of(settings, layers, code, roots)
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
    judged.unreadable.extend(check_classes(everything))
    return judged
