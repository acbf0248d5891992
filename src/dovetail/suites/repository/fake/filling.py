"""What the store fills in, as a fake does it: generated fields and versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import MISSING
from dovetail.suites.repository.attributes import attributes
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.roles import optional
from dovetail.suites.repository.variants import numbered, variant
from dovetail.values import compare


def fill_in(binding: Binding, kept: Iterable[Any], aggregate: Any, *, told: bool) -> Any:
    """The aggregate with its generated fields filled in, as it is first kept.

    Args:
        binding: the port in the contract's words.
        kept: the aggregates that are kept already; no generated value repeats one of theirs.
        aggregate: the caller's own.
        told: whether the answer tells the caller; where it does not, its own object is filled in too.

    Raises:
        ContractError: nothing says how a field's values are made.
    """
    others = list(kept)
    for name in sorted(binding.generated):
        if not getattr(aggregate, name):
            taken = [getattr(each, name) for each in others]
            aggregate = _with(aggregate, name, _generated(binding, name, taken), told=told)
    return aggregate


def advance(binding: Binding, held: Any, aggregate: Any, *, told: bool) -> Any:
    """The aggregate in its next version, as it takes the place of the one that is held."""
    if binding.version is None:
        return aggregate
    return _with(aggregate, binding.version, getattr(held, binding.version) + 1, told=told)


def _with(aggregate: Any, name: str, value: Any, *, told: bool) -> Any:
    if not told and _set(aggregate, name, value):
        return aggregate
    made = variant(aggregate, name, value)
    if made is None:
        raise ContractError(
            f"{type(aggregate).__name__} lets nobody set {name}, which the store fills in",
            f"make {name} a parameter of its constructor or a plain attribute",
        )
    return made


def _set(aggregate: Any, name: str, value: Any) -> bool:
    """Set a field of the caller's own object, or the private one behind it; False where its class refuses."""
    for attribute in (name, f"_{name}"):
        try:
            setattr(aggregate, attribute, value)
        except Exception:  # noqa: BLE001 - however a class says that it does not change
            continue
        return compare(getattr(aggregate, name), value) is None
    return False


def _generated(binding: Binding, name: str, taken: list[Any]) -> Any:
    hint, _ = optional(binding.key.hint if name == binding.key.path else attributes(binding.aggregate)[name])
    if hint is datetime:
        return datetime.now(UTC)
    if hint is date:
        return datetime.now(UTC).date()
    return next(each for each in _values(hint, name, binding) if not any(compare(each, one) is None for one in taken))


def _values(hint: Any, name: str, binding: Binding) -> Iterator[Any]:
    made = numbered(hint) if hint is not MISSING else None
    if made is None:
        raise ContractError(
            f"cannot tell how a new {name} of {binding.aggregate.__name__} is made",
            f"annotate {name} with int, str, UUID, datetime, or a class that wraps one of them",
        )
    number, _ = made
    return (number(n) for n in count(1))
