"""What a fake does in methods that are none of the contract's operations: synonyms, bulk forms, new keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dovetail.hints import element, optional
from dovetail.policies import Answer, Returned
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.given import Given
from dovetail.suites.repository.fake.operations import Operations
from dovetail.suites.repository.inference.bulk import Bulk
from dovetail.suites.repository.inference.queries import answers_with_many, is_aggregate
from dovetail.suites.repository.inference.vocabulary import operation_for

COLLECTION = {"__len__": "count", "__iter__": "all", "__contains__": "exists"}

Act = Callable[[Operations, Operation, Given], Answer]

_NEW_KEY = re.compile(r"^(next|new|generate|create|allocate)_?(\w*_)?(id|identity|identifier|key|number|uuid)$")
_ABSENCE = re.compile(r"_or_(none|raise|fail|error|404)$|_(optional|required|maybe)$")


def customary(binding: Binding, operation: Operation) -> tuple[Act, dict[str, str]] | None:
    """What a method does by its name and annotations, with the role of its parameter; None where they do not say it."""
    if operation.name in COLLECTION:
        subject = "aggregate" if is_aggregate(_first_hint(operation), binding.aggregate) else "key"
        roles = {each.name: subject for each in operation.required}
        return getattr(Operations, COLLECTION[operation.name]), roles
    if operation.name in binding.bulks:
        return _of_many(binding.bulks[operation.name])
    if not operation.required:
        is_key = _is_key(binding, returned(operation))
        return (Operations.new_key, {}) if is_key and _NEW_KEY.match(operation.name) else None
    return _of_one(binding, operation, operation.required[0]) if len(operation.required) == 1 else None


def _of_one(binding: Binding, operation: Operation, parameter: Parameter) -> tuple[Act, dict[str, str]] | None:
    """A second method for what the port can do: `delete_by_id` beside `delete`, `get_or_none` beside `get`."""
    noun = binding.aggregate.__name__
    name = None if operation.name.startswith("__") else operation_for(_ABSENCE.sub("", operation.name), noun)
    if name in {"save", "add", "update", "delete", "exists"} and is_aggregate(parameter.hint, binding.aggregate):
        return getattr(Operations, name), {parameter.name: "aggregate"}
    if name == "get" and answers_with_many(operation, binding.aggregate):
        return None  # `search(text)` and `find(text)` list what they find
    if name in {"get", "delete", "exists"} and _is_key(binding, parameter.hint):
        return getattr(Operations, name), {parameter.name: "key"}
    return None


def _of_many(bulk: Bulk) -> tuple[Act, dict[str, str]]:
    """A method on many aggregates, or on the aggregates of many keys, at once."""
    roles = {parameter.name: role for parameter, role in bulk.operation.roles}
    if bulk.name == "get":
        return partial(_get_each, bulk), roles
    return partial(_each, getattr(Operations, bulk.name), "key" if bulk.keys else "aggregate"), roles


def _each(act: Act, one: str, fake: Operations, operation: Operation, given: Given) -> Answer:
    """Do the same to each of many: to all of them, or where one is refused to none."""
    before = fake.memory.state()
    alone = _on_one(fake.binding, operation)
    told = []
    for subject in given.roles["many"]:
        each = Given({**given.roles, one: subject}, {})
        answer = act(fake, alone, each)
        if not isinstance(answer, Returned):
            fake.memory.restore(before)
            return act(fake, operation, each)  # refused once more, in the operation's own terms
        told.append(answer.value)
    hint, _ = optional(returned(operation))
    if alone is not operation:
        return Returned(told)
    return Returned({int: len(told), bool: True}.get(hint) if isinstance(hint, type) else None)


def _on_one(binding: Binding, operation: Operation) -> Operation:
    """The operation as it would answer of one: with the entity or the key where it declares a list of them."""
    inside = element(optional(returned(operation))[0])
    tells = is_aggregate(inside, binding.aggregate) or (inside is not None and _is_key(binding, inside))
    return replace(operation, returns=inside) if tells else operation


def _get_each(bulk: Bulk, fake: Operations, _operation: Operation, given: Given) -> Answer:
    """Those that are kept, of the keys that were asked for; by key, where a table is declared."""
    found = [(key, fake.held(Given({**given.roles, "key": key}, {}))) for key in given.roles["many"]]
    kept = [(key, fake.memory.copy(each)) for key, each in found if each is not None]
    return Returned(dict(kept) if bulk.table else [each for _, each in kept])


def _first_hint(operation: Operation) -> Any:
    return operation.required[0].hint if operation.required else None


def _is_key(binding: Binding, hint: Any) -> bool:
    key, _ = optional(binding.key.hint)
    return key is not MISSING and hint == key
