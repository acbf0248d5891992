"""Which attribute of an aggregate is its key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args, get_origin

from dovetail.conventions import key_names, ordered
from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.naming import snake
from dovetail.port import MISSING, Parameter
from dovetail.suites.calls.attributes import attribute_for, attributes, held_by, reader, single_field
from dovetail.values import identical


@dataclass(frozen=True, slots=True)
class Key:
    """How an aggregate's key is read.

    Attributes:
        read: gives an aggregate's key.
        hint: the key's type, as `get` takes it; `MISSING` where nothing says it.
        attribute: the attribute it lives in, or None where a function of the user's computes it.
        path: the dotted path, for reports; empty for a function.
        parts: the dotted paths of a composite key, which is the tuple of what they lead to.
    """

    read: Callable[[Any], Any]
    hint: Any
    attribute: str | None
    path: str = ""
    parts: tuple[str, ...] = ()

    @property
    def attributes(self) -> frozenset[str]:
        """The attributes that an aggregate's key is made of, as far as they are known."""
        named = self.parts or ((self.attribute,) if self.attribute is not None else ())
        return frozenset(each.partition(".")[0] for each in named)


def find_key(aggregate: type, parameters: Sequence[Parameter], method: str, stated: Any = None) -> Key:
    """The key of an aggregate: as stated, else read from the parameters of `get` and their types.

    Args:
        aggregate: the aggregate's class.
        parameters: those of `get` that say which aggregate is meant; several where each names a part of the key.
        method: the name of that method, which may name the attribute (`get_by_sku`).
        stated: the contract's `key`: an attribute's name, a dotted path, several of them, or a function.

    Raises:
        ContractError: nothing says which attribute it is.
    """
    known = attributes(aggregate)
    parameter = parameters[0] if len(parameters) == 1 else None
    hint = parameter.hint if parameter is not None else MISSING
    if callable(stated):
        return Key(stated, hint, None)
    if isinstance(stated, (tuple, list)):
        return _composite(tuple(stated), hint)
    if stated is None and (parts := named_parts(parameters, aggregate)) is not None:
        return _composite(parts, MISSING)
    path = stated or _find(aggregate, known, parameter, method)
    if path is None and (fields := _fields_of_key(known, hint)) is not None:
        return Key(lambda owner: hint(**{each: getattr(owner, each) for each in fields}), hint, None, parts=fields)
    if path is None:
        raise ContractError(
            f"cannot tell which attribute of {aggregate.__name__} is its key",
            f"write it in the contract: key = {_guess(known, parameters, hint)}",
        )
    attribute = path.partition(".")[0]
    return Key(reader(path), hint if hint is not MISSING else known.get(attribute, MISSING), attribute, path)


def _composite(parts: tuple[str, ...], hint: Any) -> Key:
    return Key(lambda owner: tuple(reader(each)(owner) for each in parts), hint, None, parts=parts)


def named_parts(parameters: Sequence[Parameter], aggregate: type) -> tuple[str, ...] | None:
    """The attributes that several parameters name, each one; None where one of them names none."""
    paths = [attribute_for(each.name, each.hint, attributes(aggregate), aggregate) for each in parameters]
    found = tuple(each for each in paths if each is not None)
    return found if 1 < len(found) == len(paths) else None


def _fields_of_key(known: Mapping[str, Any], hint: Any) -> tuple[str, ...] | None:
    """The fields of the key's class, where the aggregate has each of them."""
    own = {name: each for name, each in attributes(hint).items() if name in known}
    complete = len(own) > 1 and len(own) == len(attributes(hint))
    return tuple(own) if complete and all(known[name] == each for name, each in own.items()) else None


def _guess(known: Mapping[str, Any], parameters: Sequence[Parameter], hint: Any) -> str:
    """A key to begin with: as many attributes as `get` takes parameters, or a tuple has elements, of the same types."""
    hints = list(get_args(hint)) if get_origin(hint) is tuple else [each.hint for each in parameters]
    left, guessed = dict(known), []
    for each in hints:
        name = next((name for name, held in left.items() if each in (held, MISSING)), next(iter(left), "id"))
        left.pop(name, None)
        guessed.append(f'"{name}"')
    if len(guessed) > 1:
        return f"({', '.join(guessed)})"
    return guessed[0] if guessed else f'"{next(iter(known), "id")}"'


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
    usual = (*key_names(noun), *ordered("identities.natural"))
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


def hints_of_key(key: Key, aggregate: type) -> list[Any]:
    """The types of a key's parts, the first one first; that of the key itself where it has none."""
    if key.parts:
        known = attributes(aggregate)
        return [_hint_at(known, each) for each in key.parts]
    hint, _ = optional(key.hint)
    if get_origin(hint) is tuple:
        return list(get_args(hint))
    fields = fields_of(hint)
    return list(fields.values()) if len(fields) > 1 else [hint]


def _hint_at(known: Mapping[str, Any], path: str) -> Any:
    name, _, rest = path.partition(".")
    held = known.get(name, MISSING)
    return _hint_at(attributes(held), rest) if rest else held


def fields_of(hint: Any) -> Mapping[str, Any]:
    """The fields of a value object; none of text, of numbers, of an enumeration, or of what Python's library makes."""
    cls = bare(hint)
    if not isinstance(cls, type) or issubclass(cls, (str, bytes, int, float, Enum)):
        return {}
    return {} if cls.__module__.partition(".")[0] in sys.stdlib_module_names else attributes(cls)


def is_falsy(key: Any) -> bool:
    """Whether a key, bare or wrapped in one field, is empty text or zero."""
    held = held_by(key)
    return isinstance(held, (str, int)) and not held


def is_same(one: Any, two: Any) -> bool:
    """Whether two keys are the same: a store may give a wider type back, such as a `str` for a kind of it."""
    return identical(one, two) or bool(one == two)
