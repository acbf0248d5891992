"""What the store fills in, as a fake does it: generated fields and versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.records import constructor_of
from dovetail.suites.calls.attributes import attributes, single_field
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.memory import Memory, alike
from dovetail.values import compare
from dovetail.values.variants import variant

_MOMENTS: dict[Any, Callable[[int], Any]] = {
    datetime: lambda _: datetime.now(UTC),
    date: lambda _: datetime.now(UTC).date(),
}
_MAKERS: dict[Any, Callable[[int], Any]] = {int: int, str: str, UUID: lambda number: UUID(int=number), **_MOMENTS}


class Filling:
    """Fills in what the store is to fill in.

    Args:
        binding: the port in the contract's words.
        memory: what is kept already; no generated value repeats one that is, or one that was generated before.
    """

    def __init__(self, binding: Binding, memory: Memory) -> None:
        self._binding = binding
        self._memory = memory
        self._last: dict[str, int] = {}

    def fill_in(self, aggregate: Any, *, told: bool) -> Any:
        """The aggregate with its generated fields filled in, as it is first kept.

        Args:
            aggregate: the caller's own.
            told: whether the answer tells the caller; where it does not, its own object is filled in too.

        Raises:
            ContractError: nothing says how a field's values are made.
        """
        if self._binding.data is not None:
            return aggregate  # made of what was given, with all that its constructor asks for
        for name in sorted(self._binding.generated):
            if not getattr(aggregate, name):
                aggregate = _with(aggregate, name, self._new_field(name), told=told)
        return aggregate

    def made_of(self, given: Mapping[str, Any]) -> Any:
        """A new aggregate of what a caller gave of it; what its constructor asks for beside that is generated.

        Raises:
            ContractError: nothing says how the values of a field are made.
        """
        construction = constructor_of(self._binding.aggregate)
        assert construction is not None  # else nothing would be carried
        taken = {each.field: each for each in construction.parameters}
        values = {taken[name].name: value for name, value in given.items() if name in taken}
        for name, each in taken.items():
            if name not in given and (each.required or name == self._binding.key.attribute):
                values[each.name] = None if optional(each.hint)[1] else self._new_field(name)
        return construction.call(values)

    def _new_field(self, name: str) -> Any:
        return self._new(name, attributes(self._binding.aggregate)[name], attrgetter(name))

    def advance(self, held: Any, aggregate: Any, *, told: bool) -> Any:
        """The aggregate in its next version, as it takes the place of the one that is held."""
        version = self._binding.version
        return aggregate if version is None else _with(aggregate, version, getattr(held, version) + 1, told=told)

    def key(self) -> Any:
        """A new key.

        Raises:
            ContractError: nothing says how keys are made.
        """
        key = self._binding.key
        return self._new(key.attribute or "key", key.hint, key.read)

    def _new(self, name: str, hint: Any, read: Callable[[Any], Any]) -> Any:
        hint, _ = optional(hint)
        make = _maker(hint)
        if make is None:
            raise ContractError(
                f"cannot tell how a new {name} of {self._binding.aggregate.__name__} is made",
                f"annotate {name} with int, str, UUID, datetime, or a class that wraps one of them",
            )
        taken = [] if hint in _MOMENTS else [read(each) for each in self._memory]
        while True:
            self._last[name] = self._last.get(name, 0) + 1
            value = make(self._last[name])
            if hint in _MOMENTS or not any(alike(value, other) for other in taken):
                return value


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
        except Exception:  # noqa: BLE001 - FrozenInstanceError, AttributeError, or anything that a setter raises
            continue
        return compare(getattr(aggregate, name), value) is None
    return False


def _maker(hint: Any) -> Callable[[int], Any] | None:
    """How the nth value of a type is made, None where nothing says how."""
    kind = bare(hint)
    wrapped = single_field(kind)
    if kind in _MAKERS or wrapped is None:
        return _MAKERS.get(kind)
    inner = _maker(wrapped[1])
    return None if inner is None else lambda number: kind(inner(number))
