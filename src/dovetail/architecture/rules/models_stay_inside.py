"""ARCH-10: models are imported only by mappers, repositories and migrations."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.classes.models import find_tables
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-10"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Models of the adapters layer that entry points import.

    Where the core imports one, that is ARCH-01; which modules of the adapters layer serve persistence is the team's own
    affair; the composition root may create tables.
    """
    models = {model.dotted: model.name for model in architecture.models}
    models.update(
        (table, table.rpartition(".")[2])
        for table in find_tables(architecture.hexagon.structure, architecture.code.graph)
    )
    inside = {
        dotted: name for dotted, name in models.items() if architecture.has_role(dotted.rpartition(".")[0], "adapters")
    }
    if not inside:
        raise InapplicableError("no persistence model was found where adapters live")
    if not architecture.modules_of("entrypoints"):
        raise InapplicableError("no layer of entry points has any module")
    for module in sorted(architecture.code.scan.modules):
        if architecture.has_role(module, "entrypoints"):
            yield from _imports(architecture, module, inside)


def _imports(architecture: Architecture, module: str, models: dict[str, str]) -> Iterator[Finding]:
    structure = architecture.hexagon.structure
    body = structure.body(module)
    found = {(structure.assigned(dotted), line) for dotted, line in body.uses()} if body else set()
    for dotted, line in sorted(found):
        if dotted in models:
            message = f"{module} uses the model {models[dotted]} of {dotted.rpartition('.')[0]}"
            fix = f"ask a repository or a mapper for the domain object behind {models[dotted]}"
            yield architecture.code.finding(ID, module, line, message=message, fix=fix)
