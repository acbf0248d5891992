"""ARCH-18: what a request changes is committed before its answer goes out."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from dovetail.architecture.classes.fastapi_dependencies import Uses, add_uses
from dovetail.architecture.classes.generators import Functions, Generators, commits
from dovetail.architecture.classes.syntax import walk
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError
from dovetail.architecture.source.dependencies import pinned_versions

ID = "ARCH-18"

_WORDS = (b"Depends", b"Security")
# From the first of these up to the second, what follows the `yield` ran before the answer was sent.
_AFTER_THE_ENDPOINT = ((0, 106), (0, 118))
# These do what they are told: to call them is to commit, and to be called is not.
_TOLD = frozenset({"commit", "__exit__", "__aexit__", "close", "complete"})


def check(architecture: Architecture) -> Iterator[Finding]:
    """Dependencies of FastAPI's that commit after their `yield`, and live until the answer has been sent."""
    if not _sends_first(architecture):
        raise InapplicableError("no module imports a FastAPI that sends the answer before it leaves dependencies")
    uses, generators = _gather(architecture), Generators(architecture.hexagon.structure)
    found = {name: line for name in sorted(uses.dependencies) if (line := _committing(generators, name)) is not None}
    if not found:
        raise InapplicableError("no FastAPI dependency commits after its yield")
    if _others_commit(architecture, found):
        raise InapplicableError("the core or an adapter commits itself")
    for name, line in found.items():
        unsafe = uses.unsafe(name)
        if unsafe:
            module, _, function = name.rpartition(".")
            message = f"{function} commits after its yield, when the answer to {unsafe.place} has already gone out"
            fix = f'ask for it as Depends({function}, scope="function"), or let the use case commit'
            yield architecture.code.finding(ID, module, line, message=message, fix=fix)


def _sends_first(architecture: Architecture) -> bool:
    """Whether FastAPI is used, and in no version that leaves dependencies first."""
    graph = architecture.code.graph
    if "fastapi" not in graph.modules or not graph.is_module_squashed("fastapi"):
        return False
    pinned = pinned_versions(architecture.code.sources.root, "fastapi")
    return not any(_AFTER_THE_ENDPOINT[0] <= version < _AFTER_THE_ENDPOINT[1] for version in pinned)


def _gather(architecture: Architecture) -> Uses:
    """What the modules of the code ask for, that import FastAPI or may have what it brings from one that does."""
    uses, structure = Uses(), architecture.hexagon.structure
    importing = architecture.code.graph.find_modules_that_directly_import("fastapi")
    for module in sorted(structure.modules):
        body = structure.body(module) if module in importing or structure.says(module, _WORDS) else None
        if body:
            add_uses(uses, body, structure, architecture.code.sources.relative(body.names.path))
    return uses


def _committing(generators: Generators, dotted: str) -> int | None:
    found = generators.function(dotted)
    return None if found is None or generators.is_context_manager(*found) else generators.commits_after(*found)


def _others_commit(architecture: Architecture, dependencies: Collection[str]) -> bool:
    """Whether a use case or an adapter commits by itself, so that nothing is left for the dependency to do."""
    structure = architecture.hexagon.structure
    inside = (architecture.layers.preset.core, architecture.layers.preset.roles["adapters"])
    for module in sorted(structure.modules):
        if not any(architecture.layers.layer_of(module) in layers for layers in inside):
            continue
        body = structure.body(module) if structure.says(module, (b".commit(", b".commit_transaction(")) else None
        functions = [node for node in body.nodes if isinstance(node, Functions)] if body else []
        others = (node for node in functions if f"{module}.{node.name}" not in dependencies and node.name not in _TOLD)
        if any(True for node in others if not any(map(_is_yield, walk(node))) for _ in commits(node.body)):
            return True
    return False


def _is_yield(node: ast.AST) -> bool:
    return isinstance(node, ast.Yield | ast.YieldFrom)
