"""Who asks for which of FastAPI's dependencies: in signatures, in annotations that have a name, for routers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dovetail.architecture.classes.generators import Functions, commits
from dovetail.architecture.classes.syntax import walk

if TYPE_CHECKING:
    from dovetail.architecture.classes.bodies import Body
    from dovetail.architecture.classes.structure import Structure

_ASKS = frozenset({"Depends", "Security"})
# Who only reads has nothing to commit, and a web socket has no answer that could go out first.
_READING = frozenset({"get", "head", "options", "websocket", "websocket_route"})


class Use(NamedTuple):
    """One place that asks for a dependency.

    Attributes:
        scope: until when it is to live, where that is said.
        user: the function that takes it; None where a router, an application or an annotation does.
        name: that function's dotted name, or that of the annotation.
        place: where that is, for people.
    """

    scope: str
    user: Functions | None
    name: str
    place: str


@dataclass(eq=False, repr=False)
class Uses:
    """Who asks for what.

    Attributes:
        dependencies: the uses of each dependency, by its dotted name.
        annotations: those who take one by the name of an annotation: `SessionDep = Annotated[Session, Depends(...)]`.
        handed: the names that are given to calls: `router.add_api_route("/orders", place)`.
    """

    dependencies: dict[str, list[Use]] = field(default_factory=dict)
    annotations: dict[str, list[Use]] = field(default_factory=dict)
    handed: set[str] = field(default_factory=set)

    def unsafe(self, dependency: str) -> Use | None:
        """A place whose answer goes out before a dependency is left, and that changes something and does not commit."""
        waiting = [use for use in self.dependencies.get(dependency, ()) if use.scope != "function"]
        seen: set[str] = set()
        for use in waiting:
            if use.name in self.annotations:
                waiting += [] if use.name in seen else self.annotations[use.name]
            elif use.user is None:
                return use
            elif use.name not in seen and not any(True for _ in commits(use.user.body)):
                routed = use.user.decorator_list or use.user.name in self.handed
                if use.name not in self.dependencies and routed and not _only_reads(use.user):
                    return use
                waiting += self.dependencies.get(use.name, ())
            seen.add(use.name)
        return None


def add_uses(uses: Uses, body: Body, structure: Structure, shown: str) -> None:
    """Add what one module asks for.

    Args:
        uses: those of all modules.
        body: the module.
        structure: where its names lead.
        shown: its path, for people.
    """
    every = (node for node in body.nodes if isinstance(node, ast.Call) and not _adds_a_route_that_reads(node))
    given = (argument for call in every for argument in (*call.args, *(each.value for each in call.keywords)))
    uses.handed.update(filter(None, map(_last_word, given)))
    calls = {id(node): node for node in body.nodes if isinstance(node, ast.Call) and _is_asking(body, node, structure)}

    def add(part: ast.AST, use: Use) -> bool:
        """Whether there was anything to add of a part of the module."""
        found = [calls.pop(id(inner)) for inner in walk(part) if id(inner) in calls]
        for call in found:
            for name in _dependencies(body, structure, call):
                uses.dependencies.setdefault(name, []).append(use._replace(scope=_scope(call)))
        return bool(found)

    for node, name in _named(body):
        if add(node, Use("", None, name, name)):
            uses.annotations.setdefault(name, [])
    for function in (node for node in body.nodes if isinstance(node, Functions)):
        user = Use("", function, f"{body.names.module}.{function.name}", f"{function.name} in {shown}")
        for part in _signature(function):
            add(part, user)
        defaults = [each for each in (*function.args.defaults, *function.args.kw_defaults) if each is not None]
        for word in filter(None, map(_last_word, (*_annotations(function.args), *defaults))):
            uses.annotations.setdefault(word, []).append(user)
    add(body.tree, Use("", None, "", f"what {shown} routes"))


def _dependencies(body: Body, structure: Structure, call: ast.Call) -> list[str]:
    asked = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "dependency")]
    names = map(body.resolve, asked)
    # A function of this module is known by its name alone.
    return [structure.follow(name if "." in name else f"{body.names.module}.{name}") for name in names]


def _is_asking(body: Body, call: ast.Call, structure: Structure) -> bool:
    """Whether a call is `Depends(...)` or `Security(...)` of FastAPI's, and names what it asks for."""
    word = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    dotted = body.resolve(call.func)
    if word not in _ASKS and dotted.rpartition(".")[2] not in _ASKS:
        return False
    return structure.follow(dotted).startswith("fastapi.") and bool(call.args or call.keywords)


def _scope(call: ast.Call) -> str:
    said = [each.value for each in call.keywords if each.arg == "scope"]
    # A scope that is worked out may be any.
    return "" if not said else str(said[0].value) if isinstance(said[0], ast.Constant) else "function"


def _named(body: Body) -> Iterator[tuple[ast.AST, str]]:
    """What a module gives a name that signatures may repeat: annotations, and `session = Depends(...)` itself."""
    for node in body.nodes:
        if type(node).__name__ == "TypeAlias":
            yield node, ast.unparse(node).partition("=")[0].split()[1]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _may_be_repeated(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((node, target.id) for target in targets if isinstance(target, ast.Name))


def _may_be_repeated(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Subscript) or (isinstance(value, ast.Call) and _last_word(value.func) in _ASKS)


def _signature(function: Functions) -> Iterator[ast.AST]:
    """Where a function asks for what it takes: defaults, annotations, and the arguments of its decorators."""
    defaults = (each for each in (*function.args.defaults, *function.args.kw_defaults) if each is not None)
    yield from (*defaults, *_annotations(function.args), *function.decorator_list)


def _annotations(arguments: ast.arguments) -> list[ast.expr]:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [each.annotation for each in every if each.annotation is not None]


def _last_word(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.rpartition(".")[2]
    return annotation.attr if isinstance(annotation, ast.Attribute) else getattr(annotation, "id", "")


def _only_reads(function: Functions) -> bool:
    """Whether all that a function is routed for are requests that change nothing."""
    called = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    routed = [each for each in called if isinstance(each, ast.Attribute)]
    calls = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    others = [
        each
        for each in routed
        if each.attr not in _READING and not any(each is call.func and _is_of_reading(call) for call in calls)
    ]
    return bool(routed) and not others


def _adds_a_route_that_reads(call: ast.Call) -> bool:
    """`router.add_api_route("/orders", list_orders)`: where no methods are said, it is `GET`."""
    added = isinstance(call.func, ast.Attribute) and call.func.attr == "add_api_route"
    return added and (
        _is_of_reading(call) or not (call.args[3:] or any(each.arg in ("methods", None) for each in call.keywords))
    )


def _is_of_reading(call: ast.Call) -> bool:
    """Whether a call routes requests that change nothing: `api_route("/orders", methods=["GET"])`."""
    methods = next((each.value for each in call.keywords if each.arg == "methods"), None)
    said = methods.elts if isinstance(methods, ast.List | ast.Tuple | ast.Set) else []
    words = {
        each.value.lower() if isinstance(each, ast.Constant) and isinstance(each.value, str) else "" for each in said
    }
    return bool(words) and words <= _READING
