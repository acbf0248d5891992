"""What a cache's contract knows of its port: the operations in its own words, keys, values, lifetimes, policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args, get_origin

from hypothesis.strategies import SearchStrategy

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.policies import Policy, Returns, returns
from dovetail.port import MISSING, Parameter, Port
from dovetail.suites.cache.examples import CHANGEABLE, is_anything, keys_of, values_of
from dovetail.suites.cache.inference.by_load import is_by_load
from dovetail.suites.cache.inference.operations import operations_of
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.values import Tolerance
from dovetail.values.strategies import for_type

UNBOUNDED = 1000  # entries: more than any scenario puts


@dataclass(frozen=True)
class CacheBinding(PortBinding):
    """A port in the cache contract's own words.

    Attributes:
        operations: how the contract calls each operation that the port offers, by the contract's word for it.
        missing: how a key under which nothing was put is answered; None where nothing says it.
        missing_delete: how deleting such a key is answered.
        failure: how an operation is answered while the cache cannot be reached.
    """

    operations: Mapping[str, OperationCall]
    missing: Policy | None
    missing_delete: Policy | None
    failure: Policy | None

    def offers(self, *words_: str) -> bool:
        """Whether the port has all of these operations."""
        return all(word in self.operations for word in words_)

    def has_own(self, word: str) -> bool:
        """Whether the port itself has an operation, and it is not made of its load."""
        return word in self.operations and not is_by_load(self.operations[word])

    def takes(self, word: str, role: str) -> bool:
        """Whether the port has an operation that can be given that."""
        return word in self.operations and self.operations[word].parameter(role) is not None

    @property
    def room(self) -> int:
        """How many entries can be there at a time."""
        return int(self.contract.maximum or UNBOUNDED)

    @cached_property
    def key_hint(self) -> Any:
        """The declared type of keys."""
        for word in ("get", "set", "load"):
            asked = self.operations[word].parameter("key") if word in self.operations else None
            if asked is not None:
                return asked.hint
        return MISSING

    @cached_property
    def value_hint(self) -> Any:
        """The declared type of values; of what is only loaded, that of the answer."""
        for word in ("set", "add"):
            asked = self.operations[word].parameter("value") if word in self.operations else None
            if asked is not None:
                return asked.hint
        return self.operations["load"].returns if "load" in self.operations else MISSING

    @property
    def takes_anything(self) -> bool:
        """Whether nothing says what values are."""
        return self.contract.values is None and is_anything(optional(bare(self.value_hint))[0])

    @property
    def takes_none(self) -> bool:
        """Whether None is a value that may be put."""
        if self.contract.none == "a miss":
            return False
        if self.contract.values is not None:
            return False
        return self.takes_anything or optional(bare(self.value_hint))[1]

    @property
    def loads_none(self) -> bool:
        if self.contract.none == "a miss" or "load" not in self.operations:
            return False
        return self.takes_none or optional(bare(self.operations["load"].returns))[1]

    @property
    def value_type(self) -> Any:
        """The class of values, where it is one."""
        hint = optional(bare(self.value_hint))[0]
        return get_origin(hint) or hint

    @property
    def must_give_default(self) -> bool:
        """Whether a get must be given what it answers for a miss."""
        asked = self.operations["get"].parameter("default")
        return asked is not None and asked.required

    @cached_property
    def values(self) -> SearchStrategy[Any]:
        """The strategy of values: as stated, else of the type that a set takes."""
        stated = self.contract.values
        return values_of(self.value_hint) if stated is None else stated

    @cached_property
    def changeable(self) -> SearchStrategy[Any]:
        """The strategy of values that may be changed in place, as far as that is known."""
        return CHANGEABLE if self.takes_anything else self.values

    @property
    def must_give_ttl(self) -> bool:
        """Whether a set must be given a lifetime."""
        asked = self.operations["set"].parameter("ttl")
        return asked is not None and asked.required

    @property
    def takes_none_ttl(self) -> bool:
        """Whether a set may be given None for a lifetime, and it is not what is given anyway."""
        asked = self.operations["set"].parameter("ttl")
        if asked is None:
            return False
        return asked.hint is MISSING or optional(bare(asked.hint))[1]

    @cached_property
    def numbers(self) -> bool:
        """Whether a number may be put, so that it can be incremented."""
        hint = optional(bare(self.value_hint))[0]
        return self.takes_anything or hint in (int, float) or int in get_args(hint)

    @cached_property
    def keys(self) -> SearchStrategy[Any]:
        """The strategy of keys: as stated, else of the type that a get takes."""
        stated = self.contract.keys
        return keys_of(self.key_hint) if stated is None else stated

    @property
    def makes_up_keys(self) -> bool:
        """Whether neighbours of a key can be made up."""
        return self.contract.keys is None

    @cached_property
    def namespaces(self) -> bool:
        """Whether there are namespaces: by a parameter, or by an adapter of each."""
        by_parameter = all(self.takes(word, "namespace") for word in ("get", "set"))
        return self.contract.namespaces is not None or by_parameter

    def namespace(self, name: str) -> Any:
        """A namespace's name as the parameter of the port takes it."""
        asked = self.operations["get"].parameter("namespace")
        hint = MISSING if asked is None else optional(bare(asked.hint))[0]
        if hint is int:
            return len(name)
        return name if hint in (str, MISSING, Any, object) else for_type(hint, extremes=False)

    def lifetime(self, word: str, seconds: float | None) -> Any:
        """What an operation is given for a lifetime of so many seconds; None stands for itself."""
        if seconds is None:
            return None
        if self.contract.lifetime is not None:
            return self.contract.lifetime(seconds)
        asked = self.operations[word].parameter("ttl")
        assert asked is not None  # only asked of operations that take one
        return _as_asked(asked, seconds)

    @cached_property
    def tolerances(self) -> Mapping[str, Tolerance]:
        """By path, what a comparison of values lets pass."""
        return dict(self.contract.compare)


