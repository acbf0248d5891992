"""A callable that makes an adapter, and what is handed over to its parameters by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.hints import resolve
from dovetail.introspection.signatures import VARIADIC, parameters_of


class Factory:
    """The callable of an `adapter` option.

    Attributes:
        takes: which of the things that can be handed over it takes.
    """

    def __init__(self, make: Any, option: str, contract: str, offered: Collection[str]) -> None:
        """Read its signature.

        Args:
            make: what the contract states.
            option: under which option, for messages.
            contract: the contract's name, for messages.
            offered: the names of what can be handed over.

        Raises:
            ContractError: it is no callable, or needs what nobody gives.
        """
        if make is None:
            raise ContractError(
                f"{contract} has no {option}",
                f"write it in the class: {option} = ..., a callable that gives one{_may_take(offered)}",
            )
        if not callable(make):
            kind = type(make).__name__
            raise ContractError(
                f"the {option} of {contract} is one {kind} object, and every scenario needs one of its own",
                f"give a callable that makes it: {option} = lambda: {kind}(...)",
            )
        self._make = make
        parameters = parameters_of(make) or {}
        hints = hints_of(make)
        self._hints = {name: str(hints.get(name, "")) for name in parameters}
        self.takes = frozenset(name for name in offered if name in parameters)
        needed = [
            name
            for name, each in parameters.items()
            if each.default is each.empty and name not in offered and each.kind not in VARIADIC
        ]
        if needed == ["self"]:
            raise ContractError(
                f"the {option} of {contract} is a method, and nothing calls it", f"write @staticmethod above {option}"
            )
        if needed:
            raise ContractError(
                f"the {option} of {contract} needs {', '.join(needed)}, and nothing says which",
                f"give a callable without other parameters: {option} = lambda: ...{_may_take(offered)}",
            )

    def make(self, given: Mapping[str, Any]) -> Any:
        """What the callable gives: an adapter, or a context manager or an awaitable that gives one."""
        return self._make(**{name: given[name] for name in self.takes})

    def hint(self, name: str) -> str:
        """The annotation of a parameter as text; empty where there is none."""
        return self._hints.get(name, "")


def called_by_name(function: Callable[..., Any], given: Mapping[str, Any]) -> Any:
    """Call a function with those of some values that it has parameters for; `**kwargs` takes them all."""
    taken = names_taken(function, given)
    return function(**{name: value for name, value in given.items() if name in taken})


def names_taken(function: Callable[..., Any], offered: Collection[str]) -> frozenset[str]:
    """Which of some names a function has parameters for; `**kwargs` takes them all."""
    parameters = parameters_of(function) or {}
    if any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values()):
        return frozenset(offered)
    return frozenset(name for name in offered if name in parameters)


def _may_take(offered: Collection[str]) -> str:
    return f"; {', '.join(sorted(offered))} are handed over to parameters of these names" if offered else ""


def hints_of(make: Callable[..., Any]) -> Mapping[str, Any]:
    """The annotations of what a callable takes; of a class, those of its constructor."""
    function = make.__init__ if inspect.isclass(make) else make
    return resolve(function) if inspect.isfunction(function) else {}
