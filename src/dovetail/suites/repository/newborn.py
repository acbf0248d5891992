"""What a store fills in: generated fields and versions, and how an aggregate looks before its first save."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.repository.attributes import attributes
from dovetail.suites.repository.key import Key
from dovetail.suites.repository.mapped import is_mapped
from dovetail.suites.repository.roles import optional
from dovetail.suites.repository.variants import variant
from dovetail.values import Tolerance, ignored

_VERSIONS = ("version", "revision", "version_number")


def generated_fields(aggregate: type, key: Key, contract: Any) -> frozenset[str]:
    """The fields that the store fills in: as stated, and a key that may be None and is so by default.

    Raises:
        ContractError: one that is stated does not exist.
    """
    known = attributes(aggregate)
    for name in contract.generated:
        if name not in known:
            raise ContractError(
                f"generated names {name!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
    found = set(contract.generated)
    name = key.attribute or ""
    if name in known and optional(known[name])[1] and _default(aggregate, name) is None:
        found.add(name)
    return frozenset(found)


def version_field(aggregate: type, contract: Any) -> str | None:
    """The field that counts saves: as stated, else an int `version` or `revision` where `stale` is given.

    Raises:
        ContractError: there is none of that name, or `stale` is given and none can be found.
    """
    known = attributes(aggregate)
    if contract.version is not None:
        if contract.version not in known:
            raise ContractError(
                f"version names {contract.version!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
        return str(contract.version)
    if contract.stale is None:
        return None
    found = next((name for name in _VERSIONS if known.get(name) is int), None)
    if found is None:
        raise ContractError(
            f"stale is given, and {aggregate.__name__} has no version that would tell", 'write version = "the_field"'
        )
    return found


def filled_in(generated: Collection[str], version: str | None) -> dict[str, Tolerance]:
    """What a comparison with the caller's aggregate lets pass."""
    tolerances = {name: ignored("the store fills it in") for name in generated}
    return tolerances | ({version: ignored("it counts saves")} if version else {})


def newborn(aggregate: Any, by_store: Collection[str]) -> Any:
    """The aggregate before its first save: what the store fills in is at its default."""
    for name in by_store:
        default = _default(type(aggregate), name)
        start = default if default is not inspect.Parameter.empty else _start(type(aggregate), name)
        if is_mapped(type(aggregate)):
            setattr(aggregate, name, start)  # a new object that no session knows; a copy would share its state
        else:
            made = variant(aggregate, name, start)
            aggregate = aggregate if made is None else made
    return aggregate


def _start(aggregate: type, name: str) -> Any:
    return 0 if attributes(aggregate).get(name) is int else None


def _default(aggregate: type, name: str) -> Any:
    parameter = inspect.signature(aggregate).parameters.get(name)
    return inspect.Parameter.empty if parameter is None else parameter.default
