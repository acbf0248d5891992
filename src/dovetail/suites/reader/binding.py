"""What a reader's contract knows of its port and of the command side that writes what it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.policies import Policy
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.subject import bound
from dovetail.suites.reader.readings import Reading, read_readings
from dovetail.values import Tolerance


@dataclass(frozen=True, slots=True)
class ReaderBinding(PortBinding):
    """A reader's port in the contract's own words.

    Attributes:
        side: what the command side is called in what is opened.
        commands: the contract of the command side.
        written: what that contract knows of its port.
        readings: the operations that could be read, by name.
        unread: the operations for which nothing says what they give.
        views: by operation, the view that it gives of an aggregate, where the contract says it.
        tolerances: by path, what a comparison of a view with its aggregate lets pass.
        missing: how a key under which nothing is stored is answered, where the contract says it.
        catch_up: brings what is read up to date with what was written, where that is not done at once.
        rebuild: makes the read model anew, where there is a way to.
    """

    side: str
    commands: Any
    written: Any
    readings: Mapping[str, Reading]
    unread: tuple[str, ...]
    views: Mapping[str, Callable[[Any], Any]]
    tolerances: Mapping[str, Tolerance]
    missing: Policy | None
    catch_up: Callable[[Any], Any] | None
    rebuild: Callable[[Any], Any] | None

    @property
    def key_names(self) -> tuple[str, ...]:
        """What a view may call the key of its aggregate, the likeliest first."""
        noun, own = snake(self.written.aggregate.__name__), self.written.key.attribute
        names = (own, f"{noun}_{own}", f"{noun}_id", "id", "key") if own else (f"{noun}_id", "id", "key")
        return tuple(dict.fromkeys(str(each) for each in names))


def bind(contract: Any) -> ReaderBinding:
    """Read what a contract states, and the port.

    Raises:
        ContractError: the command side is missing, or something that is stated has no effect.
    """
    port = contract.read_port()
    side, commands = _command_side(contract)
    written = bound(commands)
    predicates, views = stated(contract, "queries"), stated(contract, "views")
    readings, unread = read_readings(port, written.aggregate, written.key, predicates)
    for option, names in (("queries", predicates), ("views", views)):
        for name in names:
            if name not in port.operations:
                raise ContractError(
                    f"{option} of {contract.__name__} names {name}, and {port.name} has no such operation",
                    f"write one of its own: {', '.join(sorted(port.operations))}",
                )
    return ReaderBinding(
        port,
        contract,
        side,
        commands,
        written,
        readings,
        unread,
        views,
        stated(contract, "compare"),
        stated(contract, "missing"),
        stated(contract, "catch_up"),
        stated(contract, "rebuild"),
    )


def _command_side(contract: Any) -> tuple[str, Any]:
    """The one command side: what it is called, and its contract."""
    commands = stated(contract, "commands")
    example = 'commands = {"orders": OrderRepositoryContract}'
    if not commands:
        raise ContractError(f"{contract.__name__} says nothing of what writes what is read", f"write it: {example}")
    if len(commands) > 1:
        raise ContractError(
            f"{contract.__name__} has {len(commands)} command sides, and a view is of one aggregate",
            "write a contract for each of them, and in `views` what else a view shows",
        )
    ((side, commanding),) = commands.items()
    if not hasattr(commanding, "scenario") or not hasattr(commanding, "aggregates"):
        raise ContractError(
            f"the command side {side!r} of {contract.__name__} is no RepositoryContract", f"write one: {example}"
        )
    return side, commanding
