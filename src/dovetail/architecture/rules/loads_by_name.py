"""ARCH-17: the core loads nothing by name that it may not import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dovetail.architecture.declarations import Declarations
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules.core_imports import is_foreign

ID = "ARCH-17"

_WORDS = re.compile(rb"\b(import_module|__import__)\b")
_LOADERS = frozenset({"importlib.import_module", "importlib.__import__", "__import__"})


def check(architecture: Architecture) -> Iterator[Finding]:
    """Names of outer layers and of third-party packages that core modules give to `importlib` or `__import__`."""
    structure = architecture.hexagon.structure
    for module in architecture.core_modules:
        declared = structure.declarations(module) if _WORDS.search(structure.text(module)) else None
        for name, line in _loaded(declared) if declared else ():
            if _forbidden(architecture, module, name):
                message = f"{module} loads {name} by its name, and may not import it"
                fix = f"declare a port, and let the composition root load {name}"
                yield architecture.code.finding(ID, module, line, message=message, fix=fix)


def _loaded(declared: Declarations) -> Iterator[tuple[str, int]]:
    for node in ast.walk(declared.tree):
        if isinstance(node, ast.Call) and node.args and declared.resolve(node.func) in _LOADERS:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value[:1].isalpha():
                yield name.value, node.lineno


def _forbidden(architecture: Architecture, module: str, name: str) -> bool:
    if any(f"{name}.".startswith(f"{root}.") for root in architecture.roots):
        rows = architecture.layers.preset.rows
        depth = {layer: index for index, row in enumerate(rows) for layer in row}
        here, there = architecture.layers.layer_of(module), architecture.layers.layer_of(name)
        return here is not None and there is not None and depth[there] < depth[here]
    return is_foreign(name) and not any(f"{name}.".startswith(f"{allowed}.") for allowed in architecture.settings.allow)