def _as_asked(asked: Parameter, seconds: float) -> Any:
    hint = optional(bare(asked.hint))[0]
    arms = get_args(hint) or (hint,)
    if asked.name in words("cache.parameters.milliseconds"):
        return int(seconds * 1000)
    if int in arms or float not in arms:
        return dt.timedelta(seconds=seconds) if dt.timedelta in arms and int not in arms else int(seconds)
    return float(seconds)


def bind(port: Port, contract: Any) -> CacheBinding:
    """Read a port as a cache's contract does.

    Raises:
        ContractError: something is missing or cannot be inferred, or what is stated has no effect.
    """
    found = operations_of(port, contract.operations, contract.__name__)
    _refuse_words(contract)
    _refuse_without_effect(contract, found)
    return CacheBinding(
        port,
        contract,
        found,
        missing=contract.missing or _missing(found),
        missing_delete=contract.missing_delete or _missing_delete(found),
        failure=contract.failure,
    )


def _missing(found: Mapping[str, OperationCall]) -> Policy | None:
    """`-> V | None` says what is answered where nothing is found, and so does a default of None."""
    get = found.get("get")
    if get is None:
        return None
    default = get.parameter("default")
    if default is not None and not default.required:
        return Returns(None) if default.default is None else None
    return returns(None) if get.returns is not MISSING and optional(bare(get.returns))[1] else None


def _missing_delete(found: Mapping[str, OperationCall]) -> Policy | None:
    delete = found.get("delete")
    return returns(False) if delete is not None and delete.returns is bool else None


_WORDS = {
    "copies": ("value", "reference"),
    "none": ("kept", "a miss"),
    "zero_ttl": ("gone", "forever", "default"),
    "negative_ttl": ("gone", "forever", "default"),
    "none_ttl": ("forever", "default"),
    "late_load": ("dropped", "kept"),
}


def _refuse_words(contract: Any) -> None:
    """Refuse a word that an option does not know: it would hold nobody to anything."""
    for name, known in _WORDS.items():
        stated = getattr(contract, name)
        if isinstance(stated, str) and stated not in known:
            raise ContractError(
                f"{name} of {contract.__name__} is {stated!r}, which says nothing",
                f"{name} = {' or '.join(map(repr, known))}",
            )
    stated = contract.default_ttl
    if isinstance(stated, str) and stated != "forever":
        raise ContractError(
            f"default_ttl of {contract.__name__} is {stated!r}, which says nothing",
            'default_ttl = 60 (seconds), or "forever"',
        )
    if contract.maximum is not None and (not isinstance(contract.maximum, int) or contract.maximum < 1):
        raise ContractError(
            f"maximum of {contract.__name__} is {contract.maximum!r}, and no number of entries", "maximum = 3"
        )


_NEEDS = {
    "missing": ("get",),
    "missing_delete": ("delete",),
    "zero_ttl": ("set", "ttl"),
    "negative_ttl": ("set", "ttl"),
    "none_ttl": ("set", "ttl"),
    "late_load": ("load",),
    "loads_once": ("load",),
    "missing_increment": ("increment",),
}


def _refuse_without_effect(contract: Any, found: Mapping[str, OperationCall]) -> None:
    """Refuse what is stated of something that the port does not have: it would never be held."""
    for name, (word, *role) in _NEEDS.items():
        if getattr(contract, name) is None:
            continue
        own = word in found and (bool(role) or not is_by_load(found[word]))
        if not own or (role and found[word].parameter(role[0]) is None):
            what = f"no {word}" if not own else f"no lifetime in {found[word].name}"
            raise ContractError(
                f"{name} of {contract.__name__} has no effect: the port has {what}",
                f'remove it, or write operations = {{"{word}": ...}}',
            )
