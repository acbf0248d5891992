"""What a gateway's contract states of its calls, results and policies; what it cannot mean is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Failed
from dovetail.port import MISSING, Port, open_result
from dovetail.suites.kernel.refusals import no_policy
from dovetail.values import code


def arguments_of(contract: Any, port: Port, name: str, arguments: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a call by position and by name, as a strategy gives them: a tuple, or a dictionary.

    Raises:
        ContractError: they are neither, or the operation does not take them.
    """
    if not isinstance(arguments, (Mapping, tuple)):
        raise ContractError(
            f"calls[{name!r}] of {contract.__name__} gives {code(arguments)}, which is no tuple of arguments",
            f'calls = {{"{name}": ({code(arguments)},)}}, or a strategy of such tuples',
        )
    args, kwargs = ((), dict(arguments)) if isinstance(arguments, Mapping) else (arguments, {})
    signature = port.operations[name].signature
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        raise ContractError(
            f"calls[{name!r}] of {contract.__name__} gives {code(arguments)}: {error}",
            f"give what the port takes: {name}{signature.replace(return_annotation=signature.empty)}",
        ) from error
    return args, kwargs


def stated_result(contract: Any, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """The result that a contract states for a call, taken out of its Result; `MISSING` where it states none.

    Raises:
        ContractError: it is a failed Result.
    """
    stated = contract.results.get(name, MISSING)
    value = stated(*args, **kwargs) if callable(stated) and stated is not MISSING else stated
    opened = open_result(value)
    if isinstance(opened, Failed):
        raise ContractError(
            f"results[{name!r}] of {contract.__name__} gives {code(value)}, which is a failure",
            f"write what a success gives: results = {{{name!r}: ...}}; a failure is stated by failure or refusal",
        )
    return value if opened is None else opened.value


def refuse_unknown(contract: Any, port: Port, operations: Mapping[str, Any], options: Sequence[str]) -> None:
    """Refuse options on operations that the port does not have, and a contract that calls none.

    Raises:
        ContractError: the remedy is the line to write.
    """
    for option in options:
        held = getattr(contract, option)
        for name in () if hasattr(held, "optional") else held:  # a provider's document has more operations than a port
            if name not in operations:
                known = ", ".join(operations)
                raise ContractError(
                    f"{option} of {contract.__name__} has {name!r}, which is no operation of {port.name}",
                    f"its operations are {known}",
                )
    if not contract.calls:
        first = next(iter(operations))
        raise ContractError(
            f"{contract.__name__} does not say how the operations of {port.name} are called",
            f'write it in the class: calls = {{"{first}": (...,)}}, a tuple of arguments or a strategy of tuples',
        )


def refuse_statuses(contract: Any) -> None:
    """Refuse refusals that are neither a policy nor policies by status.

    Raises:
        ContractError: the remedy is the line to write.
    """
    held = contract.refusal
    owner = f"refusal of {contract.__name__}"
    if not isinstance(held, Mapping):
        if held is not None and not hasattr(held, "accepts"):
            raise no_policy(owner, "refusal", held)
        return
    for status, each in held.items():
        if not isinstance(status, int):
            raise ContractError(f"{owner} has {status!r}, which is no status", "refusal = {404: raises(...)}")
        if not hasattr(each, "accepts"):
            raise no_policy(f"{owner} for {status}", f"refusal[{status}]", each)


def refuse_everything(contract: Any, name: str) -> None:
    """Refuse a policy that every library's exception would meet, so that nothing could break it."""
    held = getattr(contract, name)
    policies = held.values() if isinstance(held, Mapping) else [held]
    for each in policies:
        if any(error in (Exception, BaseException) for error in getattr(each, "errors", ())):
            raise ContractError(
                f"{name} of {contract.__name__} is {each}, which whatever a client library raises would meet",
                f"name the exception that the port declares: {name} = raises(ServiceUnavailable)",
            )
