"""Where the application of a suite comes from: a session that all its clauses share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.source import Source
from dovetail.suites.operations.binding import OperationsBinding
from dovetail.suites.operations.session import Session, session_of


class ApplicationSource(Source):
    """The application of a suite.

    Attributes:
        environment: the variables that the contract states.
    """

    def __init__(self, binding: OperationsBinding, environment: Any, suite: str) -> None:
        """Read the environment.

        Raises:
            ContractError: it is no mapping of texts.
        """
        self.name = binding.subject.name
        self._binding = binding
        self.environment = _texts(environment, suite)

    def session(self) -> Session:
        """The application while it runs, with what is around it."""
        return session_of(self._binding, self.environment)

    def connect(self) -> Any:
        raise ContractError("an application is not opened", "its clauses ask it over HTTP: s.perform()")

    def clear(self) -> None:
        """Nothing: each operation is told from the others by what is unique in it."""


def _texts(environment: Any, suite: str) -> Mapping[str, str]:
    """The variables of the environment, from a mapping or a function that gives one."""
    if callable(environment):
        try:
            environment = environment()
        except Exception as error:
            raise ContractError(f"the environment of {suite} {raising(error)}", "correct it") from error
    if not isinstance(environment, Mapping):
        raise ContractError(
            f"the environment of {suite} is {environment!r}, and no dictionary",
            'write environment = {"DATABASE_URL": "..."}',
        )
    return {str(name): str(value) for name, value in environment.items()}
