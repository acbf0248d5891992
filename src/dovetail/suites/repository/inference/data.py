"""Objects that say what a new aggregate is to have, or what of a stored one is to change: `create(data: NewBerth)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dovetail.conventions import key_names, words
from dovetail.hints import bare, optional
from dovetail.naming import snake
from dovetail.port import MISSING, Operation, Port
from dovetail.records import constructor_of
from dovetail.records.parameters import Construction
from dovetail.suites.calls.attributes import attributes
from dovetail.suites.calls.operation_call import OperationCall, operation_call, returned
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.queries import is_aggregate
from dovetail.suites.repository.inference.vocabulary import operation_for
from dovetail.values.strategies import changed, for_type
from dovetail.values.variants import variant

_ADDING = {"add", "save"}
DATA = "aggregate.data"
"""The role of what an operation takes of a new aggregate; no parameter has such a name."""


@dataclass(frozen=True)
class Data:
    """What a caller gives of a new aggregate.

    Attributes:
        operation: the operation that takes it.
        call: how that is called.
        fields: by the name of what its constructor takes, the attribute of the aggregate that it carries.
    """

    operation: Operation
    call: OperationCall
    fields: dict[str, str]
    _construction: Construction

    def of(self, aggregate: Any) -> Any:
        """What a caller gives to have such an aggregate.

        Raises:
            Exception: whatever its class refuses it by.
        """
        return self._construction.call({name: getattr(aggregate, held) for name, held in self.fields.items()})

    def values(self, given: Any) -> dict[str, Any]:
        """By attribute of the aggregate, what was given."""
        return {held: getattr(given, name) for name, held in self.fields.items()}


def find_data(
    port: Port, methods: Mapping[str, Operation], stated: Mapping[str, Any], aggregate: type, owner: Owner | None
) -> Data | None:
    """What the operation takes that adds to a port, where that is no aggregate; None where there is no such one."""
    told = any(isinstance(stated.get(name), str) for name in _ADDING)
    if not told and _ADDING & {*methods, *stated}:
        return None
    found = (read_data(each, aggregate, owner) for each in port.operations.values() if adds(each, aggregate, stated))
    return next((each for each in found if each is not None), None) or _by_another_verb(port, methods, aggregate, owner)


def _by_another_verb(port: Port, methods: Mapping[str, Operation], aggregate: type, owner: Owner | None) -> Data | None:
    """What the only operation takes that gives an aggregate for such data, whatever its verb: `moor(data)`.

    The store gives the key, for what carries one may be about an aggregate that is stored.
    """
    found = [
        data
        for each in port.operations.values()
        if each not in methods.values()
        and operation_for(each.name, aggregate.__name__) is None
        and not words("queries.stores_nothing") & {*each.name.split("_")}
        and is_aggregate(optional(returned(each))[0], aggregate)
        and (data := read_data(each, aggregate, owner)) is not None
    ]
    if len(found) != 1 or "get" not in methods:
        return None
    keys = {*key_names(snake(aggregate.__name__)), *(each.name for each in methods["get"].required)}
    return None if keys & {*found[0].fields.values()} else found[0]


def adds(operation: Operation, aggregate: type, stated: Mapping[str, Any]) -> bool:
    """Whether a contract states that an operation adds an aggregate, or its name says so where none is stated."""
    told = [stated[name] for name in sorted(_ADDING) if isinstance(stated.get(name), str)]
    return operation.name in told if told else operation_for(operation.name, aggregate.__name__) in _ADDING


def adding(methods: Mapping[str, Operation], data: Data | None) -> dict[str, Operation]:
    """The methods with the one that adds what is given as data: that saves no aggregate a second time."""
    if data is None:
        return dict(methods)
    return {name: each for name, each in methods.items() if each is not data.operation} | {"add": data.operation}


def line_to_add(port: Port, aggregate: type, owner: Owner | None) -> str:
    """The option that says how an aggregate comes to be stored, where no method has the name of one that adds."""
    answering = [each for each in port.operations.values() if is_aggregate(returned(each), aggregate)]
    for each in answering:
        if read_data(each, aggregate, owner) is not None:
            return f'operations = {{"add": "{each.name}"}}'
    made = ((each.name, why_not_data(one.hint, aggregate)[0]) for each in answering for one in each.required)
    call = next((f"adapter.{name}({data})" for name, data in made if data), "...")
    return f'operations = {{"add": lambda adapter, {snake(aggregate.__name__)}: {call}}}'


def why_not_data(hint: Any, aggregate: type) -> tuple[str, str]:
    """How an object is made that says what a new aggregate is to have, and why dovetail cannot; empty for any other."""
    known, carried = _parameters(hint), _carried(hint, aggregate)
    lacking = ", ".join(each.name for each in known if each.required and each.name not in carried)
    why = f": no {aggregate.__name__} says what {lacking} of {hint.__name__} is" if lacking else ""
    return (f"{hint.__name__}(...)", why) if known else ("", "")


def read_data(operation: Operation, aggregate: type, owner: Owner | None) -> Data | None:
    """What an operation takes of a new aggregate, where all that must be given is an attribute of it; else None."""
    taken = [each for each in operation.required if owner is None or not owner.is_asked_by(each)]
    if len(taken) != 1 or is_aggregate(taken[0].hint, aggregate):
        return None
    hint = taken[0].hint
    fields, construction = _carried(hint, aggregate), constructor_of(hint)
    if not fields or construction is None or any(x.required and x.name not in fields for x in _parameters(hint)):
        return None
    roles = {**owner_roles(operation.required, owner), taken[0].name: DATA}
    return Data(operation, operation_call(operation, roles), fields, construction)


@dataclass(frozen=True)
class Patch:
    """What of a stored aggregate is to change: what is not mentioned stays as it is."""

    fields: dict[str, str]
    _hint: Any

    @cached_property
    def strategy(self) -> Any:
        """Patches that mention some of the fields, and none of them as None: that may mean either."""
        construction = constructor_of(self._hint)
        assert construction is not None  # else nothing would be carried

        def without_none(patch: Any) -> Any:
            values = {name: getattr(patch, name) for name in self.fields}
            return construction.call({name: value for name, value in values.items() if value is not None})

        return changed(for_type(self._hint), without_none)

    def after(self, aggregate: Any, patch: Any) -> Any:
        """The aggregate with what the patch mentions."""
        for name, held in self.fields.items():
            value = getattr(patch, name)
            patched = aggregate if value is None else variant(aggregate, held, value)
            if patched is None:
                raise ValueError(f"no {type(aggregate).__name__} has {held}={value!r}")
            aggregate = patched
        return aggregate


def read_patch(operation: Operation, hint: Any, aggregate: type) -> Patch | None:
    """What an operation changes of a stored aggregate, where its argument may leave out every field; else None."""
    if operation_for(operation.name, aggregate.__name__) != "update" and not operation.name.startswith("patch"):
        return None
    fields = _carried(hint, aggregate)
    known = _parameters(hint)
    may_be_left_out = all(not each.required and each.default is None for each in known)
    return Patch(fields, hint) if fields and len(fields) == len(known) and may_be_left_out else None


def _carried(hint: Any, aggregate: type) -> dict[str, str]:
    """What a class carries of an aggregate, by the names of its fields and their types."""
    known = attributes(aggregate)
    return {
        each.name: each.field
        for each in _parameters(hint)
        if each.field in known and _alike(each.hint, known[each.field])
    }


def _parameters(hint: Any) -> tuple[Any, ...]:
    if hint is MISSING or not isinstance(hint, type) or hint.__module__ in {"builtins", "uuid", "datetime", "decimal"}:
        return ()
    construction = constructor_of(hint)
    return () if construction is None else construction.parameters


def _alike(one: Any, other: Any) -> bool:
    return bool(bare(optional(one)[0]) == bare(optional(other)[0]))
