"""The operations of a repository, and the names under which ports offer them."""

from __future__ import annotations

import re

from dovetail.conventions import operation_names, operations
from dovetail.naming import plural, snake

OPERATION_NAMES = operation_names()

_BY_KEY = re.compile(
    r"^(get|find|fetch|load|retrieve|read|lookup|search|select)(_one)?"
    r"_(by|with|for|of)_(id|key|identifier|identity|pk|uuid)$"
)


def operation_for(method: str, aggregate: str) -> str | None:
    """The operation of the contract that a method's name says, or None.

    The aggregate's own name says nothing more: `save_order`, `get_order_by_id` and `list_orders` are save, get and all.
    """
    name = _without(method, snake(aggregate))
    if _BY_KEY.match(name):
        return "get"
    if name != method and name == "get" and method.endswith(plural(snake(aggregate))):
        return "all"
    return operations().get(name)


def _without(method: str, aggregate: str) -> str:
    for noun in (plural(aggregate), aggregate, aggregate.rsplit("_", 1)[-1]):
        shorter = re.sub(rf"(^|_){re.escape(noun)}(_|$)", lambda found: found[1] and found[2], method)
        if shorter != method and shorter.strip("_"):
            return shorter.strip("_")
    return method
