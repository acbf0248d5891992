"""What a contract on operations states, read and refused where it cannot be meant."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.environment.factory import called_by_name
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.subject import Subject
from dovetail.suites.operations.process.asking import Ask
from dovetail.suites.operations.process.process import Launch

TRACE = "traceparent"
_STREAMS = ("stdout", "stderr")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class OperationsBinding:
    """An application, in the contract's words.

    Attributes:
        subject: the application.
        contract: the class that states it.
        launch: how it is started.
    """

    subject: Subject
    contract: Any
    launch: Launch

    @property
    def correlation(self) -> str:
        """The header that has the id; empty where none is stated."""
        return str(self.contract.correlation or "")

    def asked(
        self, option: str, unique: str, identity: str, environment: Mapping[str, str]
    ) -> Ask | Mapping[str, Any] | None:
        """The operation of an option: a request, a line for the standard input, or None where it has been done.

        Args:
            option: `request` or `failing`.
            unique: what tells this operation from all others.
            identity: the id that goes with it.
            environment: the variables that the contract states.
        """
        held = stated(self.contract, option)
        if callable(held):
            held = called_by_name(held, {"unique": unique, "correlation": identity, "environment": environment})
        if held is None or isinstance(held, Mapping):
            return held
        parts = held.split(" ", 1) if isinstance(held, str) else list(held)
        if not 2 <= len(parts) <= 4 or parts[0] not in _METHODS:
            raise ContractError(
                f"{option} of {self.contract.__name__} is {held!r}, which is no request",
                f'{option} = "GET /parcels", or ("POST", "/parcels", {{"weight": 2}}, {{"Authorization": "..."}}), or '
                "a function of `unique` that gives one; for a worker, a dictionary for its standard input",
            )
        return Ask(*parts)

    @property
    def may_differ(self) -> bool:
        """Whether each operation is told from all others by what it is given."""
        return callable(stated(self.contract, "request"))

    def read(self, option: str, environment: Mapping[str, str]) -> list[Any]:
        """The entries of `audit`, `events` or `changes`, which their function reads."""
        return list(called_by_name(stated(self.contract, option), {"environment": environment}))

    def required(self) -> dict[str, str | None]:
        """The variables that the application needs, each with a wrong value where there is one."""
        held = self.contract.required
        return dict(held) if isinstance(held, Mapping) else dict.fromkeys(held)


def bind(contract: Any) -> OperationsBinding:
    """Read a contract.

    Raises:
        ContractError: something is missing or cannot be meant; the remedy is the line to write.
    """
    name = contract.__name__
    if os.name != "posix":
        raise ContractError(
            f"{name} starts a process, reads its streams and stops it by a signal, as POSIX systems do",
            "run it on Linux or macOS, or deselect it here",
        )
    application, command = contract.application, tuple(contract.command)
    if bool(application) == bool(command):
        raise ContractError(
            f"{name} has {'both' if command else 'neither'} an application {'and' if command else 'nor'} a command",
            'write application = "shop.web:app" (ASGI, WSGI, or a worker\'s function), or '
            'command = ["python", "-m", "shop.worker"] for what is started otherwise',
        )
    if application and (not isinstance(application, str) or ":" not in application):
        raise ContractError(
            f"the application of {name} is {application!r}, and it runs in a process of its own, which imports it",
            'name its module and itself: application = "shop.web:app", or "shop.web:create_app()"',
        )
    if isinstance(contract.command, str):
        raise ContractError(f"the command of {name} is one text", f"command = {contract.command.split()!r}")
    if stated(contract, "request") is None:
        raise ContractError(
            f"{name} has no request, and all that its application does is seen by what it does for one",
            'write one that succeeds: request = "GET /parcels", or ("POST", "/parcels", {"weight": 2})',
        )
    if contract.logs not in (None, *_STREAMS):
        raise ContractError(f"logs of {name} is {contract.logs!r}", 'write logs = "stdout" or "stderr"')
    _refuse_paths(contract)
    _refuse_dependencies(contract)
    subject = Subject(application or " ".join(command), application or command[0])
    return OperationsBinding(
        subject, contract, Launch(application or "", command, contract.directory or str(Path.cwd()))
    )


def _refuse_paths(contract: Any) -> None:
    for option in ("live", "ready", "metrics"):
        held = getattr(contract, option)
        if held is not None and not str(held).startswith("/"):
            raise ContractError(
                f"{option} of {contract.__name__} is {held!r}, which is no path", f'write {option} = "/{option}"'
            )


def _refuse_dependencies(contract: Any) -> None:
    for option in ("dependencies", "sinks"):
        for name, each in getattr(contract, option).items():
            if not isinstance(each, str) and not all(callable(getattr(each, word, None)) for word in ("down", "up")):
                raise ContractError(
                    f"{option}[{name!r}] of {contract.__name__} is {each!r}, which cannot be taken down",
                    f'name the variable that has its address: {option} = {{"{name}": "DATABASE_URL"}}, or give an '
                    "object with down() and up()",
                )
