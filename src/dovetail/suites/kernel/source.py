"""Where a suite's adapters come from: a store of the user's, or a callable that gives one over an empty store."""

from __future__ import annotations

import copy
import inspect
import types
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol

from dovetail.errors import ContractError
from dovetail.introspection.signatures import required_by
from dovetail.stores import AsyncStore, Store
from dovetail.suites.kernel.blame import raising


class Source(Protocol):
    """What a scenario opens its adapters from.

    Attributes:
        name: the adapter's name, as the reports show it.
        named: whether that is known; else it is learned from the first adapter that is opened.
        fresh: whether a new connection sees what an earlier one stored, so that the two can be told apart.
        separate: whether two adapters that are opened have a store each.
        commits: whether a connection's transaction is committed for the adapter when it closes.
        store: the store of the user's, or None.
    """

    name: str
    named: bool = True
    fresh: bool = False
    separate: bool = True
    commits: bool = False
    store: Any = None

    @property
    def concurrent(self) -> bool:
        """Whether two connections of the store work at the same time."""
        return bool(getattr(self.store, "concurrent", False))

    def connect(self) -> Any:
        """A context manager that opens an adapter."""
        ...

    def clear(self) -> Any:
        """Empty the store; may give an awaitable."""
        ...


class StoreSource(Source):
    """Adapters over a store, a new connection each."""

    fresh = True
    separate = False

    def __init__(self, store: Any, name: str, *, named: bool) -> None:
        self.store = store
        self.name = name
        self.named = named
        self.commits = bool(getattr(store, "commits", False))

    def connect(self) -> Any:
        return self.store.connect()

    def clear(self) -> Any:
        return self.store.clear()


class CallableSource(Source):
    """One adapter an example, from a callable that gives it over an empty store."""

    def __init__(self, make: Any, name: str) -> None:
        self._make = make
        self.name = name

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self._make()

    def clear(self) -> None:
        """Nothing: the next adapter is over an empty store of its own."""


class ModuleSource(Source):
    """A module whose functions are the port's operations; what its globals hold is its store."""

    separate = False

    def __init__(self, module: types.ModuleType, name: str) -> None:
        self._module = module
        self.name = name
        self._empty = _collections_of(module)

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self._module

    def clear(self) -> None:
        """Put the module's own collections back to what they were when it was bound."""
        for key, value in self._empty.items():
            held = getattr(self._module, key)
            held.clear()
            held.extend(value) if isinstance(held, list) else held.update(value)


class JoinedSource(Source):
    """The source of a scenario that is part of another one, which gives it its adapters."""

    name = "adapter"
    separate = False

    def __init__(self, store: Any) -> None:
        self.store = store

    def connect(self) -> Any:
        raise ContractError("part of a scenario has no adapter", "give it one: orders.use(unit.orders, 'unit.orders')")

    def clear(self) -> None:
        """Nothing: the store is the whole scenario's."""


@cache
def _collections_of(module: types.ModuleType) -> dict[str, Any]:
    """The module's own collections as they are when it is first asked about: each clause leaves something in them."""
    return {
        key: copy.copy(value)
        for key, value in list(vars(module).items())
        if isinstance(value, (dict, list, set)) and not key.startswith("__")
    }


def source_of(adapter: Any, store: Any, suite: str) -> Source:
    """The source that a suite's `adapter` or `store` stands for.

    Raises:
        ContractError: neither is given, or what is given is neither a store nor a callable.
    """
    if store is not None:
        store = _opened(store, suite)
        made = adapter if adapter is not None else getattr(store, "adapter", None)
        return StoreSource(store, name_of(made if made is not None else store, suite), named=made is not None)
    if isinstance(adapter, types.ModuleType):
        return ModuleSource(adapter, name_of(adapter))
    if callable(adapter):
        _refuse_arguments("adapter", adapter, suite)
        return CallableSource(adapter, name_of(adapter, suite))
    if adapter is not None:
        kind = type(adapter).__name__
        raise ContractError(
            f"the adapter of {suite} is one {kind} object, and every scenario needs one over an empty store",
            f"give a callable that makes it: adapter = {kind}, or adapter = lambda: {kind}(...)",
        )
    raise ContractError(
        f"{suite} has neither an adapter nor a store",
        "write one in the class: adapter = InMemoryOrders, or a fixture: def store(self): return SqlAlchemyStore(...)",
    )


def name_of(adapter: Any, suite: str = "adapter") -> str:
    """What the reports call an adapter: its own name, and the suite's where it has none."""
    if isinstance(adapter, types.ModuleType):
        return adapter.__name__.rpartition(".")[2]
    called = getattr(adapter, "func", adapter)  # functools.partial
    name: str = getattr(called, "__name__", type(called).__name__)
    return suite if name == "<lambda>" else name


def _opened(store: Any, suite: str) -> Any:
    """The store itself, or the one that a class or a callable gives."""
    if inspect.isclass(store) or (not isinstance(store, (Store, AsyncStore)) and callable(store)):
        _refuse_arguments("store", store, suite)
        try:
            store = store()
        except ContractError:
            raise
        except Exception as error:
            raise ContractError(f"the store of {suite} cannot be made: it {raising(error)}", "correct it") from error
    if isinstance(store, (Store, AsyncStore)):
        return store
    raise ContractError(
        f"the store of {suite} is a {type(store).__name__}, which has no connect() and clear()",
        "give a Store, e.g. SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)",
    )


def _refuse_arguments(role: str, function: Any, suite: str) -> None:
    """Refuse a callable that needs arguments: nobody would give them."""
    required = required_by(function) or []
    if required[:1] == ["self"]:
        raise ContractError(
            f"the {role} of {suite} is a method, and nothing calls it", f"write @pytest.fixture above def {role}(self)"
        )
    if required:
        needs, name = ", ".join(required), name_of(function)
        raise ContractError(
            f"the {role} of {suite} needs arguments ({needs}), and nothing says which",
            f"give a callable without arguments: {role} = lambda: {name}({needs})"
            + (", or a store that opens it" if role == "adapter" else ""),
        )
