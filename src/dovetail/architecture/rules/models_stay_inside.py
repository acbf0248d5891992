"""ARCH-10: models are imported only by mappers, repositories and migrations."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.declarations import Class
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-10"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Models of the adapters layer that entry points import.

    Where the core imports one, that is ARCH-01; which modules of the adapters layer serve persistence is the team's own
    affair; the composition root may create tables.
    """
    models = {model.dotted: model for model in architecture.models if architecture.has_role(model.module, "adapters")}
    if not models:
        raise InapplicableError("no persistence model was found where adapters live")
    for module in sorted(architecture.code.scan.modules):
        if architecture.has_role(module, "entrypoints"):
            yield from _imports(architecture, module, models)


def _imports(architecture: Architecture, module: str, models: dict[str, Class]) -> Iterator[Finding]:
    structure = architecture.hexagon.structure
    declared = structure.declarations(module)
    if declared is None:
        return
    for dotted, line in declared.uses():
        model = models.get(structure.follow(dotted))
        if model:
            message = f"{module} uses the model {model.name} of {model.module}"
            fix = f"ask a repository or a mapper for the domain object behind {model.name}"
            yield architecture.code.finding(ID, module, line, message=message, fix=fix)
