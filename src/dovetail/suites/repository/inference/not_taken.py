"""Methods whose names are those of an operation, and which were not taken for it: why, and the line that binds them."""

from __future__ import annotations

import inspect
from collections.abc import Container, Iterable

from dovetail.conventions import key_names
from dovetail.naming import snake
from dovetail.port import COLLECTION, MISSING, Operation
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.calls.owner import Owner
from dovetail.suites.repository.inference.key import Key
from dovetail.suites.repository.inference.methods import unscoped
from dovetail.suites.repository.inference.queries import answers_with_many, measured
from dovetail.suites.repository.inference.vocabulary import operation_for

_SAVING = {"save", "add", "update"}
_VARIABLE = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def not_taken(
    unread: Iterable[Operation], known: Container[str], aggregate: type, key: Key, owner: Owner | None
) -> dict[str, str]:
    """By operation, why the method of that name was not taken for it, and what to write."""
    found: dict[str, str] = {}
    for each in unread:
        name = operation_for(each.name, aggregate.__name__)
        if name is not None and name not in known and name not in found and each.name not in COLLECTION:
            line = _line(name, each, aggregate, key, owner)
            whose = _whose(name, each, aggregate) if owner is None else None
            if whose is not None:
                line = f'scope = "{whose}" where that says whose it is, else {line}'
            found[name] = f"{_why(name, each, aggregate, owner)}; write {line}"
    return found


def _why(name: str, operation: Operation, aggregate: type, owner: Owner | None) -> str:
    asked = ", ".join(each.name for each in unscoped(operation, owner))
    answer = _answer(operation)
    method = f"{operation.name} was not taken for it, since it"
    if name in _SAVING:
        return f"{method} takes no {aggregate.__name__}"
    if any(each.kind in _VARIABLE for each in operation.parameters):
        return f"{method} takes any number of arguments"
    if name == "get" and answers_with_many(operation, aggregate) is not False and answer:
        return f"{method} answers with {answer} and no {aggregate.__name__}"
    if name == "all" and not asked:
        return f"{method} answers with {answer or 'nothing'} and no list of {aggregate.__name__}"
    if name == "count" and not asked:
        return f"{method} answers with {answer or 'nothing'} and no int"
    if name in {"all", "count"}:
        return f"{method} asks for {asked}"
    return f"{method} takes {asked or 'no argument that has to be given'}, and no key alone"


def _whose(name: str, operation: Operation, aggregate: type) -> str | None:
    """The one parameter beside the key, which may say whose an aggregate is."""
    if name not in {"get", "delete", "exists"} or len(operation.required) != 2:
        return None
    beside = [each.name for each in operation.required if each.name not in key_names(snake(aggregate.__name__))]
    return beside[0] if len(beside) == 1 else None


def _answer(operation: Operation) -> str:
    """How the declared answer is called; empty where nothing is declared."""
    hint = returned(operation)
    return "" if hint is MISSING else getattr(hint, "__name__", str(hint))


def _line(name: str, operation: Operation, aggregate: type, key: Key, owner: Owner | None) -> str:
    """The option that says what the method picks, or how it is called for the operation."""
    asked = [each.name for each in unscoped(operation, owner)]
    if asked and (measured(operation) is not None or answers_with_many(operation, aggregate)):
        return f'queries = {{"{operation.name}": lambda {", ".join([snake(aggregate.__name__), *asked])}: ...}}'
    subject = {"all": "", "count": ""}.get(name, "aggregate" if name in _SAVING else "key")
    names = {each.name for each in operation.parameters} & key.attributes
    any_name = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in operation.parameters)
    by_name = min(names or (key.attributes if any_name else set()), default=None)
    given = f"{by_name}=key" if by_name is not None and subject == "key" else "..."
    taken = f"adapter, {subject}" if subject else "adapter"
    return f'operations = {{"{name}": lambda {taken}: adapter.{operation.name}({given})}}'
