"""Whether one function can be called in every way that another can."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dovetail.architecture.classes.declarations import parse_annotation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.classes.declarations import Function

_ASYNC_RESULTS = ("Async", "Awaitable", "Coroutine")
# What no generator is, and what one may be.
_PLAIN = frozenset({
    "Collection", "Decimal", "Dict", "FrozenSet", "List", "Mapping", "MutableMapping", "MutableSequence", "MutableSet",
    "None", "Sequence", "Set", "Tuple", "UUID", "bool", "bytes", "complex", "date", "datetime", "dict", "float",
    "frozenset", "int", "list", "set", "str", "timedelta", "tuple",
})  # fmt: skip
_AT_ONCE = re.compile(r"Async(Iterator|Iterable|Generator|ContextManager)$")
_ITERATED = re.compile("Iter|Generator|^Any$|^object$|Async")


def mismatch(promised: Function, given: Function) -> str | None:
    """Compare two methods, or a method with a module's function.

    Args:
        promised: the port's operation.
        given: the adapter's.

    Returns:
        What a caller who only knows the port runs into, or None. Where a decorator may change how a function is
        called, nothing is said.
    """
    if promised.is_property != given.is_property:
        return _read_or_called(promised, given)
    if not (promised.as_declared and given.as_declared):
        return None
    return (
        _generator(promised, given) or _function_kind(promised, given) or _parameters(_called(promised), _called(given))
    )


def parameter_names(function: Function) -> list[str]:
    """The parameters that a caller fills in by name."""
    called = _called(function)
    return [parameter.arg for parameter in (*called.posonlyargs, *called.args, *called.kwonlyargs)]


def takes_the_same(promised: Function, given: Function) -> bool:
    """Whether a function takes what another takes, awaited or not, whatever may be left out, and perhaps more."""
    if promised.is_property or given.is_property or not (promised.as_declared and given.as_declared):
        return promised.is_property == given.is_property
    names, got = parameter_names(promised), parameter_names(given)
    grown = len(names) > 1 and [name for name in got if name in names] == names
    return names == got or grown or _parameters(_called(promised), _called(given)) is None


def _read_or_called(promised: Function, given: Function) -> str | None:
    """A property against a method; one that gives something to call may stand for a method."""
    if not given.is_property:
        return "is a method, and the port's is read as an attribute" if given.as_declared else None
    returns = ast.unparse(given.node.returns) if given.node.returns else ""
    callable_ = "Callable" in returns or not promised.as_declared
    return None if callable_ else "is read as an attribute, and the port's is called"


def _function_kind(promised: Function, given: Function) -> str | None:
    """Async against sync; what an annotation calls awaitable or an async iterator is left to type checkers."""
    if promised.node.returns and _awaited_for_an_iterator(promised, promised.node.returns, given):
        return f"is awaited, and the port's gives {ast.unparse(promised.node.returns)} at once"
    if any(_returns_async(function) for function in (promised, given)):
        return None
    wanted, got = (isinstance(function.node, ast.AsyncFunctionDef) for function in (promised, given))
    if wanted == got:
        return None
    return f"is {'async' if got else 'not async'}, and the port's is {'async' if wanted else 'not'}"


def _awaited_for_an_iterator(promised: Function, returns: ast.expr, given: Function) -> bool:
    """Whether a coroutine stands where the port's callers go through something, or enter it, without awaiting it."""
    if isinstance(promised.node, ast.AsyncFunctionDef) or given.generates or given.empty:
        return False
    heads = (member.value if isinstance(member, ast.Subscript) else member for member in _members(returns))
    return isinstance(given.node, ast.AsyncFunctionDef) and all(_AT_ONCE.search(ast.unparse(head)) for head in heads)


def _generator(promised: Function, given: Function) -> str | None:
    """What is given before somebody goes through it, where the port's callers wait for something else."""
    returns = promised.node.returns
    if not given.generates or promised.generates or returns is None:
        return None
    both_async = isinstance(promised.node, ast.AsyncFunctionDef) and isinstance(given.node, ast.AsyncFunctionDef)
    kinds = isinstance(promised.node, ast.AsyncFunctionDef) == isinstance(given.node, ast.AsyncFunctionDef)
    members = [*_members(returns)]
    heads = {ast.unparse(member.value if isinstance(member, ast.Subscript) else member) for member in members}
    last = {head.rpartition(".")[2] for head in heads}
    plain = both_async or not last.isdisjoint(_PLAIN)
    if not (kinds and plain) or any(map(_ITERATED.search, last)):
        return None
    return f"is a generator, and the port's returns {ast.unparse(returns)}"


