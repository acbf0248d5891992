"""Every rule that a preset is held to, by its clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules import (
    adapters_are_composed,
    adapters_fit_ports,
    adapters_have_suites,
    commits_before_the_answer,
    contexts_are_independent,
    core_does_no_io,
    core_imports,
    layer_cycles,
    loads_by_name,
    models_are_data,
    models_stay_inside,
    names_follow_patterns,
    ports_have_adapters,
    ports_in_the_core,
    signatures_match,
)

Rule = Callable[[Architecture], Iterable[Finding]]

RULES: dict[str, Rule] = {
    core_imports.ID: core_imports.check,
    layer_cycles.ID: layer_cycles.check,
    contexts_are_independent.ID: contexts_are_independent.check,
    ports_in_the_core.ID: ports_in_the_core.check,
    ports_have_adapters.ID: ports_have_adapters.check,
    adapters_fit_ports.ID: adapters_fit_ports.check,
    signatures_match.ID: signatures_match.check,
    models_stay_inside.ID: models_stay_inside.check,
    models_are_data.ID: models_are_data.check,
    names_follow_patterns.ID: names_follow_patterns.check,
    adapters_are_composed.ID: adapters_are_composed.check,
    core_does_no_io.ID: core_does_no_io.check,
    adapters_have_suites.ID: adapters_have_suites.check,
    loads_by_name.ID: loads_by_name.check,
    commits_before_the_answer.ID: commits_before_the_answer.check,
}
