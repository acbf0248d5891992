"""What a contract on units of work has read of its unit: its repositories, and what it states of its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from dovetail import hints
from dovetail.errors import ContractError, nearest
from dovetail.policies import Policy
from dovetail.port import Port
from dovetail.port.reading import operations_of
from dovetail.suites.calls.port_contract import PortContract
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.refusals import refuse_other_words
from dovetail.suites.kernel.subject import Named, Subject
from dovetail.suites.unit_of_work.manner import WORDS
from dovetail.suites.unit_of_work.outbox import Outbox

Word = str | Policy | None

CHOICES: Mapping[str, tuple[str, ...]] = {
    "leaving": ("discards", "commits"),
    "nested": ("joins", "savepoint", "refuses", "unsupported"),
    "reused": ("works", "refuses"),
    "swallowed": ("commits", "refuses"),
    "handlers": ("isolated", "stops"),
    "ended": ("refuses", "works", "ignores"),
    "at_once": ("safe", "refuses"),
}
"""The policies that are stated as a word, each with its words; `raises(...)` says which error a refusal is."""


@dataclass(frozen=True)
class UnitBinding:
    """A unit of work in the contract's own words.

    Attributes:
        subject: what is held to the contract.
        port: the port, where it declares operations; None where there is none.
        contract: the class that states the options.
        repositories: by the unit's attribute, the contract of the repository there.
        operations: what the contract says of how units are begun and ended.
    """

    subject: Named
    port: Port | None
    contract: Any
    repositories: Mapping[str, Any]
    operations: Mapping[str, str | Callable[..., Any]]

    def policy(self, name: str) -> Word:
        """What the contract states of a policy; None where it states nothing."""
        word: Word = getattr(self.contract, name)
        return word


def bind(contract: Any) -> UnitBinding:
    """Read what a contract class says.

    Raises:
        ContractError: something is missing, or is none of what may be said.
    """
    for name, words in CHOICES.items():
        refuse_other_words(contract, name, words)
    _refuse_outbox(contract)
    for word in contract.operations:
        if word not in WORDS:
            near = nearest(word, WORDS) or ["commit"]
            raise ContractError(
                f"operations of {contract.__name__} names {word!r}, which is nothing that a unit of work does",
                f"did you mean {near[0]!r}? The words are {', '.join(WORDS)}",
            )
    port = contract.port
    repositories = contract.repositories or dict(_annotated(port if port is not None else stated(contract, "adapter")))
    if not repositories:
        raise ContractError(
            f"nothing says which repositories the units of {contract.__name__} hold",
            'write them in the class, each with its contract: repositories = {"orders": OrderRepositoryContract}',
        )
    for path, held in repositories.items():
        if not (isinstance(held, type) and issubclass(held, PortContract)):
            raise ContractError(
                f"repositories of {contract.__name__} says that {path} is {held!r}, which is no contract",
                f'name the contract of the port that it has: {{"{path}": OrderRepositoryContract}}',
            )
    operations = operations_of(port) if isinstance(port, type) else {}
    read = Port(port, operations) if operations else None
    return UnitBinding(read or _subject(contract), read, contract, repositories, contract.operations)


def _refuse_outbox(contract: Any) -> None:
    if contract.outbox is None:
        return
    if not isinstance(contract.outbox, Outbox):
        raise ContractError(
            f"outbox of {contract.__name__} is {contract.outbox!r}, and no Outbox",
            "outbox = Outbox(rows=lambda uow: ..., relay=lambda uow, publish: ...)",
        )
    if contract.emits is None:
        raise ContractError(
            f"{contract.__name__} states an outbox, and nothing says how something to send comes up in a unit",
            "emits = lambda unit, order: unit.outbox.add(OrderPlaced(order.id))",
        )


def _subject(contract: Any) -> Subject:
    """The port where it is a class, else the class that says what units hold: what several adapters have in common."""
    if isinstance(contract.port, type):
        held = contract.port
    else:
        said = [base for base in contract.__mro__ if "repositories" in vars(base) and stated(base, "repositories")]
        held = said[-1] if said else contract
    return Subject(held.__name__, f"{held.__module__}:{held.__qualname__}")


def _annotated(unit: Any) -> Iterator[tuple[str, Any]]:
    """The attributes of a unit that are annotated with a port of which a contract is known."""
    if not isinstance(unit, type):
        return
    found = dict(hints.resolve(unit))
    for name in dir(unit):
        member = getattr(unit, name, None)
        if isinstance(member, property) and member.fget is not None:
            found.setdefault(name, hints.resolve(member.fget).get("return"))
    for name, hint in found.items():
        contracts = [each for each in _known(PortContract) if _is_port(stated(each, "port"), hint)]
        plain = [each for each in contracts if stated(each, "adapter") is None and stated(each, "store") is None]
        if not name.startswith("_") and (plain or contracts):
            yield name, (plain or contracts)[0]


def _is_port(port: Any, hint: Any) -> bool:
    return port is not None and (port == hint or port in get_args(hint))


def _known(contract: Any) -> Iterator[Any]:
    for each in contract.__subclasses__():
        yield each
        yield from _known(each)
