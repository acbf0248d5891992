"""What the annotations of a class or a function mean, in code as it is really written.

`typing.get_type_hints` gives up on the whole object when one name is imported only under `if TYPE_CHECKING:` or is local
to a function. Here every annotation is resolved on its own, and what stays unknown is a value that says so.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import functools
import gc
import importlib
import importlib.util
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ForwardRef, Generic, Literal, Protocol, Union, get_args, get_origin

Leaf = Callable[[Any], Any]


@dataclasses.dataclass(frozen=True)
class Unresolved:
    """An annotation that names what cannot be found; `text` is how it was written."""

    text: str


def resolve(obj: Any, owner: type | None = None) -> dict[str, Any]:
    """Resolve the annotations of a class, a generic alias of one, or a function.

    Args:
        obj: a class (its bases' annotations are included, with what it binds their type variables to), an alias such as
            `Page[Order]`, or anything callable that has annotations.
        owner: the class that a function was found in; found by its qualified name where not given.

    Returns:
        Name to type, extras (`Annotated`, `Required`) and `NewType`s kept, PEP 695 aliases replaced by what they stand
        for; `Unresolved` for an annotation that names something which cannot be found.
    """
    cls = get_origin(obj) or obj
    if isinstance(cls, type):
        return _of_class(obj, cls)
    return _of_function(_plain_function(obj), owner)


def substitute(hint: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace type variables (and `Self`) wherever they stand in a type: in generics, unions and callables too."""
    if not mapping:
        return hint
    return _rebuild(hint, lambda leaf: mapping.get(leaf, leaf) if _hashable(leaf) else leaf)


def type_arguments(cls: Any) -> dict[type, dict[Any, Any]]:
    """What each generic base of a class (or of an alias such as `Page[Order]`) has its type variables bound to."""
    bound: dict[type, dict[Any, Any]] = {}
    origin = get_origin(cls) or cls
    _bind(origin, get_args(cls), bound)
    return bound


def _bind(origin: Any, arguments: tuple[Any, ...], bound: dict[type, dict[Any, Any]]) -> None:
    mine = dict(zip(_parameters(origin), arguments, strict=False))
    for variable in _parameters(origin)[len(arguments) :]:
        if getattr(variable, "has_default", bool)():
            mine[variable] = variable.__default__
    if mine:
        bound.setdefault(origin, mine)
    for base in origin.__dict__.get("__orig_bases__", origin.__bases__):
        base_origin = get_origin(base) or base
        if isinstance(base_origin, type) and base_origin not in (object, Generic, Protocol):
            _bind(base_origin, tuple(substitute(argument, mine) for argument in get_args(base)), bound)


def _parameters(origin: Any) -> tuple[Any, ...]:
    parameters = getattr(origin, "__type_params__", ()) or getattr(origin, "__parameters__", ())
    return parameters if isinstance(parameters, tuple) else ()


def _of_class(obj: Any, cls: type) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    bound = type_arguments(obj)
    for base in reversed(cls.__mro__):
        raw = _raw_annotations(base)
        if not raw:
            continue
        names = _Names.of_class(base)
        for name, annotation in raw.items():
            hints[name] = substitute(names.resolve(annotation), bound.get(base, {}))
    return hints


def _of_function(function: Any, owner: type | None) -> dict[str, Any]:
    raw = _raw_annotations(function)
    if not raw:
        return {}
    names = _Names.of_function(function, owner or _owner(function))
    return {name: names.resolve(annotation) for name, annotation in raw.items()}


def _plain_function(obj: Any) -> Any:
    """The function under decorators, partials, bound methods and callable objects."""
    while True:
        if isinstance(obj, functools.partial):
            obj = obj.func
        elif isinstance(obj, types.MethodType | staticmethod | classmethod):
            obj = obj.__func__
        elif isinstance(obj, property):
            obj = obj.fget
        elif hasattr(obj, "__wrapped__"):
            obj = obj.__wrapped__
        elif not hasattr(obj, "__annotations__") and hasattr(type(obj), "__call__"):
            call = type(obj).__call__
            if not isinstance(call, types.FunctionType):
                return obj
            obj = call
        else:
            return obj


def _raw_annotations(obj: Any) -> dict[str, Any]:
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(obj, format=annotationlib.Format.FORWARDREF)
    if isinstance(obj, type):
        found = obj.__dict__.get("__annotations__", {})
    else:
        found = getattr(obj, "__annotations__", {})
    return dict(found) if isinstance(found, Mapping) else {}


def _owner(function: Any) -> type | None:
    """The class in whose body a function was written, where its module lets it be reached."""
    path = getattr(function, "__qualname__", "").split(".")[:-1]
    found: Any = sys.modules.get(getattr(function, "__module__", None) or "")
    for part in path:
        found = getattr(found, part, None)
    return found if isinstance(found, type) and path else None


class _Names(dict[str, Any]):
    """The names that an annotation can see, each looked up when it is asked for."""

    def __init__(self, module: str | None, qualname: str, near: Mapping[str, Any], far: Mapping[str, Any]) -> None:
        super().__init__()
        self._module = sys.modules.get(module or "")
        self._qualname = qualname
        self._near = near
        self._far = far

    @classmethod
    def of_class(cls, owner: type) -> _Names:
        near = {parameter.__name__: parameter for parameter in _parameters(owner)}
        for member in vars(owner).values():
            near |= _closure(_plain_function(member) if callable(member) or isinstance(member, property) else member)
        near.setdefault(owner.__name__, owner)
        return cls(owner.__module__, owner.__qualname__, near, vars(owner))

    @classmethod
    def of_function(cls, function: Any, owner: type | None) -> _Names:
        near = dict(cls.of_class(owner)._near) if owner else {}
        near |= _closure(function)
        near |= {parameter.__name__: parameter for parameter in _parameters(function)}
        module, qualname = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
        return cls(module, qualname, near, {})

    def resolve(self, annotation: Any) -> Any:
        try:
            return _rebuild(annotation, self._leaf)
        except Exception:  # noqa: BLE001 - an annotation may raise anything when it is evaluated
            return Unresolved(annotation if isinstance(annotation, str) else _text(annotation))

    def _leaf(self, leaf: Any) -> Any:
        if leaf is None:
            return type(None)
        if isinstance(leaf, ForwardRef):
            leaf = leaf.__forward_arg__
        if isinstance(leaf, str):
            # The text is the user's own annotation, which Python itself would evaluate in the same way.
            found = eval(leaf, {"__builtins__": {}}, self)  # noqa: S307
            return _rebuild(found, self._leaf)
        return leaf

    def __missing__(self, name: str) -> Any:
        for look in (self._nearby, self._global, self._typing_only, self._builtin, self._member, self._sibling):
            found = look(name)
            if found is not _ABSENT:
                return found
        raise NameError(name)

    def _nearby(self, name: str) -> Any:
        found = self._near.get(name, _ABSENT)
        return found if found is not _ABSENT else self._in_running_function(name)

    def _global(self, name: str) -> Any:
        return getattr(self._module, name, _ABSENT)

    def _typing_only(self, name: str) -> Any:
        return _typing_only_name(self._module, name) if self._module else _ABSENT

    def _builtin(self, name: str) -> Any:
        return getattr(builtins, name, _ABSENT)

    def _member(self, name: str) -> Any:
        return self._far.get(name, _ABSENT)

    def _in_running_function(self, name: str) -> Any:
        """A local of the function that defined the object, while that function is still running."""
        definer, local, _ = self._qualname.rpartition(".<locals>.")
        if not local or self._module is None:
            return _ABSENT
        for frame in _frames():
            same = frame.f_code.co_qualname == definer and frame.f_globals is vars(self._module)
            if same and name in frame.f_locals:
                return frame.f_locals[name]
        return _ABSENT

    def _sibling(self, name: str) -> Any:
        """A class defined beside the object in a function that has returned since: the latest of that name."""
        definer, local, _ = self._qualname.rpartition(".<locals>.")
        if not local or self._module is None:
            return _ABSENT
        wanted = f"{definer}.<locals>.{name}"
        found = _ABSENT
        for candidate in gc.get_objects():
            if isinstance(candidate, type) and candidate.__qualname__ == wanted:
                found = candidate if candidate.__module__ == self._module.__name__ else found
        return found


_ABSENT: Any = object()


def _frames() -> Iterator[types.FrameType]:
    frame: types.FrameType | None = sys._getframe(1)  # noqa: SLF001 - inspect.stack reads source, which is slow
    while frame is not None:
        yield frame
        frame = frame.f_back


def _closure(function: Any) -> dict[str, Any]:
    if not isinstance(function, types.FunctionType):
        return {}
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # a cell that is not filled yet
            continue
    return found


def _typing_only_name(module: types.ModuleType, name: str) -> Any:
    """Import what the module names only for type checkers."""
    source = _typing_only_imports(module.__name__).get(name)
    if source is None:
        return _ABSENT
    target, attribute = source
    try:
        found = importlib.import_module(target)
        return found if attribute is None else _attribute(found, attribute)
    except Exception:  # noqa: BLE001 - whatever an import raises, the name stays unknown
        return _ABSENT


def _attribute(module: types.ModuleType, attribute: str) -> Any:
    if hasattr(module, attribute):
        return getattr(module, attribute)
    return importlib.import_module(f"{module.__name__}.{attribute}")


@functools.cache
def _typing_only_imports(module: str) -> dict[str, tuple[str, str | None]]:
    """Name to (module, attribute) for each import under `if TYPE_CHECKING:`."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, SyntaxError):
        return {}
    package = getattr(sys.modules[module], "__package__", None) or ""
    found: dict[str, tuple[str, str | None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for statement in node.body:
                found |= _imported(statement, package)
    return found


def _imported(statement: ast.stmt, package: str) -> dict[str, tuple[str, str | None]]:
    if isinstance(statement, ast.Import):
        return {
            alias.asname or alias.name.partition(".")[0]: (
                alias.name if alias.asname else alias.name.partition(".")[0],
                None,
            )
            for alias in statement.names
        }
    if isinstance(statement, ast.ImportFrom):
        source = importlib.util.resolve_name("." * statement.level + (statement.module or ""), package)
        return {alias.asname or alias.name: (source, alias.name) for alias in statement.names}
    return {}


def _rebuild(hint: Any, leaf: Leaf) -> Any:
    """The same type with every leaf replaced; PEP 695 aliases become what they stand for."""
    return _Rebuilding(leaf)(hint)


class _Rebuilding:
    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._open: list[Any] = []  # aliases under expansion: a recursive one is left as it is

    def __call__(self, hint: Any) -> Any:
        if _is_alias(hint):
            return self._expand(hint, {})
        origin = get_origin(hint)
        if origin is None:
            return self._field_marker(hint) if isinstance(hint, dataclasses.InitVar) else self._leaf(hint)
        if origin is Literal:
            return hint
        if _is_alias(origin):
            return self._expand(origin, dict(zip(origin.__type_params__, get_args(hint), strict=False)))
        if origin is Annotated:
            return Annotated[(self(hint.__origin__), *hint.__metadata__)]
        arguments = tuple(self._argument(argument) for argument in get_args(hint))
        if origin in (Union, types.UnionType):
            return Union[arguments]
        if arguments == get_args(hint):
            return hint
        return _with_arguments(hint, origin, arguments)

    def _argument(self, argument: Any) -> Any:
        if isinstance(argument, list):
            return [self(one) for one in argument]
        return argument if argument is ... else self(argument)

    def _field_marker(self, hint: Any) -> Any:
        return dataclasses.InitVar(self(hint.type))

    def _expand(self, alias: Any, arguments: dict[Any, Any]) -> Any:
        if alias in self._open:
            return alias
        self._open.append(alias)
        try:
            value = self(alias.__value__)
        finally:
            self._open.pop()
        return substitute(value, {variable: self._argument(given) for variable, given in arguments.items()})


def _with_arguments(hint: Any, origin: Any, arguments: tuple[Any, ...]) -> Any:
    if hasattr(hint, "copy_with") and not (arguments and isinstance(arguments[0], list)):
        return hint.copy_with(arguments)
    if isinstance(hint, types.GenericAlias) and not isinstance(arguments[0], list):
        return types.GenericAlias(origin, arguments)
    if len(arguments) == 2 and isinstance(arguments[0], list):
        return typing.Callable[arguments[0], arguments[1]]
    return origin[arguments]


def _is_alias(hint: Any) -> bool:
    return type(hint).__name__ == "TypeAliasType"


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _text(annotation: Any) -> str:
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return annotation.__qualname__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")
