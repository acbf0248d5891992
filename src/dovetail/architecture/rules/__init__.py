"""The rules, one file each; their texts are in `contracts/architecture.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules import core_imports, layer_cycles

Rule = Callable[[Architecture], Iterable[Finding]]

RULES: dict[str, Rule] = {
    core_imports.ID: core_imports.check,
    layer_cycles.ID: layer_cycles.check,
}
