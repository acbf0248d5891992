"""Why a clause does not apply to a port or a store: the reason that the report gives."""

from __future__ import annotations

from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.inference.events import attribute_of
from dovetail.suites.kernel.check import Applies
from dovetail.suites.kernel.source import Source

_SAID = {
    "by_type": "no read by type",
    "last": "no read of the last event",
    "read_all": "no read of all streams",
    "delete": "no delete",
    "save_snapshot": "no snapshots",
    "load_snapshot": "no snapshots",
    "append_many": "no append to several streams",
}


def offers(word: str, *roles: str) -> Applies:
    """The port has that operation, and it can be given all of that."""

    def applies(binding: Binding, _source: Source) -> str | None:
        if word not in binding.operations:
            return f"the port has {_SAID.get(word, f'no {word}')}"
        lacking = next((role for role in roles if not binding.offers(word, role)), None)
        named = {"lower": "lower bound", "upper": "upper bound", "most": "limit", "backwards": "way to read backwards"}
        return None if lacking is None else f"{binding.operations[word].name} takes no {named.get(lacking, lacking)}"

    return applies


def batches(binding: Binding, _source: Source) -> str | None:
    """One append takes several events."""
    return None if binding.batches else f"{binding.append.name} takes one event"


def expects(binding: Binding, _source: Source) -> str | None:
    """An append says which version it expects, outright or by the numbers of its events."""
    return None if binding.expects or binding.placed else f"{binding.append.name} takes no expected version"


def expects_outright(binding: Binding, _source: Source) -> str | None:
    """An append takes an expected version."""
    return None if binding.expects else f"{binding.append.name} takes no expected version"


def enveloped(binding: Binding, _source: Source) -> str | None:
    """Events have something beside what happened: an id, a type, metadata, a time."""
    known = [event for event, _ in binding.samples]
    if any(attribute_of(each, kind) for each in known for kind in ("envelope", "id")) or not known:
        return None
    return "events have neither an id nor a type, metadata or a time"


def identified(binding: Binding, _source: Source) -> str | None:
    """Events have an id of their own."""
    known = [event for event, _ in binding.samples]
    if not known or any(attribute_of(each, "id") for each in known):
        return None
    return "events have no id of their own"
