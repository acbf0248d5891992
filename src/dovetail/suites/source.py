"""Where a suite's adapters come from: a store of the user's, or a callable that gives one over an empty store."""

from __future__ import annotations

import copy
import inspect
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from dovetail.errors import ContractError
from dovetail.stores import AsyncStore, Store


class Source(Protocol):
    """What a scenario opens its adapters from.

    Attributes:
        name: the adapter's name, as the reports show it.
        fresh: whether a new connection sees what an earlier one stored, so that the two can be told apart.
        separate: whether two adapters that are opened have a store each.
        commits: whether a connection's transaction is committed for the adapter when it closes.
        store: the store of the user's, or None.
    """

    name: str
    fresh: bool
    separate: bool
    commits: bool
    store: Any

    def connect(self) -> Any:
        """A context manager that opens an adapter."""
        ...

    def clear(self) -> Any:
        """Empty the store; may give an awaitable."""
        ...


class StoreSource:
    """Adapters over a store, a new connection each."""

    fresh = True
    separate = False

    def __init__(self, store: Any, name: str) -> None:
        self.store = store
        self.name = name
        self.commits = bool(getattr(store, "commits", False))

    def connect(self) -> Any:
        return self.store.connect()

    def clear(self) -> Any:
        return self.store.clear()


class CallableSource:
    """One adapter an example, from a callable that gives it over an empty store."""

    fresh = False
    separate = True
    commits = False
    store = None

    def __init__(self, make: Any, name: str) -> None:
        self._make = make
        self.name = name

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self._make()

    def clear(self) -> None:
        """Nothing: the next adapter is over an empty store of its own."""


class ModuleSource:
    """A module whose functions are the port's operations; what its globals hold is its store."""

    fresh = False
    separate = False
    commits = False
    store = None

    def __init__(self, module: types.ModuleType, name: str) -> None:
        self._module = module
        self.name = name
        self._empty = {
            key: copy.copy(value)
            for key, value in vars(module).items()
            if isinstance(value, (dict, list, set)) and not key.startswith("__")
        }

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self._module

    def clear(self) -> None:
        """Put the module's own collections back to what they were when it was bound."""
        for key, value in self._empty.items():
            held = getattr(self._module, key)
            held.clear()
            held.extend(value) if isinstance(held, list) else held.update(value)


def source_of(adapter: Any, store: Any, suite: str) -> Source:
    """The source that a suite's `adapter` or `store` stands for.

    Raises:
        ContractError: neither is given, or what is given is neither a store nor a callable.
    """
    for name, given in (("store", store), ("adapter", adapter)):
        if is_fixture(given):
            raise ContractError(
                f"the {name} of {suite} is a pytest fixture, and this is no pytest run",
                f"give it outright: dovetail.verify({suite}, {name}=...)",
            )
    if store is not None:
        if inspect.isclass(store) or (not isinstance(store, (Store, AsyncStore)) and callable(store)):
            store = store()
        if not isinstance(store, (Store, AsyncStore)):
            raise ContractError(
                f"the store of {suite} is {store!r}, which has no connect() and clear()",
                "give a Store, e.g. SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)",
            )
        return StoreSource(store, name_of(adapter if adapter is not None else getattr(store, "adapter", store)))
    if isinstance(adapter, types.ModuleType):
        return ModuleSource(adapter, adapter.__name__.rpartition(".")[2])
    if callable(adapter):
        return CallableSource(_without_self(adapter, suite), name_of(adapter))
    raise ContractError(
        f"{suite} has neither an adapter nor a store",
        "write one in the class: adapter = InMemoryOrders, or a fixture: def store(self): return SqlAlchemyStore(...)",
    )


def is_fixture(value: Any) -> bool:
    """Whether a class attribute is a pytest fixture, which only pytest can call."""
    return type(value).__module__.partition(".")[0] == "_pytest"


def name_of(adapter: Any) -> str:
    """What the reports call an adapter."""
    if isinstance(adapter, types.ModuleType):
        return adapter.__name__.rpartition(".")[2]
    name = getattr(adapter, "__name__", "") or type(getattr(adapter, "func", adapter)).__name__
    return "adapter" if name == "<lambda>" else name


def _without_self(adapter: Any, suite: str) -> Any:
    try:
        required = [
            each
            for each in inspect.signature(adapter).parameters.values()
            if each.default is each.empty and each.kind not in {each.VAR_POSITIONAL, each.VAR_KEYWORD}
        ]
    except (TypeError, ValueError):
        return adapter
    if required:
        needs = ", ".join(each.name for each in required)
        name = name_of(adapter)
        raise ContractError(
            f"the adapter of {suite} needs arguments ({needs}), and nothing says which",
            f"give a callable without arguments: adapter = lambda: {name}({needs}), or a store that opens it",
        )
    return adapter
