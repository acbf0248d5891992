"""The import contracts that a preset brings, as import-linter judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.architecture.contracts import Judged, and_also, outcome_of
from dovetail.architecture.findings import ContractOutcome, Finding
from dovetail.architecture.imports.import_linter import Check, NotEvaluatedError, check_contract
from dovetail.architecture.imports.known_chains import known_first
from dovetail.architecture.model import Architecture, InapplicableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.findings import Key
    from dovetail.architecture.imports.code import Code
    from dovetail.architecture.layers import Layers
    from dovetail.architecture.presets import PresetContract


def judge_preset(contract: PresetContract, architecture: Architecture, known: frozenset[Key]) -> Judged:
    """Judge one of them; `known` is in the baseline.

    Raises:
        InapplicableError: the layers that it speaks of have no modules.
    """
    layers, code = architecture.layers, architecture.code
    session = {"root_packages": list(architecture.roots), "include_external_packages": "True"}
    options = {"name": contract.name, "type": contract.type, **_options(contract, layers)}
    graph = architecture.graph_of_code(external=True)
    for importer, door in architecture.contexts.calls(graph):
        # What another context publishes, and puts in no layer, may lead to its adapters: it answers for them.
        if layers.layer_of(door) is None:
            graph.remove_import(importer=importer, imported=door)
    try:
        check = check_contract(options, session, graph, {})
    except NotEvaluatedError as error:
        return ContractOutcome(contract.name, contract.type, "not evaluated", str(error)), ()
    check = check._replace(broken=tuple(known_first(check.broken, contract.clause, known, graph)))
    findings = tuple(_preset_findings(contract, check, layers, code))
    return outcome_of(contract.name, contract.type, check, code), findings


def _options(contract: PresetContract, layers: Layers) -> dict[str, list[str]]:
    if contract.type == "forbidden":
        pair = (contract.source, contract.forbidden)
        source, forbidden = (list(layers.modules.get(layer, ())) for layer in pair)
        if not (source and forbidden):
            raise InapplicableError(f"no module belongs to {contract.source}, or none to {contract.forbidden}")
        return {"source_modules": source, "forbidden_modules": forbidden}
    if len(layers.rows) < 2:
        raise InapplicableError(f"no module belongs to any layer but {', '.join(layers.modules)}")
    return {"layers": [" : ".join(row) for row in layers.rows]}


def _preset_findings(contract: PresetContract, check: Check, layers: Layers, code: Code) -> Iterator[Finding]:
    for broken in check.broken:
        module, imported = broken.chain[0], broken.chain[-1]
        way = f" through {broken.chain[1]}" if len(broken.chain) > 2 else ""
        inner, outer = (layers.layer_of(name) or "a test" for name in (module, imported))
        message = f"{module} ({inner}) imports {imported} ({outer}){way}{and_also(broken)}"
        fix = contract.fix.format(module=module, imported=imported)
        for finding in code.import_findings(contract.clause, broken.chain, message=message, fix=fix):
            yield finding._replace(contract=contract.name)
