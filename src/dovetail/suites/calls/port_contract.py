"""The base of the kinds of contract that hold adapters to a port, with a store beneath them or without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from dovetail.errors import ContractError
from dovetail.port import Operation, Port, read_port
from dovetail.suites.calls.operation_call import operation_call
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.calls.scenario import CallingScenario
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import Given, is_fixture, option, stated
from dovetail.suites.kernel.source import Source, source_of
from dovetail.suites.kernel.subject import Binding
from dovetail.values import code

PortT_co = TypeVar("PortT_co", covariant=True)


class HasPort(Protocol[PortT_co]):
    """A contract, as a type checker sees it: what its port is, its fake is."""

    @property
    def port(self) -> type[PortT_co]: ...


@dataclass(frozen=True, slots=True)
class PortBinding:
    """All that is known of a port where a kind reads no more of it than its operations.

    Attributes:
        port: the port.
        contract: the class that states the options.
    """

    port: Port
    contract: Any

    @property
    def subject(self) -> Port:
        """What is held to the contract."""
        return self.port


class PortScenario(CallingScenario):
    """A scenario that speaks to an adapter by the names of its port's operations.

    Attributes:
        binding: what the contract knows of its port.
    """

    def __init__(self, binding: Any, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding

    @property
    def port(self) -> Port:
        """The port that the adapter is held to."""
        port: Port = self.binding.port
        return port

    def invoke(self, name: str, *args: Any, **kwargs: Any) -> Reply:
        """Call an operation of the port by its name, and remember the line that does.

        Returns:
            The reply; what is async has been awaited, and an exception is an answer like any other.

        Raises:
            ContractError: the port has no such operation, or it takes no such arguments.
        """
        operation = operation_call(self._operation(name, args, kwargs), {})
        self.reached.add(name)
        given = [*map(code, args), *(f"{each}={code(value)}" for each, value in kwargs.items())]
        line = operation.called(self.called, given)
        return self.make(PreparedCall(operation, args, kwargs, lambda: line))

    def _operation(self, name: str, args: Any, kwargs: Any) -> Operation:
        """The operation of that name, which takes those arguments: else each adapter would be blamed for the check."""
        operation = self.port.operations.get(name)
        if operation is None:
            raise ContractError(
                f"a check calls {name}, which the port {self.port.name} does not have",
                f"it has {', '.join(self.port.operations)}; a clause that does not apply without it says so: "
                "@check(id, applies)",
            )
        try:
            operation.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise ContractError(
                f"a check calls {name} of {self.port.name} as no caller can: {error}",
                f"it is {name}{operation.signature}",
            ) from error
        return operation


class PortContract(Contract):
    """The base of the kinds that hold the adapters of a port to their clauses, and need no store."""

    port = option(text="the Protocol or ABC", otherwise="required", subject=True)  # inferred from the subclass
    adapter: Any = option(
        text="a callable without arguments that gives an adapter, a module, or a pytest fixture",
        otherwise="required",
        fixture=True,
        sought=True,
    )

    words: ClassVar[type[Any]] = PortScenario

    @classmethod
    def bind(cls) -> Binding:
        return PortBinding(cls.read_port(), cls)

    @classmethod
    def read_port(cls) -> Port:
        """The port that the class states.

        Raises:
            ContractError: it states none, or what it states is not a port.
        """
        if cls.port is None:
            raise ContractError(f"{cls.__name__} has no port", "write it in the class: port = OrderRepository")
        return read_port(cls.port)

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:  # noqa: ARG003 - other contracts ask it
        return source_of(given["adapter"], None, cls.__name__)


class StoreContract(PortContract):
    """The base of the kinds whose adapters keep what they are given, so that a new connection may see it."""

    store: Any = option(
        text="a `Store`, a callable that gives one, or a pytest fixture, for adapters over data that a new connection "
        "must see too",
        otherwise="each adapter has a store of its own",
        fixture=True,
        sought=True,
    )

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:  # noqa: ARG003 - other contracts ask it
        """A store's adapters, else those of a callable.

        An adapter given outright takes the place of the class's store. Beside a store, it gives no more than its name.
        """
        if "adapter" in given.outright and "store" not in given.outright:
            return source_of(given["adapter"], None, cls.__name__)
        store = given["store"]
        unneeded = store is not None and is_fixture(stated(cls, "adapter")) and "adapter" not in given.outright
        return source_of(None if unneeded else given["adapter"], store, cls.__name__)
