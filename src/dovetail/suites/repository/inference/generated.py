"""What a store fills in: generated fields and versions, and how an aggregate looks before its first save."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from typing import Any

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.hints import optional
from dovetail.records import constructor_of, is_mapped
from dovetail.records.sqlalchemy import filled_by_mapping
from dovetail.suites.calls.attributes import attributes, has_attribute
from dovetail.suites.calls.owner import Owner
from dovetail.suites.repository.inference.data import Data
from dovetail.suites.repository.inference.key import Key
from dovetail.values import Tolerance, ignored
from dovetail.values.transient_fields import transient_fields
from dovetail.values.variants import variant


def generated_fields(aggregate: type, key: Key, contract: Any) -> frozenset[str]:
    """The fields that the store fills in: as stated, and a key that may be None and is so by default, or is required.

    A key that every caller must give, and may give as None, has no value before its first save.

    Raises:
        ContractError: one that is stated does not exist.
    """
    known = attributes(aggregate)
    for name in contract.generated:
        if not has_attribute(aggregate, name):
            raise ContractError(
                f"generated names {name!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
    found = set(contract.generated)
    name = key.attribute or ""
    if name in known and optional(known[name])[1] and (_default(aggregate, name) is None or _required(aggregate, name)):
        found.add(name)
    return frozenset(found)


def not_carried(aggregate: type, data: Data | None, owner: Owner | None) -> frozenset[str]:
    """The fields that a caller has no way to give to a new aggregate, so that the store fills them in."""
    if data is None:
        return frozenset()
    construction = constructor_of(aggregate)
    taken = {each.field for each in construction.parameters} if construction is not None else set()
    return frozenset(taken - set(data.fields.values()) - ({owner.attribute} if owner is not None else set()))


def version_field(aggregate: type, contract: Any) -> str | None:
    """The field that counts saves: as stated, else an int `version` or `revision` where `stale` is given.

    Raises:
        ContractError: there is none of that name, or `stale` is given and none can be found.
    """
    known = attributes(aggregate)
    if contract.version is not None:
        if not has_attribute(aggregate, contract.version):
            raise ContractError(
                f"version names {contract.version!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
        return str(contract.version)
    if contract.stale is None:
        return None
    found = next((name for name in ordered("identities.versions") if known.get(name) is int), None)
    if found is None:
        raise ContractError(
            f"stale is given, and {aggregate.__name__} has no version that would tell", 'write version = "the_field"'
        )
    return found


def filled_in(generated: Collection[str], version: str | None) -> dict[str, Tolerance]:
    """What a comparison with the caller's aggregate lets pass."""
    tolerances = {name: ignored("the store fills it in") for name in generated}
    return tolerances | ({version: ignored("it counts saves")} if version else {})


def beside_the_state(aggregate: type) -> dict[str, Tolerance]:
    """What an aggregate holds besides its state: recorded events, and what a mapping fills in."""
    recorded = {f"**.{name}": ignored("recorded events are no state") for name in transient_fields(aggregate)}
    paths = filled_by_mapping(aggregate) if is_mapped(aggregate) else ()
    return recorded | {path: ignored("the mapping fills it in") for path in paths}


def as_never_saved(aggregate: Any, by_store: Collection[str]) -> Any:
    """The aggregate before its first save: what the store fills in is at its default."""
    for name in by_store:
        if not _is_given(type(aggregate), name):
            continue  # a new object has what its constructor gave it
        default = _default(type(aggregate), name)
        start = default if default is not inspect.Parameter.empty else _start(type(aggregate), name)
        if is_mapped(type(aggregate)):
            setattr(aggregate, name, start)  # a new object that no session knows; a copy would share its state
        else:
            made = variant(aggregate, name, start)
            aggregate = aggregate if made is None else made
    return aggregate


def _is_given(aggregate: type, name: str) -> bool:
    """Whether a caller may give an attribute to a new object, so that a drawn one need not have what a new one has."""
    parameters = inspect.signature(aggregate).parameters.values()
    return name in attributes(aggregate) or any(
        each.kind is each.VAR_KEYWORD or each.name == name for each in parameters
    )


def _start(aggregate: type, name: str) -> Any:
    return 0 if attributes(aggregate).get(name) is int else None


def _required(aggregate: type, name: str) -> bool:
    parameter = inspect.signature(aggregate).parameters.get(name)
    return parameter is not None and parameter.default is inspect.Parameter.empty


def _default(aggregate: type, name: str) -> Any:
    parameter = inspect.signature(aggregate).parameters.get(name)
    return inspect.Parameter.empty if parameter is None else parameter.default
