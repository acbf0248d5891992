"""What a container's contract knows: the ports that it is to serve, and what is said of how long each object lives."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_origin

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.port import Port, read_port
from dovetail.port.discovery import ports_of
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.subject import Subject

LIFETIMES = ("singleton", "scoped", "transient")


@dataclass(frozen=True, slots=True)
class ContainerBinding:
    """The ports of a core, and what the contract says of the objects that serve them.

    Attributes:
        subject: the contract, as the reports name it.
        contract: the class that states the options.
        ports: by the port as it is asked for, what was read of it.
        generic: the names of ports of the core that have type variables still, so that nobody can ask for them.
        lifetimes: by `singleton`, `scoped` and `transient`, the types that live so long.
        finalised: the types that the container ends, each with the methods that may do so.
        stalled: what waited for itself when it was asked for, each with what was raised then; no clause asks again.
    """

    subject: Subject
    contract: Any
    ports: Mapping[Any, Port]
    generic: tuple[str, ...]
    lifetimes: Mapping[str, tuple[Any, ...]]
    finalised: Mapping[Any, tuple[str, ...]]
    stalled: dict[Any, Exception] = field(default_factory=dict)

    @property
    def packages(self) -> frozenset[str]:
        """The top packages in which the ports are."""
        return frozenset(port.type.__module__.partition(".")[0] for port in self.ports.values())

    @property
    def asked(self) -> tuple[Any, ...]:
        """Everything that is asked of a container: the ports, and what else the contract says something of."""
        others = [each for lived in self.lifetimes.values() for each in lived]
        return tuple(dict.fromkeys([*self.ports, *others, *self.finalised]))


def bind(contract: Any) -> ContainerBinding:
    """Read the ports of a core, and what the contract says of lifetimes.

    Raises:
        ContractError: nothing says which ports there are, or something that is said cannot be read.
    """
    every = {key: port for key, port in _ports(contract).items() if key not in contract.without}
    generic = {key: port for key, port in every.items() if getattr(key, "__parameters__", ())}
    found = {key: port for key, port in every.items() if key not in generic}
    _refuse_unread(contract, found)
    origins = {get_origin(key) for key in found}
    unasked = tuple(port.name for key, port in generic.items() if key not in origins)
    return ContainerBinding(_subject(contract), contract, found, unasked, _lifetimes(contract), _finalised(contract))


def _ports(contract: Any) -> dict[Any, Port]:
    core = (contract.core,) if isinstance(contract.core, str) else tuple(contract.core)
    if not core and not contract.ports:
        raise ContractError(
            f"{contract.__name__} says no port that a container is to serve",
            'name the packages of the core: core = "shop.domain"; or the ports themselves: ports = [Orders, Payments]',
        )
    found = {port.type: port for port in ports_of(core)} if core else {}
    return found | {each: read_port(each) for each in contract.ports}


def _refuse_unread(contract: Any, ports: Mapping[Any, Port]) -> None:
    """Refuse reasons that are none, and a contract that leaves every port out."""
    for key, reason in contract.without.items():
        if not isinstance(reason, str) or not reason.strip():
            raise ContractError(
                f"{contract.__name__} leaves out {name_of_key(key)} without a reason",
                f'without = {{{name_of_key(key)}: "no container serves it, since ..."}}',
            )
    if not ports:
        raise ContractError(
            f"{contract.__name__} leaves out every port, or all that there are have type variables",
            "name one as it is asked for: ports = [Repository[Order]]",
        )


def _lifetimes(contract: Any) -> dict[str, tuple[Any, ...]]:
    for word, types in contract.lifetimes.items():
        if word not in LIFETIMES:
            raise ContractError(
                f"lifetimes of {contract.__name__} says {word!r}, which is no lifetime", f"say {' or '.join(LIFETIMES)}"
            )
        if isinstance(types, (str, type)) or not isinstance(types, Iterable):
            raise ContractError(
                f"lifetimes of {contract.__name__} does not list the types that are {word}",
                f'lifetimes = {{"{word}": [{name_of_key(types)}]}}',
            )
    return {word: tuple(contract.lifetimes.get(word, ())) for word in LIFETIMES}


def _finalised(contract: Any) -> dict[Any, tuple[str, ...]]:
    said = stated(contract, "finalised")
    if isinstance(said, Mapping):
        return {key: (name,) if isinstance(name, str) else tuple(name) for key, name in said.items()}
    return {key: ordered("container.finalisers") for key in said}


def _subject(contract: Any) -> Subject:
    """The class that says which ports there are, whichever of its heirs binds a container."""
    owner = next(
        each for each in contract.__mro__ if any(vars(each).get(name) is not None for name in ("core", "ports"))
    )
    return Subject(owner.__name__, f"{owner.__module__}:{owner.__qualname__}")


def name_of_key(key: Any) -> str:
    """What a port or a type is called in the lines of a scenario."""
    return key.__name__ if inspect.isclass(key) else str(getattr(key, "__name__", key)).rpartition(".")[2]
