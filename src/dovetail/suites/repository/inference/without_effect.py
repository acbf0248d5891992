"""The refusal of what a contract states about something that its port does not have: it would hold nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.policies import Replaces
from dovetail.port import Port
from dovetail.suites.calls.attributes import attributes, has_attribute
from dovetail.suites.repository.inference.queries import Query
from dovetail.suites.repository.inference.vocabulary import OPERATION_NAMES

_ASKED_OF = {"missing": "get", "missing_delete": "delete", "missing_update": "update", "duplicate": "add"}
_SUBJECT = {"get": "key", "delete": "key", "update": "aggregate", "add": "aggregate"}


def refuse_without_effect(
    port: Port, contract: Any, operations: Collection[str], not_taken: Mapping[str, str], queries: Mapping[str, Query]
) -> None:
    """Refuse a policy of an operation that the port does not offer.

    Raises:
        ContractError: with the line that names the operation.
    """
    single = any(not each.many for each in queries.values())
    for policy, operation in _ASKED_OF.items():
        stated = getattr(contract, policy)
        if stated is None or operation in operations or (policy == "missing" and single):
            continue
        if policy == "duplicate" and "save" in operations and isinstance(stated, Replaces):
            continue  # which is what a save does
        why = f": {not_taken[operation]}" if operation in not_taken else ""
        subject = _SUBJECT[operation]
        line = f'operations = {{"{operation}": lambda adapter, {subject}: adapter.the_method({subject})}}'
        raise ContractError(
            f"{policy} of {contract.__name__} has no effect, since {port.name} has no {operation}{why}",
            f"remove it, or say which method it is about: {line}",
        )


def refuse_misnamed(port: Port, aggregate: type, contract: Any) -> None:
    """Refuse operations, queries and unique fields that are not there, and a query whose predicate cannot be called.

    Raises:
        ContractError: with the names that are there, or the line to write.
    """
    _refuse_unknown(port, contract.operations, contract.queries)
    _refuse_no_predicate(aggregate, port, contract.queries)
    _refuse_misnamed_fields(aggregate, contract.unique)


def _refuse_misnamed_fields(aggregate: type, unique: Iterable[str]) -> None:
    """Refuse a unique field that the aggregate does not have.

    Raises:
        ContractError: with those that it has.
    """
    known = attributes(aggregate)
    for name in unique:
        if known and not has_attribute(aggregate, name):
            raise ContractError(
                f"unique names {name!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )


def _refuse_no_predicate(aggregate: type, port: Port, queries: Mapping[str, Any]) -> None:
    """Refuse a query whose predicate cannot be called.

    Raises:
        ContractError: with the line to write.
    """
    for name, predicate in queries.items():
        if not callable(predicate):
            asked = (each.name for each in port.operations[name].required)
            arguments = ", ".join([snake(aggregate.__name__), *asked])
            raise ContractError(
                f"queries gives {name!r} {predicate!r}, which is no predicate",
                f'queries = {{"{name}": lambda {arguments}: ...}}; what is named in no option is read from the port',
            )


def _refuse_unknown(port: Port, operations: Mapping[str, Any], queries: Mapping[str, Any]) -> None:
    """Refuse an operation or a query that names what is not there.

    Raises:
        ContractError: with the names that are.
    """
    for name, each in operations.items():
        if name not in OPERATION_NAMES:
            raise ContractError(
                f"operations names {name!r}, which is no operation of a repository",
                f"the operations are {', '.join(OPERATION_NAMES)}",
            )
        if isinstance(each, str) and each not in port.operations:
            raise ContractError(
                f"operations gives {name!r} the method {each!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
    for name in queries:
        if name not in port.operations:
            raise ContractError(
                f"queries names {name!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )


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
