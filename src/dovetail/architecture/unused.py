"""Names in `[tool.dovetail]` that match nothing in the repository: perhaps misspelled, so they are reported."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.contexts import FACADE
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules.names_follow_patterns import classes_of


def unused_names(architecture: Architecture) -> Iterator[str]:
    """One line for each name that could be taken out, or is not what was meant."""
    settings = architecture.settings
    imports = _foreign_imports(architecture) if settings.allow else set()
    for name in settings.allow:
        if not any(_is_part_of(name, imported) for imported in imports):
            yield f"allow names {name}, which nothing in the core imports: take it out"
    for name in settings.published:
        if not any(_has(architecture, context, name) for context in architecture.contexts.modules):
            yield f"published names {name}, which is a module of no context: take it out"
    for kind in settings.names:
        if not classes_of(architecture, kind):
            yield f"names.{kind} has patterns, and no {kind} were found to hold to them"


def _foreign_imports(architecture: Architecture) -> set[str]:
    graph = architecture.code.graph
    importers = {*architecture.core_modules, *architecture.reached_from_the_core}
    imported = {name for module in importers for name in graph.find_modules_directly_imported_by(module)}
    return {name for name in imported if graph.is_module_squashed(name)}


def _is_part_of(name: str, imported: str) -> bool:
    """Whether one of two names lies in the other: the graph knows packages, and `allow` may name submodules."""
    return f"{imported}.".startswith(f"{name}.") or name.startswith(f"{imported}.")


def _has(architecture: Architecture, context: str, name: str) -> bool:
    return name == FACADE or f"{context}.{name}" in architecture.code.graph.modules
