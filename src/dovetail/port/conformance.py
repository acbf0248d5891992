"""Whether a value that came back at run time is of the type that the port declares."""

from __future__ import annotations

import inspect
import types
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, is_typeddict

from dovetail.hints import bare
from dovetail.port.operation import MISSING

_SAMPLE = 3


def conforms(value: Any, hint: Any, *, stream: type | None = None) -> bool:
    """Whether `value` is an instance of the annotation, elements of collections included.

    What cannot be told (an unresolved name, a type variable, a Protocol with data members) is taken to conform: the
    question is asked of adapters that nobody here wrote.

    Args:
        value: what came back.
        hint: the annotation.
        stream: where the value is a list of what a stream gave, the class of that stream.
    """
    hint = bare(hint)
    if hint is MISSING or hint is Any or hint is object or isinstance(hint, (TypeVar, str)):
        return True
    if hint is None or hint is type(None):
        return value is None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(conforms(value, arm, stream=stream) for arm in get_args(hint))
    if origin is Literal:
        return any(value == choice and type(value) is type(choice) for choice in get_args(hint))
    if is_typeddict(hint):
        return isinstance(value, dict)
    if stream is not None:
        return _streams(stream, value, origin or hint, get_args(hint))
    return _instance(value, origin or hint, get_args(hint))


def _streams(stream: type, value: list[Any], cls: Any, arguments: tuple[Any, ...]) -> bool:
    if not inspect.isclass(cls) or not issubclass(cls, (Iterable, AsyncIterable)):
        return not inspect.isclass(cls)
    return issubclass(stream, cls) and all(conforms(each, arguments[0]) for each in value[:_SAMPLE] if arguments)


def _instance(value: Any, cls: Any, arguments: tuple[Any, ...]) -> bool:
    if not inspect.isclass(cls):
        return True
    if cls is bool or not issubclass(cls, (int, float)):
        if not _isinstance(value, cls):
            return False
    elif isinstance(value, bool) or not isinstance(value, (int,) if cls is int else (int, float)):
        return False
    return not arguments or _elements(value, cls, arguments)


def _isinstance(value: Any, cls: Any) -> bool:
    try:
        return isinstance(value, cls)
    except TypeError:  # a Protocol that is not runtime-checkable
        return True


def _elements(value: Any, cls: type, arguments: tuple[Any, ...]) -> bool:
    if cls is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return all(conforms(each, arguments[0]) for each in value)
        return len(value) == len(arguments) and all(map(conforms, value, arguments))
    if issubclass(cls, Mapping):
        key, item = arguments
        return all(conforms(k, key) and conforms(v, item) for k, v in list(value.items())[:_SAMPLE])
    if issubclass(cls, Iterable) and isinstance(value, (list, tuple, set, frozenset)):
        return all(conforms(each, arguments[0]) for each in list(value)[:_SAMPLE])
    return True
