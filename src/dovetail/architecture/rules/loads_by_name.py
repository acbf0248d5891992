"""ARCH-17: the core loads nothing by name that it may not import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import resolve_name

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules.core_imports import is_foreign

ID = "ARCH-17"

_LOADERS = frozenset({
    "importlib.import_module", "importlib.__import__", "__import__", "builtins.__import__", "pkgutil.resolve_name",
    "runpy.run_module",
})  # fmt: skip

_NAMES = frozenset({name.rpartition(".")[2] for name in _LOADERS})
_WORDS = re.compile(rf"\b({'|'.join(sorted(_NAMES))})\b".encode())


def check(architecture: Architecture) -> Iterator[Finding]:
    """Names of outer layers and of third-party packages that the core gives to `importlib` or `__import__`.

    A module that belongs to no layer, and that the core imports, answers for the core.
    """
    for module in (*architecture.core_modules, *sorted(architecture.reached_from_the_core)):
        for name, line in _loaded(architecture, module):
            if _forbidden(architecture, module, name):
                message = f"{module} loads {name} by its name, and may not import it"
                fix = f"declare a port, and let the composition root load {name}"
                yield architecture.code.finding(ID, module, line, message=message, fix=fix)


def _loaded(architecture: Architecture, module: str) -> Iterator[tuple[str, int]]:
    structure = architecture.hexagon.structure
    if not (module in structure.modules and _WORDS.search(structure.text(module))):
        return
    body = structure.body(module)
    for function, call in body.calls() if body else ():
        if body and _may_be_a_loader(structure, function) and structure.follow(function) in _LOADERS:
            name = _name(call, body)
            if name[:1].isalpha():
                yield name.partition(":")[0], call.lineno


def _may_be_a_loader(structure: Structure, function: str) -> bool:
    """Whether a function is called like one that loads modules, or comes from a module that speaks of one."""
    module, _, name = function.rpartition(".")
    return name in _NAMES or (module in structure.modules and bool(_WORDS.search(structure.text(module))))


def _name(call: ast.Call, body: Body) -> str:
    """The module that a call names, or nothing where only a run would tell."""
    named = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "name")]
    text = _text(named[0], body) if named else ""
    if not text.startswith("."):
        return text
    anchors = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "package")]
    anchor = _text(anchors[0], body) if anchors else ""
    try:
        return resolve_name(text, anchor) if anchor else ""
    except ImportError:
        return ""


def _text(expression: ast.expr, body: Body) -> str:
    """A string that is written out, in one piece or in several, here or under a name of this module."""
    if isinstance(expression, ast.Constant):
        return str(expression.value)
    if isinstance(expression, ast.JoinedStr | ast.FormattedValue):
        parts = expression.values if isinstance(expression, ast.JoinedStr) else [expression.value]
        return _joined(parts, body)
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
        return _joined([expression.left, expression.right], body)
    if isinstance(expression, ast.Name):
        return body.names.package if expression.id == "__package__" else _constant(expression.id, body)
    return ""


def _joined(parts: list[ast.expr], body: Body) -> str:
    texts = [_text(part, body) for part in parts]
    return "".join(texts) if all(texts) else ""


def _constant(name: str, body: Body) -> str:
    assigned = [node.value for node in body.tree.body if isinstance(node, ast.Assign) and _assigns(node, name)]
    values = [value.value for value in assigned if isinstance(value, ast.Constant)]
    return str(values[-1]) if values else ""


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _forbidden(architecture: Architecture, module: str, name: str) -> bool:
    if any(f"{name}.".startswith(f"{root}.") for root in architecture.roots):
        return _leads_outward(architecture, module, name)
    return is_foreign(name) and not any(f"{name}.".startswith(f"{allowed}.") for allowed in architecture.settings.allow)


def _leads_outward(architecture: Architecture, module: str, name: str) -> bool:
    """Whether a module lies further out than another, itself or what it reaches where it has no layer."""
    layers, graph = architecture.layers, architecture.code.graph
    innermost = len(layers.preset.rows)
    depth = {layer: index for index, row in enumerate(layers.preset.rows) for layer in row}
    here, there = layers.layer_of(module), layers.layer_of(name)
    limit = depth[here] if here else min(depth[layer] for layer in layers.preset.core)
    if there:
        return depth[there] < limit
    reached = graph.find_upstream_modules(name) if name in graph.modules else ()
    return any(depth.get(layers.layer_of(found) or "", innermost) < limit for found in reached)
