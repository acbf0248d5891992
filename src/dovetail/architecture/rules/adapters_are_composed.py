"""ARCH-13: adapters are bound in the composition root and built nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.ports import Adapter
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-13"

# Modules that are composition roots in all but their layer: FastAPI's dependencies, factories, the program's start.
_COMPOSES = frozenset({
    "deps", "dependencies", "di", "injection", "ioc", "container", "containers", "wiring", "provider", "providers",
    "factory", "factories", "main", "__main__", "app", "asgi", "wsgi",
})  # fmt: skip
# What a framework calls to have something built: the argument of the one, the function under the other.
_ASKS = frozenset({"Depends", "Security", "Provide", "Factory", "Singleton", "Resource"})
_PROVIDES = frozenset({"provide", "provider", "provides", "singleton"})


def check(architecture: Architecture) -> Iterator[Finding]:
    """Entry points that call an adapter's class; where the core does, that is ARCH-01."""
    if not architecture.modules_of("composition"):
        raise InapplicableError("no composition root was found")
    if not architecture.modules_of("entrypoints"):
        raise InapplicableError("no layer of entry points has any module")
    adapters = {adapter.cls.dotted: adapter for adapter in architecture.hexagon.adapters}
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    # An entry point's own adapter, a presenter for one, is nothing that it need be given.
    own = {name for name, adapter in adapters.items() if architecture.has_role(adapter.cls.module, "entrypoints")}
    elsewhere = {name: adapter for name, adapter in adapters.items() if name not in own}
    bodies = dict(_handlers(architecture))
    asked_for = {name for body in bodies.values() for name in _asked_for(architecture, body)}
    for module, body in bodies.items():
        if not _composes(architecture, module):
            yield from _built(architecture, module, body, elsewhere, asked_for)


def _handlers(architecture: Architecture) -> Iterator[tuple[str, Body]]:
    for module in sorted(architecture.code.scan.modules):
        if architecture.has_role(module, "entrypoints"):
            body = architecture.hexagon.structure.body(module)
            if body:
                yield module, body


def _composes(architecture: Architecture, module: str) -> bool:
    """Whether a module, or the folder that it stands in, bears the name of a composition root within its layer."""
    layer = architecture.layers.member(module) or module
    inside = [layer.rpartition(".")[2], *module.removeprefix(layer).split(".")[1:]]
    return not _COMPOSES.isdisjoint(inside[-2:])


def _asked_for(architecture: Architecture, body: Body) -> Iterator[str]:
    """The functions that a framework is told to call: `Depends(orders)`."""
    follow = architecture.hexagon.structure.follow
    for function, call in body.calls():
        if function.rpartition(".")[2] in _ASKS:
            yield from (follow(body.resolve(argument)) for argument in call.args)


def _built(
    architecture: Architecture, module: str, body: Body, adapters: dict[str, Adapter], asked_for: set[str]
) -> Iterator[Finding]:
    roots = ", ".join(architecture.modules_of("composition"))
    for call in _calls(body.tree, module, asked_for):
        adapter = _adapter(architecture, body, call, adapters)
        if adapter:
            message = f"{module} builds {adapter.name} itself"
            fix = f"build it in {roots}, and let {module} be given a {adapter.port.cls.name}"
            yield architecture.code.finding(ID, module, call.lineno, message=message, fix=fix)


def _calls(tree: ast.Module, module: str, asked_for: set[str]) -> Iterator[ast.Call]:
    """The calls in a module, those in functions that a framework calls left out: these compose."""
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _provides(node, module, asked_for):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


def _provides(node: ast.FunctionDef | ast.AsyncFunctionDef, module: str, asked_for: set[str]) -> bool:
    decorators = (item.func if isinstance(item, ast.Call) else item for item in node.decorator_list)
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in decorators}
    return f"{module}.{node.name}" in asked_for or not _PROVIDES.isdisjoint(names)


def _adapter(architecture: Architecture, body: Body, call: ast.Call, adapters: dict[str, Adapter]) -> Adapter | None:
    """The adapter whose class is called, or one of its class methods: `SqlOrders.connect(url)`."""
    called = architecture.hexagon.structure.follow(body.resolve(call.func))
    if called in adapters:
        return adapters[called]
    owner, _, name = called.rpartition(".")
    method = adapters[owner].cls.methods.get(name) if owner in adapters else None
    return adapters[owner] if method and "classmethod" in method.decorators else None
