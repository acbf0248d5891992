"""The methods of a model that make something else of it, or it of that: by their names, or by what they give."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dovetail.architecture.classes.parameters import kept_on_self
from dovetail.architecture.classes.syntax import children, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from dovetail.architecture.classes.declarations import Class, Function
    from dovetail.architecture.classes.structure import Structure

# A model may say how it becomes something else, and what its columns hold.
_NAMES = re.compile(
    r"^(to|from|as|into|of|map|convert|hydrate|rehydrate|reconstitute)(_|[A-Z]|$)"
    r"|_(to|from|as|into)(_|$)"
    r"|^(asdict|todict|tojson|fromdict|fromjson|toDict|json|dict|jsonify|model_dump\w*|model_validate\w*|model_construct"
    r"|entity|domain|domain_\w+|aggregate|dto|row|copy|clone|mapping"
    r"|serialize\w*|serialise\w*|deserialize\w*|deserialise\w*|dump\w*|load\w*|export\w*|parse\w*"
    r"|(get|make|build|create|new)_(entity|domain|dto|domain_\w+|aggregate|dict|json)\w*)$"
)


def is_conversion(structure: Structure, is_core: Callable[[str], bool], owner: Class, method: Function) -> bool:
    """Whether a method of a model converts.

    What is called so and is told nothing, but changes the model or answers a question about it, does not.
    """
    arguments = method.node.args
    alone = len(arguments.posonlyargs) + len(arguments.args) == 1 and not arguments.kwonlyargs
    if _NAMES.search(method.name):
        return not (alone and _acts(structure, owner, method))
    if alone:
        return _gives_a_domain_object(structure, is_core, owner, method)
    return len(arguments.args) == 2 and not arguments.kwonlyargs and _takes_over(structure, is_core, owner, method)


def _takes_over(structure: Structure, is_core: Callable[[str], bool], owner: Class, method: Function) -> bool:
    """Whether a method copies what the model stores into it, and does nothing else: `row.apply(order)`.

    That is an object after which the model is named, or one of the core from which half of the columns come.
    """
    given = method.node.args.args[1]
    body = _statements(structure, owner, method)
    taken = [_copied_from(statement, given.arg) for statement in body]
    copied = {attribute for attributes in taken for attribute in attributes or ()}
    if not copied or None in taken:
        return False
    declared = structure.declarations(owner.module)
    types = declared.parts(given.annotation) if declared and given.annotation else []
    said = [structure.follow(declared.resolve(part)).rpartition(".") for part in types] if declared else []
    of_the_core = [name for module, _, name in said if is_core(module)]
    names = of_the_core if types else [given.arg.replace("_", "")]
    named_after = any(name.lower() in owner.name.lower() for name in names)
    columns = [name for name in owner.stated if not name.startswith("__")]
    return named_after or (bool(of_the_core) and 2 * len(copied) >= len(columns))


def _copied_from(statement: ast.stmt, given: str) -> set[str] | None:
    """The attributes of the model that a statement takes from those of what is given; None where it does more."""
    if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = [kept_on_self(target) for target in targets]
        return {*names} if all(names) and _is_taken_as_it_is(statement.value, given) else None
    if isinstance(statement, ast.For) and _is_taken_as_it_is(statement.iter, given):
        calls = [each.value for each in statement.body if isinstance(each, ast.Expr)]
        owners = [
            each.func.value for each in calls if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        ]
        names = [kept_on_self(each) for each in owners]
        return {*names} if len(names) == len(statement.body) and all(names) else None
    says_nothing = isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr | ast.Return) and isinstance(statement.value, ast.Constant | ast.Name | None)
    )
    return set() if says_nothing else None


def _is_taken_as_it_is(value: ast.expr, given: str) -> bool:
    """Whether a value comes from an attribute of what is given, and is neither reckoned nor held to a limit."""
    nodes = walk(value)
    taken = (node.value for node in nodes if isinstance(node, ast.Attribute))
    reckons = any(isinstance(node, ast.BinOp | ast.UnaryOp) or _measures(node) for node in nodes)
    return not reckons and any(isinstance(each, ast.Name) and each.id == given for each in taken)


def _measures(node: ast.AST) -> bool:
    """Whether it is asked what is more; to ask what is the same, or None, may be part of a conversion."""
    more = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    return isinstance(node, ast.Compare) and any(isinstance(each, more) for each in node.ops)


def _acts(structure: Structure, owner: Class, method: Function) -> bool:
    """Whether a method changes public attributes of the model, or gives a truth value."""
    returns = ast.unparse(method.node.returns) if method.node.returns else ""
    if returns == "bool":
        return True
    if returns not in ("", "None"):
        return False
    nodes = _inside(structure, owner, method)
    changed = [kept_on_self(target) for node in nodes for target in _targets(node)]
    given = [node.value for node in nodes if isinstance(node, ast.Return) and node.value]
    asks = bool(given) and all(map(_is_a_truth, given))
    return asks or any(map(_is_public, changed))


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign) else []


def _is_public(attribute: str) -> bool:
    return attribute != "" and not attribute.startswith("_")


def _is_a_truth(value: ast.expr) -> bool:
    return isinstance(value, ast.Compare) or (isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not))


def _gives_a_domain_object(
    structure: Structure, is_core: Callable[[str], bool], owner: Class, method: Function
) -> bool:
    """Whether a method makes a class of the core out of nothing but the model, whatever it is called."""
    declared = structure.declarations(owner.module)
    if declared is None:
        return False
    if method.node.returns:
        given = declared.parts(method.node.returns)
    else:
        values = [node.value for node in _inside(structure, owner, method) if isinstance(node, ast.Return)]
        given = [value.func for value in values if isinstance(value, ast.Call)]
        if len(given) < len(values):
            return False
    named = [structure.follow(declared.resolve(part)).rpartition(".") for part in given]
    return any(is_core(module) and (method.node.returns or name[:1].isupper()) for module, _, name in named)


def _inside(structure: Structure, owner: Class, method: Function) -> list[ast.AST]:
    """What stands in a method."""
    return [inner for statement in _statements(structure, owner, method) for inner in walk(statement)]


def _statements(structure: Structure, owner: Class, method: Function) -> list[ast.stmt]:
    """The statements of a method."""
    body = structure.body(owner.module)
    around: list[ast.AST] = list(body.tree.body) if body else []
    for node in around:  # only into what stands around its line
        if isinstance(node, ast.stmt) and node.lineno <= method.line <= (node.end_lineno or 0):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno == method.line:
                return node.body
            around += children(node)
    return []
