"""Why a clause does not apply to a port or a store: the reason that the report gives."""

from __future__ import annotations

from typing import Any

from dovetail.hints import bare, element, optional
from dovetail.policies import Fails, Policy, Raises, Returns
from dovetail.records import is_mapped
from dovetail.suites.calls.attributes import attributes, single_field
from dovetail.suites.kernel.check import Applies, needs
from dovetail.suites.kernel.source import Source
from dovetail.suites.outages.declared import failing
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.inference.key import hints_of_key
from dovetail.suites.repository.inference.queries import answers_with_many


def offers(*operations: str) -> Applies:
    """The port has each of those operations; `a|b` asks for one of two."""

    def applies(binding: Binding, _source: Source) -> str | None:
        for each in operations:
            names = each.split("|")
            if not binding.offers(*names):
                alike = next((f": {binding.not_taken[name]}" for name in names if name in binding.not_taken), "")
                return f"the port has no {' or '.join(names)}{alike}"
        return None

    return applies


def in_one_session(binding: Binding, source: Source) -> str | None:
    """Many loaded aggregates can be given to one operation: mapped ones end with the unit of work that loaded them."""
    if binding.mapped and source.commits:
        return f"{binding.aggregate.__name__} is mapped itself: many of them live no longer than their unit of work"
    return None


saving = needs(
    lambda binding, source: binding.offers("save", "update") or (binding.mapped and source.commits),
    "the port has no save or update",
)
"""A changed aggregate can be saved: by an operation, or by the commit of a unit of work that tracks it."""


def changing(binding: Binding, source: Source) -> str | None:
    """What was changed can be stored: by a save, or by the commit of a unit of work that tracks it."""
    stated = any(each.after is not None for each in binding.effects.values())
    return None if stated and not binding.mapped else saving(binding, source)


stays_open = needs(
    lambda _, source: not source.commits, "each unit of work has a connection of its own, as the store opens it"
)
"""A client can stay open after its unit of work is over: its adapter ends that itself."""


def outliving(binding: Binding, source: Source) -> str | None:
    """What is loaded may outlive its connection: a mapped object that a unit of work commits ends with it by design."""
    if binding.mapped and source.commits:
        return f"{binding.aggregate.__name__} is mapped itself: it lives as long as its unit of work"
    return None


def queries(binding: Binding, _source: Source) -> str | None:
    """The port has a query whose predicate is known."""
    if binding.queries or binding.measures:
        return None
    unread = [
        name
        for name in binding.unread
        if name not in binding.effects
        and answers_with_many(binding.port.operations[name], binding.aggregate) is not None
    ]
    if unread:
        return f'nothing says what {", ".join(unread)} must pick; write queries = {{"{unread[0]}": lambda ...: ...}}'
    return "the port has no query"


bulks = needs(lambda binding, _: binding.bulks, "the port has no operation on many at once")
windows = needs(lambda binding, _: binding.windows, "the port has no limit, no pages and no order")


def children(binding: Binding, _source: Source) -> str | None:
    """The aggregate may have children in a list or a tuple."""
    return None if _children(binding) else f"{binding.aggregate.__name__} has no collection of children"


def values_as_children(binding: Binding, source: Source) -> str | None:
    """Some of them are no rows of a mapped class, each of which is the child of one parent and there but once."""
    if any(not is_mapped(each) for each in _children(binding)):
        return None
    return children(binding, source) or f"the children of {binding.aggregate.__name__} are mapped themselves"


def _children(binding: Binding) -> list[Any]:
    """What the collections of the aggregate are declared to hold."""
    held = (element(optional(hint)[0]) for hint in attributes(binding.aggregate).values())
    return [each for each in held if each is not None]


def exact_keys(binding: Binding, _source: Source) -> str | None:
    """Keys are or hold text or integers, bare or wrapped in one field: others have no neighbours."""
    if binding.generates_key:
        return "the store gives the keys"
    held = {_unwrapped(each) for each in hints_of_key(binding.key, binding.aggregate)}
    known = any(isinstance(each, type) and issubclass(each, (str, int)) for each in held)
    return None if known else "keys are neither text nor integers"


