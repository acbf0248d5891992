"""ARCH-13: adapters are bound in the composition root and built nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.frameworks import given_to_frameworks
from dovetail.architecture.classes.port_model import Adapter
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.code import told_apart
from dovetail.architecture.model import Architecture, InapplicableError
from dovetail.architecture.source.scripts import functions_of_scripts

ID = "ARCH-13"

# Modules that are composition roots in all but their layer: FastAPI's dependencies, factories, the program's start.
_COMPOSES = frozenset({
    "deps", "dependencies", "di", "injection", "ioc", "container", "containers", "wiring", "provider", "providers",
    "factory", "factories", "main", "__main__", "app", "asgi", "wsgi",
})  # fmt: skip
_PROVIDES = frozenset({"provide", "provider", "provides", "singleton", "before_serving", "before_server_start"})
# The functions in which a program puts itself together, by convention.
_STARTS = frozenset({
    "lifespan", "startup", "on_startup", "create_app", "make_app", "build_app", "create_application", "get_application",
    "application_factory", "bootstrap", "build_container", "configure_container",
})  # fmt: skip
# What a framework calls for each request, by the decorator: `@app.get("/orders")`.
_ROUTES = frozenset({
    "get", "post", "put", "patch", "delete", "head", "options", "route", "api_route", "websocket", "websocket_route",
})  # fmt: skip
# What a framework calls once, when a process starts: a signal of workers, a listener, an event.
_AT_THE_START = re.compile(
    r"startup|(worker(_process)?_init|worker_ready|beat_init|celeryd_init|on_after_(configure|finalize))\.connect"
    r"|(before_server|after_server|main_process)_start",
    re.IGNORECASE,
)
# The function around the commands of a program makes what they share: `@click.group()`, `@app.callback()`.
_COMMAND_LINES = frozenset({"asyncclick", "click", "rich_click", "typer"})
_AROUND_COMMANDS = frozenset({"group", "callback"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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
    scripts = functions_of_scripts(architecture.code.sources.root)
    asked_for |= {*map(architecture.hexagon.structure.follow, scripts)}
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
    """The functions that a framework is told to call: `Depends(orders)`, `FastAPI(lifespan=lifespan)`."""
    structure = architecture.hexagon.structure
    for argument in given_to_frameworks(body, structure):
        name = body.resolve(argument)
        own = name.startswith(("self.", "cls."))
        asked = f"{body.names.module}.{name.rpartition('.')[2]}" if own else structure.follow(name)
        home, _, last = asked.rpartition(".")
        yield asked
        yield f"{home.rpartition('.')[0]}.{last}"  # a method, by the module of its class


def _built(
    architecture: Architecture, module: str, body: Body, adapters: dict[str, Adapter], asked_for: set[str]
) -> Iterator[Finding]:
    roots = ", ".join(architecture.modules_of("composition"))
    calls = _calls(architecture, body, asked_for)
    built = [(_adapter(architecture, body, call, adapters), call) for call in calls]
    ports = {adapter.name: adapter.port.cls.name for adapter, _ in built if adapter}
    places = ((adapter.name, call.lineno, call.col_offset + 1) for adapter, call in built if adapter)
    for name, line, column in told_apart(places):
        message = f"{module} builds {name} itself"
        fix = f"build it in {roots}, and let {module} be given a {ports[name]}"
        yield architecture.code.finding(ID, module, line, column, message=message, fix=fix)


def _calls(architecture: Architecture, body: Body, asked_for: set[str]) -> Iterator[ast.Call]:
    """The calls in a module, those left out that compose: in functions that a framework calls, or that these call."""
    given = given_to_frameworks(body, architecture.hexagon.structure)
    lambdas = {id(value) for value in given if isinstance(value, ast.Lambda)}
    composing = _composing(body, asked_for)
    waiting: list[ast.AST] = [body.tree]
    for node in waiting:
        if id(node) in lambdas or id(node) in composing or is_the_program(node):
            waiting += _handlers_within(node, composing)
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


def _handlers_within(node: ast.AST, composing: set[int]) -> list[ast.AST]:
    """The handlers that are defined in a function that composes: they run for each request."""
    inner = [each for each in ast.walk(node) if isinstance(each, _FUNCTIONS) and id(each) not in composing]
    return [each for each in inner if any(map(_is_a_route, each.decorator_list))]


def _is_a_route(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in _ROUTES


def is_the_program(node: ast.AST) -> bool:
    """Whether a node is `if __name__ == "__main__":`, where a program starts."""
    test = node.test if isinstance(node, ast.If) else None
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _composing(body: Body, asked_for: set[str]) -> set[int]:
    """The functions of a module that compose, and those that are called by nothing else in it.

    So does what only the program's start calls.
    """
    functions = [node for node in body.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    starts = [node for node in body.nodes if is_the_program(node)]
    found = {id(node) for node in functions if _provides(node, body, asked_for)}.union(map(id, starts))
    found |= {id(node) for node in _ready(body)}
    callers: dict[str, set[int]] = {}
    for caller in (*functions, *starts):
        for node in ast.walk(caller):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                callers.setdefault(node.func.id, set()).add(id(caller))
    while True:
        more = {id(node) for node in functions if node.name in callers and callers[node.name] <= found} - found
        if not more:
            return found
        found |= more


def _ready(body: Body) -> Iterator[ast.stmt]:
    """What Django calls once an application is loaded."""
    for cls in (node for node in body.nodes if isinstance(node, ast.ClassDef)):
        if any(body.resolve(base) in ("django.apps.AppConfig", "django.apps.config.AppConfig") for base in cls.bases):
            yield from (node for node in cls.body if isinstance(node, _FUNCTIONS) and node.name == "ready")


def _provides(node: ast.FunctionDef | ast.AsyncFunctionDef, body: Body, asked_for: set[str]) -> bool:
    decorators = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in decorators}
    imported = {meaning.partition(".")[0] for meaning in body.names.names.values()} if decorators else set()
    return (
        f"{body.names.module}.{node.name}" in asked_for
        or node.name in _STARTS
        or not _PROVIDES.isdisjoint(names)
        or any(_AT_THE_START.search(ast.unparse(item)) for item in node.decorator_list)
        or not (_AROUND_COMMANDS.isdisjoint(names) or _COMMAND_LINES.isdisjoint(imported))
    )


def _adapter(architecture: Architecture, body: Body, call: ast.Call, adapters: dict[str, Adapter]) -> Adapter | None:
    """The adapter whose class is called, or one of its class methods: `SqlOrders.connect(url)`."""
    structure = architecture.hexagon.structure
    for called in map(structure.follow, map(body.resolve, (*_called(body, call.func), *_handed(body, call)))):
        if called in adapters:
            return adapters[called]
        owner, _, name = called.rpartition(".")
        # A class of the entry point's own that derives from an adapter is that adapter still.
        own = structure.find(called) if owner == body.names.module else None
        inherited = [base.dotted for base in structure.lineage(own) if base.dotted in adapters] if own else []
        if inherited:
            return adapters[inherited[0]]
        method = structure.methods(adapters[owner].cls).get(name) if owner in adapters else None
        if method and "classmethod" in method.decorators:
            return adapters[owner]
    return None


def _called(body: Body, called: ast.expr) -> list[ast.expr]:
    """What a call may call: by its name, by `partial(SqlOrders)()`, or out of a table: `REPOSITORIES["sql"]()`."""
    if isinstance(called, ast.Call) and body.resolve(called.func) == "functools.partial":
        return called.args[:1]
    if isinstance(called, ast.IfExp | ast.BoolOp):
        either = [called.body, called.orelse] if isinstance(called, ast.IfExp) else called.values
        return [found for one in either for found in _called(body, one)]
    table = called.value if isinstance(called, ast.Subscript) else None
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) and called.func.attr == "get":
        table = called.func.value
    return [
        called,
        *_bound(body, called),
        *(value for each in (table, *_bound(body, table)) for value in _values(each)),
    ]


def _bound(body: Body, name: ast.expr | None) -> list[ast.expr]:
    """What a name stands for, as far as that is written: a class, `partial` of one, the default of a parameter."""
    bound = body.visible.of(name) if isinstance(name, ast.Name) else []
    written = [each.value for each in bound if each.value is not None and not each.drawn]
    partial = [
        each for each in written if isinstance(each, ast.Call) and body.resolve(each.func) == "functools.partial"
    ]
    return [
        *(each for each in written if not isinstance(each, ast.Call)),
        *(each.args[0] for each in partial if each.args),
    ]


def _handed(body: Body, call: ast.Call) -> list[ast.expr]:
    """What a call is given to be called in turn: `field(default_factory=SqlOrders)`, `map(SqlOrders, urls)`."""
    mapped = call.args[:1] if body.resolve(call.func) in ("map", "itertools.starmap") else []
    return [*mapped, *(item.value for item in call.keywords if item.arg == "default_factory")]


def _values(written: ast.expr | None) -> list[ast.expr]:
    """What stands in a table that is written out."""
    if isinstance(written, ast.Dict):
        return list(written.values)
    return list(written.elts) if isinstance(written, ast.List | ast.Tuple) else []
