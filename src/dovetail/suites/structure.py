"""PORT-01 to PORT-04: the operations, parameters, kinds of function and annotations that a port asks of adapters."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any, Protocol

from dovetail.port import MISSING, FunctionKind, Operation, Port
from dovetail.port.compatibility import incompatible_annotation, refused_call
from dovetail.port.reading import operations_of
from dovetail.suites.kernel.check import check


class Structural(Protocol):
    """What these checks ask of a scenario."""

    port: Port
    adapter: Any

    def broken(self, expected: str, got: str, path: str = "", hint: str = "") -> Any:
        """The clause does not hold."""


@check("PORT-01", random=False)
def every_operation_exists(s: Structural) -> None:
    for name in s.port.operations:
        if not callable(getattr(s.adapter, name, None)):
            s.broken(f"{name}()", f"{_name(s.adapter)} has no {name}")


@check("PORT-02", random=False)
def every_call_is_accepted(s: Structural) -> None:
    for name, mine in _operations(s).items():
        refused = refused_call(s.port.operations[name], mine)
        if refused is not None:
            s.broken(f"accepts {refused}", f"def {name}{mine.signature}")


@check("PORT-03", random=False)
def same_function_kind(s: Structural) -> None:
    for name, mine in _operations(s).items():
        theirs = s.port.operations[name].function_kind
        if mine.function_kind is not theirs and not _may_be(mine, theirs):
            s.broken(f"{name} is {theirs.value}", f"{name} is {mine.function_kind.value}")


@check("PORT-04", random=False)
def compatible_annotations(s: Structural) -> None:
    for name, mine in _operations(s).items():
        if _is_the_ports(s, name):
            continue
        wrong = incompatible_annotation(s.port.operations[name], mine)
        if wrong is not None:
            where, theirs, given = wrong
            subject = f"{name} ->" if where == "return" else f"{name}({where}:"
            end = "" if where == "return" else ")"
            s.broken(f"{subject} {_text(theirs)}{end}", f"{subject} {_text(given)}{end}")


def _may_be(mine: Operation, theirs: FunctionKind) -> bool:
    """What a signature alone cannot tell: a generator is an Iterable, and a bare plain def may return an awaitable."""
    if mine.function_kind is FunctionKind.GENERATOR:
        return theirs is FunctionKind.SYNC
    return mine.function_kind is FunctionKind.SYNC and (mine.returns is MISSING or theirs is FunctionKind.GENERATOR)


def _is_the_ports(s: Structural, name: str) -> bool:
    """Whether the adapter has inherited the operation from the port itself, whatever else it binds its variables to."""
    owner = s.adapter if isinstance(s.adapter, ModuleType) else type(s.adapter)
    return inspect.getattr_static(owner, name, None) is inspect.getattr_static(s.port.type, name, MISSING)


def _operations(s: Structural) -> dict[str, Operation]:
    """The adapter's own operations of the port, as far as they have a signature."""
    mine = operations_of(s.adapter if isinstance(s.adapter, ModuleType) else type(s.adapter))
    return {name: mine[name] for name in s.port.operations if name in mine}


def _name(adapter: Any) -> str:
    return adapter.__name__ if isinstance(adapter, ModuleType) else type(adapter).__name__


def _text(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)
