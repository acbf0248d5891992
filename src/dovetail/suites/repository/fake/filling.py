"""What the store fills in, as a fake does it: generated fields and versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from dovetail.errors import ContractError
from dovetail.suites.repository.attributes import attributes, single_field
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.roles import optional
from dovetail.suites.repository.variants import variant
from dovetail.values import compare

_MOMENTS: dict[Any, Callable[[int], Any]] = {
    datetime: lambda _: datetime.now(UTC),
    date: lambda _: datetime.now(UTC).date(),
}
_MAKERS: dict[Any, Callable[[int], Any]] = {int: int, str: str, UUID: lambda number: UUID(int=number), **_MOMENTS}


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
            value = _new(binding, name, attributes(binding.aggregate)[name], [getattr(each, name) for each in others])
            aggregate = _with(aggregate, name, value, told=told)
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


def new_key(binding: Binding, taken: list[Any]) -> Any:
    """A key that is not taken.

    Raises:
        ContractError: nothing says how keys are made.
    """
    return _new(binding, binding.key.path or "key", binding.key.hint, taken)


def _new(binding: Binding, name: str, hint: Any, taken: list[Any]) -> Any:
    hint, _ = optional(hint)
    make = _maker(hint)
    if make is None:
        raise ContractError(
            f"cannot tell how a new {name} of {binding.aggregate.__name__} is made",
            f"annotate {name} with int, str, UUID, datetime, or a class that wraps one of them",
        )
    values = (make(number) for number in count(1))
    if hint in _MOMENTS:
        return next(values)
    return next(each for each in values if not any(compare(each, other) is None for other in taken))


def _maker(hint: Any) -> Callable[[int], Any] | None:
    """How the nth value of a type is made, None where nothing says how."""
    plain = getattr(hint, "__supertype__", hint)
    wrapped = single_field(plain)
    if plain in _MAKERS or wrapped is None:
        return _MAKERS.get(plain)
    inner = _maker(wrapped[1])
    return None if inner is None else lambda number: plain(inner(number))
