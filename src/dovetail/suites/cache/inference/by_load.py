"""A get and a set for a port that only loads: by a load that fails, and by a load after a delete."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dovetail.port import MISSING, Parameter
from dovetail.suites.calls.operation_call import OperationCall


class NotThereError(Exception):
    """Raised by a load that only asks whether there is an entry."""


def loads_are_awaited(load: OperationCall) -> bool:
    """Whether the function that loads is a coroutine function: as annotated, else where the port is async."""
    asked = load.parameter("loader")
    hint = str(asked.hint) if asked is not None and asked.hint not in (MISSING, Any) else ""
    return any(word in hint for word in ("Awaitable", "Coroutine")) if "Callable" in hint else load.awaited


def loader_for(load: OperationCall, made: Callable[[], Any]) -> Callable[..., Any]:
    """A loader as the port takes it, whatever that calls it with: some are given the key."""

    def load_sync(*_key: Any) -> Any:
        return made()

    async def load_async(*_key: Any) -> Any:
        return made()

    return load_async if loads_are_awaited(load) else load_sync


@dataclass(frozen=True, slots=True)
class _ByLoad:
    """What is called with an adapter and the values of `roles`."""

    load: OperationCall
    roles: tuple[str, ...]
    delete: OperationCall | None = None

    def given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """The values by their roles."""
        return {**dict(zip(self.roles, args, strict=False)), **kwargs}

    def loaded(self, adapter: Any, given: dict[str, Any], made: Callable[[], Any]) -> Any:
        """What a load answers."""
        args, kwargs = self.load.arguments(**given, loader=loader_for(self.load, made))
        return self.load.function(adapter, *args, **kwargs)


class FailingLoad(_ByLoad):
    """Gives what is there; raises `NotThereError`, or what the adapter makes of it, where nothing is."""

    __slots__ = ()

    def __call__(self, adapter: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask for an entry."""
        return self.loaded(adapter, self.given(args, kwargs), _not_there)


@dataclass(slots=True)
class _Once:
    """Gives a value, and knows whether it was asked for."""

    value: Any
    asked: list[None] = field(default_factory=list)

    def __call__(self) -> Any:
        self.asked.append(None)
        return self.value


class LoadAnew(_ByLoad):
    """Loads a value; what is there already, or cannot be read, is deleted before."""

    __slots__ = ()

    def __call__(self, adapter: Any, *args: Any, **kwargs: Any) -> Any:
        """Put an entry."""
        given = self.given(args, kwargs)
        made = _Once(given.pop("value"))
        return (self._awaited if self.load.awaited else self._at_once)(adapter, given, made)

    def _at_once(self, adapter: Any, given: dict[str, Any], made: _Once) -> Any:
        try:
            answer = self.loaded(adapter, given, made)
            if not made.asked:
                self._deleted(adapter, given)
        except Exception:  # noqa: BLE001 - whatever an entry that cannot be read raises; else the load says it again
            with suppress(Exception):
                self._deleted(adapter, given)
            return self.loaded(adapter, given, made)
        return answer if made.asked else self.loaded(adapter, given, made)

    async def _awaited(self, adapter: Any, given: dict[str, Any], made: _Once) -> Any:
        try:
            answer = await self.loaded(adapter, given, made)
            if not made.asked:
                await self._deleted(adapter, given)
        except Exception:  # noqa: BLE001 - as above
            with suppress(Exception):
                await self._deleted(adapter, given)
            return await self.loaded(adapter, given, made)
        return answer if made.asked else await self.loaded(adapter, given, made)

    def _deleted(self, adapter: Any, given: dict[str, Any]) -> Any:
        assert self.delete is not None  # it is made with one
        args, kwargs = self.delete.arguments(**given)
        return self.delete.function(adapter, *args, **kwargs)


def is_by_load(call: OperationCall | None) -> bool:
    """Whether an operation is none of the port's own."""
    return call is not None and isinstance(call.function, _ByLoad)


def with_loads(found: dict[str, OperationCall]) -> None:
    """Add a get, and a set where there is a delete, to the operations of a port that loads and has none of its own."""
    load, delete = found.get("load"), found.get("delete")
    if load is None or "key" not in {role for _, role in load.roles}:
        return
    if "get" not in found:
        found["get"] = _call(load, FailingLoad, f"{load.name}_that_fails", ("key", "ttl", "namespace"))
    if "set" not in found and delete is not None and delete.awaited is load.awaited:
        roles = ("key", "value", "ttl", "namespace")
        found["set"] = _call(load, LoadAnew, f"{delete.name}_and_{load.name}", roles, delete)


def _call(
    load: OperationCall,
    kind: type[FailingLoad | LoadAnew],
    name: str,
    roles: tuple[str, ...],
    delete: OperationCall | None = None,
) -> OperationCall:
    """The operation, with the parameters of the load that it needs; a lifetime that is never used may be left out."""
    asked: list[tuple[Parameter, str]] = []
    for role in roles:
        own = load.parameter(role)
        if role == "value":
            own = Parameter(role, inspect.Parameter.POSITIONAL_OR_KEYWORD, load.returns)
        if own is not None and (own.required or role != "ttl" or kind is LoadAnew):
            asked.append((Parameter(role, own.kind, own.hint, own.default), role))
    function = kind(load, tuple(role for _, role in asked), delete)
    return OperationCall(
        name, function, tuple(asked), load.returns, result=load.result, awaited=load.awaited, written=True
    )


def _not_there() -> Any:
    raise NotThereError
