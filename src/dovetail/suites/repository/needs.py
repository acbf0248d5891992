"""Why a clause does not apply to a port or a store: the reason that the report gives."""

from __future__ import annotations

from dovetail.suites.check import Applies
from dovetail.suites.repository.attributes import attributes, single_field
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.queries import answers_with_many
from dovetail.suites.repository.roles import element, optional
from dovetail.suites.source import Source


def needs(*words: str) -> Applies:
    """The port has an operation for each word; `a|b` asks for one of two."""

    def applies(binding: Binding, _source: Source) -> str | None:
        for word in words:
            if not any(each in binding.words for each in word.split("|")):
                return f"the port has no {word.replace('|', ' or ')}"
        return None

    return applies


def untracked(binding: Binding, _source: Source) -> str | None:
    """The aggregate's class is not itself mapped: a unit of work is there to track every change of one that is."""
    return f"{binding.aggregate.__name__} is mapped itself: its session tracks every change" if binding.mapped else None


def fresh(_binding: Binding, source: Source) -> str | None:
    """A new connection over the same data can be had."""
    return None if source.fresh else "the adapter has no store that a second connection could see"


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
        if answers_with_many(binding.port.operations[name], binding.aggregate) is not None
    ]
    if unread:
        return f'nothing says what {", ".join(unread)} must pick; write queries = {{"{unread[0]}": lambda ...: ...}}'
    return "the port has no query"


def bulks(binding: Binding, _source: Source) -> str | None:
    """The port has an operation on many at once."""
    return None if binding.bulks else "the port has no operation on many at once"


def children(binding: Binding, _source: Source) -> str | None:
    """The aggregate may have children in a list or a tuple."""
    if any(element(optional(hint)[0]) is not None for hint in attributes(binding.aggregate).values()):
        return None
    return f"{binding.aggregate.__name__} has no collection of children"


def exact_keys(binding: Binding, _source: Source) -> str | None:
    """Keys are text or integers, bare or wrapped in one field: others have neither neighbours nor falsy values."""
    if binding.generates_key:
        return "the store gives the keys"
    plain = getattr(binding.key.hint, "__supertype__", binding.key.hint)
    wrapped = single_field(plain)
    held = wrapped[1] if wrapped is not None else plain
    known = isinstance(held, type) and issubclass(held, (str, int))
    return None if known else "keys are neither text nor integers"


def alone(_binding: Binding, source: Source) -> str | None:
    """Each adapter has an empty store of its own."""
    return None if source.separate else "its adapters share one store by design"


def answering(binding: Binding, _source: Source) -> str | None:
    """A save or a delete is declared to answer with an entity, a bool or a count."""
    effects = [binding.words[name] for name in ("save", "add", "update", "delete") if name in binding.words]
    declared = [optional(word.returns)[0] for word in effects]
    if any(hint in (bool, int, binding.aggregate) for hint in declared):
        return None
    return "no save or delete is declared to answer anything"


def keys_given(binding: Binding, _source: Source) -> str | None:
    """An aggregate has its key before it is saved, in an attribute that can be given."""
    if binding.generates_key:
        return "the store gives the keys"
    return None if binding.key.attributes else "the key is computed"


def unique(binding: Binding, _source: Source) -> str | None:
    """Some fields are unique."""
    return None if binding.unique else "no field is said to be unique"


def versioned(binding: Binding, _source: Source) -> str | None:
    """Saves are counted."""
    return None if binding.version is not None else "no version is stated"


def scoped(binding: Binding, _source: Source) -> str | None:
    """The operations ask whose aggregates are meant."""
    return None if binding.scope is not None else "the operations take no owner"


def racing(_binding: Binding, source: Source) -> str | None:
    """Two clients can write at the same time."""
    return None if getattr(source.store, "concurrent", False) else "the store has no two connections at a time"


def failing(_binding: Binding, source: Source) -> str | None:
    """The store can be made to fail, or be cut off."""
    store = source.store
    able = hasattr(store, "failing") or getattr(store, "remote", False)
    return None if able else "the store has no way to fail on demand"


def all_of(*reasons: Applies) -> Applies:
    """The first reason that any of them gives."""

    def applies(binding: Binding, source: Source) -> str | None:
        return next((reason for each in reasons if (reason := each(binding, source)) is not None), None)

    return applies
