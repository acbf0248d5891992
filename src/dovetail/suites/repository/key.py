"""Which attribute of an aggregate is its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import MISSING, Parameter
from dovetail.suites.repository.attributes import attributes, reader, single_field
from dovetail.suites.repository.words import snake
from dovetail.values import identical

_USUAL = ("id", "{aggregate}_id", "uuid", "key", "identifier", "identity", "reference", "code")


@dataclass(frozen=True, slots=True)
class Key:
    """How an aggregate's key is read.

    Attributes:
        read: gives an aggregate's key.
        hint: the key's type, as `get` takes it; `MISSING` where nothing says it.
        attribute: the attribute it lives in, or None where a function of the user's computes it.
        path: the dotted path, for reports; empty for a function.
    """

    read: Callable[[Any], Any]
    hint: Any
    attribute: str | None
    path: str = ""


def find_key(aggregate: type, parameter: Parameter | None, method: str, stated: Any = None) -> Key:
    """The key of an aggregate: as stated, else read from the parameter of `get` and its type.

    Args:
        aggregate: the aggregate's class.
        parameter: the one parameter of `get`, if the port has a get.
        method: the name of that method, which may name the attribute (`get_by_sku`).
        stated: the contract's `key`: an attribute's name, a dotted path, or a function.

    Raises:
        ContractError: nothing says which attribute it is.
    """
    known = attributes(aggregate)
    hint = parameter.hint if parameter is not None else MISSING
    if callable(stated):
        return Key(stated, hint, None)
    path = stated or _find(aggregate, known, parameter, method)
    if path is None:
        raise ContractError(
            f"cannot tell which attribute of {aggregate.__name__} is its key",
            f'write the attribute\'s name in the contract: key = "{next(iter(known), "id")}"',
        )
    attribute = path.partition(".")[0]
    return Key(reader(path), hint if hint is not MISSING else known.get(attribute, MISSING), attribute, path)


def _find(aggregate: type, known: Mapping[str, Any], parameter: Parameter | None, method: str) -> str | None:
    noun = snake(aggregate.__name__)
    names = [method.rpartition("_by_")[2]] if "_by_" in method else []
    if parameter is not None:
        names += [parameter.name, parameter.name.removeprefix(f"{noun}_")]
    hint = parameter.hint if parameter is not None else MISSING
    for name in names:
        if name in known:
            return _down_to(name, known[name], hint)
    by_type = [name for name, each in known.items() if hint is not MISSING and each == hint]
    usual = [name.format(aggregate=noun) for name in _USUAL]
    if len(by_type) == 1:
        return by_type[0]
    for name in usual:
        if name in (by_type or known):
            return _down_to(name, known[name], hint)
    return None


def _down_to(name: str, held: Any, wanted: Any) -> str:
    """`id`, or `id.value` where the port takes the bare value of a wrapped key."""
    wrapped = single_field(held)
    if wanted is not MISSING and wrapped is not None and held != wanted and wrapped[1] == wanted:
        return f"{name}.{wrapped[0]}"
    return name


def is_falsy(key: Any) -> bool:
    """Whether a key, bare or wrapped in one field, is empty text or zero."""
    wrapped = single_field(type(key))
    bare = getattr(key, wrapped[0]) if wrapped is not None else key
    return isinstance(bare, (str, int)) and not bare


def is_same(one: Any, two: Any) -> bool:
    """Whether two keys are the same: a store may give a wider type back, such as a `str` for a kind of it."""
    return identical(one, two) or bool(one == two)
