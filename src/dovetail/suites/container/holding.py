"""What an object holds: its attributes, the items of its collections, what its functions and methods are bound to."""

from __future__ import annotations

import logging
import threading
from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from types import FunctionType, MemberDescriptorType, MethodType, ModuleType
from typing import Any

from dovetail.suites.environment.foreign import is_foreign

_DEEPEST = 5
_MOST = 5_000
_COLLECTIONS = (list, tuple, set, frozenset, dict, deque)
# Each task or thread has its own value in these, so that who holds one holds no value.
_OPAQUE = (
    type,
    ModuleType,
    threading.local,
    ContextVar,
    AbstractEventLoop,
    Future,
    logging.Logger,
    str,
    bytes,
    int,
    float,
    complex,
)


def parts(held: Any) -> Iterator[tuple[str, Any]]:
    """What an object holds itself, each with how one writes the way to it."""
    if isinstance(held, _OPAQUE) or held is None:
        return
    if isinstance(held, dict):
        yield from ((f"[{key!r}]" if isinstance(key, str) else "[...]", each) for key, each in list(held.items()))
    elif isinstance(held, _COLLECTIONS):
        yield from (("[...]", each) for each in list(held))
    elif isinstance(held, MethodType):
        yield ".__self__", held.__self__
    elif isinstance(held, partial):
        yield from ((".args", each) for each in (held.func, *held.args, *held.keywords.values()))
    elif isinstance(held, FunctionType):
        yield from _closed_over(held)
    else:
        yield from ((f".{name}", each) for name, each in _attributes(held))


def way_to(
    start: Any, wanted: Callable[[Any], bool], enters: Callable[[Any], bool], *, through_collections: bool = True
) -> tuple[str, Any] | None:
    """The shortest way from an object to one that is wanted; None where there is none.

    Args:
        start: where to begin; it does not count itself.
        wanted: whether an object is one of those.
        enters: whether what an object holds is looked at.
        through_collections: whether the items of collections count.
    """
    waiting: deque[tuple[str, Any, int]] = deque([("", start, 0)])
    met = {id(start)}
    while waiting and len(met) < _MOST:
        path, held, depth = waiting.popleft()
        for step, each in parts(held):
            if id(each) in met:
                continue
            met.add(id(each))
            if wanted(each):
                return path + step, each
            if isinstance(each, _COLLECTIONS) and not through_collections:
                continue
            if depth < _DEEPEST and (_is_plumbing(each) or enters(each)):
                waiting.append((path + step, each, depth + 1))
    return None


def of_the_project(packages: Collection[str]) -> Callable[[Any], bool]:
    """Whether an object is of the project's own code: what libraries hold inside is their business.

    Args:
        packages: top packages that are the project's, wherever they are installed.
    """
    return lambda held: type(held).__module__.partition(".")[0] in packages or not is_foreign(held)


def _is_plumbing(held: Any) -> bool:
    """Whether it only leads on to other objects, and is nobody's own class."""
    return type(held) in _COLLECTIONS or isinstance(held, (MethodType, FunctionType, partial))


def _closed_over(function: FunctionType) -> Iterator[tuple[str, Any]]:
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=False):
        try:
            yield f".{name}", cell.cell_contents
        except ValueError:  # a variable that has no value yet
            continue


def _attributes(held: Any) -> Iterator[tuple[str, Any]]:
    """What its dictionary and its slots hold; nothing of the object's own code is run for that."""
    with suppress(AttributeError):
        yield from list(object.__getattribute__(held, "__dict__").items())
    for base in type(held).__mro__:
        for name, member in vars(base).items():
            if isinstance(member, MemberDescriptorType):
                with suppress(AttributeError):  # a slot that has no value
                    yield name, member.__get__(held)
