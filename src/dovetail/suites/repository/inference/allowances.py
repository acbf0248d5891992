"""What an operation may send for each row that it gives, as a contract allows it."""

from __future__ import annotations

from collections.abc import Mapping

from dovetail.errors import ContractError
from dovetail.port import Port


def refuse_allowances(port: Port, allowed: Mapping[str, int]) -> None:
    """Refuse an allowance for what the port does not have, and one that is no number of statements.

    Raises:
        ContractError: with the line to write.
    """
    for name, many in allowed.items():
        if name not in port.operations:
            raise ContractError(
                f"statements_per_row names {name!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
        if type(many) is not int or many < 1:
            raise ContractError(
                f"statements_per_row says {many!r} of {name}, which is no number of statements",
                f'write how many more it may send for each row: statements_per_row = {{"{name}": 1}}',
            )