def _members(annotation: ast.expr) -> Iterator[ast.expr]:
    """The types of which an annotation allows any: of `list[Order] | None` two."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = parse_annotation(annotation.value) or annotation
    inner: list[ast.expr] = []
    if isinstance(annotation, ast.BinOp):
        inner = [annotation.left, annotation.right]
    elif isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value).endswith(("Optional", "Union")):
        inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    yield from (member for part in inner for member in _members(part)) if inner else (annotation,)


def _returns_async(function: Function) -> bool:
    returns = function.node.returns
    return returns is not None and any(word in ast.unparse(returns) for word in _ASYNC_RESULTS)


def _called(function: Function) -> ast.arguments:
    """The parameters that a caller fills in."""
    arguments = function.node.args
    if not function.bound:
        return arguments
    by_position, rest = arguments.posonlyargs[1:], arguments.args[0 if arguments.posonlyargs else 1 :]
    return ast.arguments(**{**vars(arguments), "posonlyargs": by_position, "args": rest})


def _parameters(promised: ast.arguments, given: ast.arguments) -> str | None:
    return _positional(promised, given) or _keywords(promised, given) or _gathering(promised, given)


def _positional(promised: ast.arguments, given: ast.arguments) -> str | None:
    wanted, got = _positionals(promised), _positionals(given)
    for index, parameter in enumerate(wanted):
        by_keyword = parameter in promised.args and not parameter.arg.startswith("_")
        taken = got[index] if index < len(got) else None
        problem = (
            _one(parameter, taken, given, by_keyword=by_keyword) if taken else _gathered(parameter, given, by_keyword)
        )
        if problem:
            return problem
        if taken and _optional(parameter, promised) and not _optional(taken, given):
            return f"requires {taken.arg!r}, which the port lets callers leave out"
    for extra in got[len(wanted) :]:
        if not _optional(extra, given) and promised.vararg is None:
            return f"requires {extra.arg!r}, which the port does not have"
    return None


def _one(parameter: ast.arg, taken: ast.arg, given: ast.arguments, *, by_keyword: bool) -> str | None:
    """What is wrong with the parameter in the same place, for callers who name it."""
    if not by_keyword:
        return None
    if taken in given.posonlyargs:
        return f"takes {parameter.arg!r} by position only"
    if taken.arg != parameter.arg and not (given.kwarg and _optional(taken, given)):
        return f"calls {taken.arg!r} what the port calls {parameter.arg!r}"
    return None


def _gathered(parameter: ast.arg, given: ast.arguments, by_keyword: bool) -> str | None:
    """What is wrong where no parameter is in that place."""
    if given.vararg is None:
        return f"takes no {parameter.arg!r}"
    if by_keyword and given.kwarg is None and parameter.arg not in {keyword.arg for keyword in given.kwonlyargs}:
        return f"takes no keyword {parameter.arg!r}"
    return None


def _positionals(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args]


def _optional(parameter: ast.arg, arguments: ast.arguments) -> bool:
    positional = _positionals(arguments)
    return parameter in positional[len(positional) - len(arguments.defaults) :] if arguments.defaults else False


def _keywords(promised: ast.arguments, given: ast.arguments) -> str | None:
    accepted = {parameter.arg for parameter in (*given.args, *given.kwonlyargs)}
    required = _required_keywords(given)
    for parameter, default in zip(promised.kwonlyargs, promised.kw_defaults, strict=True):
        if parameter.arg not in accepted and given.kwarg is None:
            return f"takes no keyword {parameter.arg!r}"
        if default is not None and parameter.arg in required:
            return f"requires {parameter.arg!r}, which the port lets callers leave out"
    known = {parameter.arg for parameter in (*promised.args, *promised.kwonlyargs)}
    unknown = sorted(required - known)
    return f"requires {unknown[0]!r}, which the port does not have" if unknown and promised.kwarg is None else None


def _required_keywords(arguments: ast.arguments) -> set[str]:
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return {parameter.arg for parameter, default in pairs if default is None}


def _gathering(promised: ast.arguments, given: ast.arguments) -> str | None:
    if promised.vararg is not None and given.vararg is None:
        return f"takes no *{promised.vararg.arg}"
    if promised.kwarg is not None and given.kwarg is None:
        return f"takes no **{promised.kwarg.arg}"
    return None
