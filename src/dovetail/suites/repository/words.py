"""The contract's words for a repository, and the names under which ports offer them."""

from __future__ import annotations

import re

WORDS = ("save", "add", "update", "get", "delete", "exists", "all", "count")

_NAMES = {
    "save": "save put store upsert persist set save_or_update create_or_update add_or_update write __setitem__",
    "add": "add create insert append register",
    "update": "update modify replace change edit",
    "get": "get find search fetch load retrieve read lookup by_id with_id of_id get_one find_one by_key get_by find_by "
    "__getitem__",
    "delete": "delete remove discard erase destroy delete_by_id remove_by_id delete_by_key remove_by_key __delitem__",
    "exists": "exists contains has exists_by_id exists_with_id is_present includes exist __contains__",
    "all": "all list everything find_all get_all list_all fetch_all load_all read_all retrieve_all search_all "
    "select_all __iter__",
    "count": "count size total length count_all get_count __len__",
}
_BY_KEY = re.compile(
    r"^(get|find|fetch|load|retrieve|read|lookup|search|select)(_one)?"
    r"_(by|with|for|of)_(id|key|identifier|identity|pk|uuid)$"
)
_BY_NAME = {name: word for word, names in _NAMES.items() for name in names.split()}


def word_for(method: str, aggregate: str) -> str | None:
    """The contract word that a method's name says, or None.

    The aggregate's own name says nothing more: `save_order`, `get_order_by_id` and `list_orders` are save, get and all.

    Args:
        method: the port's method name.
        aggregate: the aggregate's class name.
    """
    name = _without(method, snake(aggregate))
    if _BY_KEY.match(name):
        return "get"
    if name != method and name == "get" and method.endswith(plural(snake(aggregate))):
        return "all"
    return _BY_NAME.get(name)


def _without(method: str, aggregate: str) -> str:
    for noun in (plural(aggregate), aggregate, aggregate.rsplit("_", 1)[-1]):
        shorter = re.sub(rf"(^|_){re.escape(noun)}(_|$)", lambda found: found[1] and found[2], method)
        if shorter != method and shorter.strip("_"):
            return shorter.strip("_")
    return method


def snake(name: str) -> str:
    """`OrderLine` as `order_line`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def plural(noun: str) -> str:
    """The noun as a variable that holds many of them."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|z|ch|sh)$", noun) else "s")
