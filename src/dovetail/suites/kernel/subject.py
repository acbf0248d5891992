"""What a contract holds to its clauses: a port's adapters, a mapper, a container."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol


class Named(Protocol):
    """Anything that can be the subject of a contract, such as a `Port`."""

    @property
    def name(self) -> str:
        """The name, as the reports show it."""

    @property
    def path(self) -> str:
        """`package.module:Name`, as the machine-readable reports have it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that is no port.

    Attributes:
        name: its name, as the reports show it.
        path: `package.module:Name`, as the machine-readable reports have it.
    """

    name: str
    path: str


class Binding(Protocol):
    """What a contract has read of its subject; a kind adds what its clauses need."""

    @property
    def subject(self) -> Named:
        """What is held to the contract."""


def bound(contract: Any) -> Any:
    """The binding of a contract class, read once.

    Raises:
        ContractError: something is missing or cannot be inferred.
    """
    return _bound(contract)


@cache
def _bound(contract: Any) -> Any:
    return contract.bind()


def path_of(subject: Any) -> str:
    """The path of a subject that could not be read; `?` where it is no class."""
    return f"{subject.__module__}:{subject.__qualname__}" if isinstance(subject, type) else "?"
