"""What `order` may promise: a key function, or that many are given in the order of the keys that are asked for."""

from __future__ import annotations

import inspect
from collections.abc import Container, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.naming import snake
from dovetail.port import Parameter, Port
from dovetail.suites.repository.inference.queries import answers_with_many


def as_asked(_aggregate: Any) -> int:
    """The order of an operation that gives many in the order of the keys that it is asked for.

    State it as such: `order = {"get_many": as_asked}`.
    """
    return 0  # by itself, no aggregate comes before another


def _is_many(parameter: Parameter) -> bool:
    return parameter.kind is inspect.Parameter.VAR_POSITIONAL or element(optional(parameter.hint)[0]) is not None


def refuse_order(port: Port, aggregate: type, order: Mapping[str, Any], held: Container[str]) -> None:
    """Refuse an order of what is never asked for: it would promise nothing.

    Raises:
        ContractError: with the line to write.
    """
    for name in order:
        operation = port.operations.get(name)
        if operation is not None and order[name] is as_asked and not any(map(_is_many, operation.parameters)):
            raise ContractError(
                f"order says that {name} answers in the order of what it is asked for, and it takes no collection",
                f'write a key function: order = {{"{name}": lambda {snake(aggregate.__name__)}: ...}}',
            )
        if name in held:
            continue
        if operation is None:
            raise ContractError(
                f"order names {name!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
        if answers_with_many(operation, aggregate) is None:
            raise ContractError(
                f"order names {name!r}, which gives no {aggregate.__name__}", f"remove {name!r} from order"
            )
        arguments = ", ".join([snake(aggregate.__name__), *(each.name for each in operation.required)])
        raise ContractError(
            f"order names {name!r}, and nothing says what it is asked with",
            f'write what it picks: queries = {{"{name}": lambda {arguments}: ...}}',
        )
