"""From annotations as they are written to types."""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ForwardRef, get_origin

from dovetail.hints.generics import substitute, type_arguments
from dovetail.hints.names import Names
from dovetail.hints.rebuilding import rebuild


@dataclass(frozen=True)
class Unresolved:
    """An annotation that names what cannot be found.

    Attributes:
        text: the annotation as it was written.
    """

    text: str


def resolve(obj: Any, owner: type | None = None) -> dict[str, Any]:
    """Resolve the annotations of a class, of a generic alias of one, or of a function.

    Args:
        obj: a class (its bases' annotations are included, with their type variables replaced by what it binds them to),
            an alias such as `Page[Order]`, or anything callable that has annotations.
        owner: the class that a function is a method of; found by its qualified name where not given.

    Returns:
        Name to type. Extras (`Annotated`, `Required`) and `NewType`s are kept, PEP 695 aliases replaced by what they
        stand for; an annotation that names something which cannot be found is `Unresolved`.
    """
    cls = get_origin(obj) or obj
    if isinstance(cls, type):
        return _of_class(obj, cls)
    function = _plain_function(obj)
    names = Names.of_function(function, owner or _owner(function))
    return {name: _meaning(annotation, names) for name, annotation in _written(function).items()}


def resolve_inside(function: Any, annotations: Mapping[str, str]) -> dict[str, Any]:
    """Resolve annotations in a function's body, such as `self.lines: list[Line] = []`: Python itself keeps none."""
    written = _plain_function(function)
    names = Names.of_function(written, _owner(written))
    return {name: _meaning(annotation, names) for name, annotation in annotations.items()}


def _of_class(obj: Any, cls: type) -> dict[str, Any]:
    bound = type_arguments(obj)
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        written = _written(base)
        names = Names.of_class(base) if written else None
        for name, annotation in written.items():
            assert names is not None
            hints[name] = substitute(_meaning(annotation, names), bound.get(base, {}))
    return hints


def _meaning(annotation: Any, names: Names) -> Any:
    def leaf(one: Any) -> Any:
        text = one.__forward_arg__ if isinstance(one, ForwardRef) else one
        if isinstance(text, str):
            # The text is the user's own annotation: Python itself would evaluate it in the same way.
            return rebuild(eval(text, {}, names), leaf)
        return type(None) if text is None else text

    try:
        return rebuild(annotation, leaf)
    except Exception:  # noqa: BLE001 - NameError, TypeError, or anything else that evaluating the text raises
        return Unresolved(_text(annotation))


def _written(obj: Any) -> dict[str, Any]:
    """The annotations that an object has itself, evaluated only as far as Python does so by itself."""
    if sys.version_info >= (3, 14):
        import annotationlib  # noqa: PLC0415 - new in Python 3.14

        return annotationlib.get_annotations(obj, format=annotationlib.Format.FORWARDREF)
    found = vars(obj).get("__annotations__") if isinstance(obj, type) else getattr(obj, "__annotations__", None)
    return dict(found) if isinstance(found, Mapping) else {}


def _plain_function(obj: Any) -> Any:
    """The function under decorators, partials, bound methods, properties and callable objects."""
    if isinstance(obj, functools.partial):
        return _plain_function(obj.func)
    if isinstance(obj, types.MethodType | staticmethod | classmethod):
        return _plain_function(obj.__func__)
    if isinstance(obj, property):
        return _plain_function(obj.fget)
    for inner in ("__wrapped__", "_sa_original_init"):  # SQLAlchemy puts the latter around the constructors it maps
        if hasattr(obj, inner):
            return _plain_function(getattr(obj, inner))
    method = getattr(obj, "__call__", obj)  # noqa: B004 - the method itself is wanted
    return obj if isinstance(obj, types.FunctionType) or not isinstance(method, types.MethodType) else method.__func__


def _owner(function: Any) -> type | None:
    """The class in whose body a function was written, where it can be reached from its module."""
    found: Any = sys.modules.get(getattr(function, "__module__", None) or "")
    path = getattr(function, "__qualname__", "").split(".")[:-1]
    for part in path:
        found = getattr(found, part, None)
    return found if path and isinstance(found, type) else None


def _text(annotation: Any) -> str:
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return annotation if isinstance(annotation, str) else str(annotation).replace("typing.", "")
