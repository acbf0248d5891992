"""What custom says of methods that are none of the contract's words: second ones, many at once, new keys."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, get_args, get_origin

from dovetail.policies import Answer, Returned
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.given import Given
from dovetail.suites.repository.fake.operations import Operations
from dovetail.suites.repository.queries import answers_with_many, is_aggregate
from dovetail.suites.repository.roles import element, optional, returned
from dovetail.suites.repository.words import word_for

COLLECTION = {"__len__": "count", "__iter__": "all", "__contains__": "exists"}

Act = Callable[[Operations, Operation, Given], Answer]

_MANY = re.compile(r"^(bulk|batch)_|_(all|many|bulk|batch|multiple|each)$|(?<=_id|key)s$")
_NEW_KEY = re.compile(r"^(next|new|generate|create|allocate)_?(\w*_)?(id|identity|identifier|key|number|uuid)$")
_AGGREGATES, _KEYS = "aggregates", "keys"


_ABSENCE = re.compile(r"_or_(none|raise|fail|error|404)$|_(optional|required|maybe)$")


def customary(binding: Binding, operation: Operation) -> tuple[Act, dict[str, str]] | None:
    """What a method does by its name and annotations, with the role of its parameter; None where they do not say it."""
    if operation.name in COLLECTION:
        subject = "aggregate" if is_aggregate(_first_hint(operation), binding.aggregate) else "key"
        roles = {each.name: subject for each in operation.required}
        return getattr(Operations, COLLECTION[operation.name]), roles
    if not operation.required:
        is_key = _is_key(binding, returned(operation))
        return (Operations.new_key, {}) if is_key and _NEW_KEY.match(operation.name) else None
    if len(operation.required) > 1:
        return None
    parameter = operation.required[0]
    inside = element(parameter.hint)
    return _of_one(binding, operation, parameter) if inside is None else _of_many(binding, operation, parameter, inside)


def _of_one(binding: Binding, operation: Operation, parameter: Parameter) -> tuple[Act, dict[str, str]] | None:
    """A second method for a word that the port has: `delete_by_id` beside `delete`, `get_or_none` beside `get`."""
    word = word_for(_ABSENCE.sub("", operation.name), binding.aggregate.__name__)
    if word in {"save", "add", "update", "delete", "exists"} and is_aggregate(parameter.hint, binding.aggregate):
        return getattr(Operations, word), {parameter.name: "aggregate"}
    if word in {"get", "delete", "exists"} and _is_key(binding, parameter.hint):
        return getattr(Operations, word), {parameter.name: "key"}
    return None


def _of_many(
    binding: Binding, operation: Operation, parameter: Parameter, inside: Any
) -> tuple[Act, dict[str, str]] | None:
    """A method on many aggregates, or on the aggregates of many keys, at once."""
    word = word_for(_MANY.sub("", operation.name), binding.aggregate.__name__)
    if word is not None and is_aggregate(inside, binding.aggregate) and word in {"save", "add", "update", "delete"}:
        return partial(_each, getattr(Operations, word), "aggregate", _AGGREGATES), {parameter.name: _AGGREGATES}
    if _is_key(binding, inside) and word == "delete":
        return partial(_each, Operations.delete, "key", _KEYS), {parameter.name: _KEYS}
    if _is_key(binding, inside) and word in {"get", "all"}:
        gives = answers_with_many(operation, binding.aggregate) or _is_table(operation, binding.aggregate)
        return (_get_each, {parameter.name: _KEYS}) if gives else None
    return None


def _each(act: Act, one: str, many: str, fake: Operations, operation: Operation, given: Given) -> Answer:
    """Do the same to each of many: to all of them, or where one is refused to none."""
    before = fake.memory.state()
    subjects = list(given.roles[many])
    for subject in subjects:
        answer = act(fake, operation, Given({one: subject}, {}))
        if not isinstance(answer, Returned):
            fake.memory.restore(before)
            return answer
    return Returned(_told(fake, operation, subjects))


def _told(fake: Operations, operation: Operation, subjects: list[Any]) -> Any:
    """What many at once answer: the entities, their keys, how many there were, or nothing."""
    hint, _ = optional(returned(operation))
    inside = element(hint)
    if is_aggregate(inside, fake.binding.aggregate):
        return [fake.memory.copy(fake.memory.find(fake.memory.key(each))) for each in subjects]
    if inside is not None and _is_key(fake.binding, inside):
        return [fake.memory.key(each) for each in subjects]
    return {int: len(subjects), bool: True}.get(hint) if isinstance(hint, type) else None


def _get_each(fake: Operations, operation: Operation, given: Given) -> Answer:
    """Those that are kept, of the keys that were asked for; by key, where a table is declared."""
    found = [(key, fake.memory.find(key)) for key in given.roles[_KEYS]]
    kept = [(key, fake.memory.copy(each)) for key, each in found if each is not None]
    return Returned(dict(kept) if _is_table(operation, fake.binding.aggregate) else [each for _, each in kept])


def _is_table(operation: Operation, aggregate: type) -> bool:
    hint = returned(operation)
    origin, arguments = get_origin(hint), get_args(hint)
    return inspect.isclass(origin) and issubclass(origin, Mapping) and is_aggregate(arguments[-1], aggregate)


def _first_hint(operation: Operation) -> Any:
    return operation.required[0].hint if operation.required else None


def _is_key(binding: Binding, hint: Any) -> bool:
    key, _ = optional(binding.key.hint)
    return key is not MISSING and hint == key