def _unwrapped(hint: Any) -> Any:
    wrapped = single_field(bare(hint))
    return bare(hint if wrapped is None else wrapped[1])


alone = needs(lambda _, source: source.separate, "its adapters share one store by design")


def answering(binding: Binding, _source: Source) -> str | None:
    """A save or a delete is declared to answer with an entity, a bool or a count."""
    effects = [binding.operations[name] for name in ("save", "add", "update", "delete") if name in binding.operations]
    declared = [optional(each.returns)[0] for each in effects]
    if any(hint in (bool, int, binding.aggregate) for hint in declared):
        return None
    return "no save or delete is declared to answer anything"


def keys_given(binding: Binding, _source: Source) -> str | None:
    """An aggregate has its key before it is saved, in an attribute that can be given."""
    if binding.generates_key:
        return "the store gives the keys"
    return None if binding.key.attributes else "the key is computed"


def updating(binding: Binding, source: Source) -> str | None:
    """The port has an update, of the aggregate or of what is stored under a key."""
    return None if binding.patching is not None else offers("update")(binding, source)


unique = needs(lambda binding, _: binding.unique, "no field is said to be unique")


def refused_twice(binding: Binding) -> dict[str, Policy]:
    """What no two aggregates may share, each with how a second one is refused; the key has no name."""
    by_key = binding.offers("add") and binding.key.attributes and not (binding.generates_key or binding.mapped)
    duplicate = {"": binding.duplicate} if by_key else {}
    stated = {**duplicate, **binding.unique}
    return {name: each for name, each in stated.items() if isinstance(each, Raises | Fails | Returns)}


refusing = needs(lambda binding, _: refused_twice(binding), "nothing states how a second of two creators is refused")
"""It is stated how a second aggregate is refused that shares a key or a unique field with a first one."""


def versioned(binding: Binding, source: Source) -> str | None:
    """Saves are counted; by the object mapper of mapped aggregates, which their fake does not have."""
    if binding.version is None:
        return "no version is stated"
    return "the fake of mapped aggregates counts no saves" if getattr(source.store, "counts_no_saves", False) else None


scoped = needs(lambda binding, _: binding.owner is not None, "the operations take no owner")
racing = needs(lambda _, source: source.concurrent, "the store has no two connections at a time")


def racing_by_key(binding: Binding, source: Source) -> str | None:
    """Two writers can race: each saves what it has, or changes what is stored under a key that it was given."""
    if saving(binding, source) is None:
        return None
    if binding.generated:
        return "the port has no save, and the store fills in fields: a race cannot begin again from what there was"
    by_key = any(each.after is not None and not each.takes_aggregate for each in binding.effects.values())
    return None if by_key else "the port has no save, and no operation on a key of which it is said what it leaves"


counting = needs(lambda _, source: hasattr(source.store, "statements"), "the store does not tell what it is sent")


def listing(binding: Binding, _source: Source) -> str | None:
    """The port has an operation that gives many aggregates."""
    lists = binding.offers("all") or any(query.many for query in binding.queries.values())
    fetches = any(bulk.name == "get" for bulk in binding.bulks.values())
    return None if lists or fetches else "the port has no operation that gives many"


def cached(binding: Binding, _source: Source) -> str | None:
    """The adapter answers out of a cache that the contract can reach."""
    if binding.mapped:
        return f"{binding.aggregate.__name__} is mapped itself: its session is its cache"
    return None if binding.cached is not None else "nothing says that the adapter has a cache: cached = CachedBy(...)"


def cached_and(*ways: str) -> Applies:
    """The cache can also be made to fail in one of these ways."""

    def applies(binding: Binding, source: Source) -> str | None:
        reason = cached(binding, source)
        if reason is not None or any(getattr(binding.cached, way) for way in ways):
            return reason
        return f"nothing says how the cache fails: CachedBy(..., {ways[0]}=lambda adapter: ...)"

    return applies


interruptible = needs(
    lambda binding, source: racing(binding, source) is None or failing(binding, source) is None or source.commits,
    "the store can neither hold up a client, nor fail, nor roll back",
)
"""Something can happen between a write and its commit."""
