"""Which part of a container serves a port: by its annotation, by what it is called, else by what it can do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from dovetail.errors import ContractError
from dovetail.hints import bare
from dovetail.naming import plural, snake
from dovetail.port import read_port
from dovetail.port.discovery import is_interface
from dovetail.suites.container.libraries.library import Unserved

_AFFIXES = re.compile(r"^(I(?=[A-Z][a-z])|Abstract|Base)|(Port|Protocol|Interface|ABC)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of a container that may serve a port.

    Attributes:
        name: what it is called.
        hint: what it gives, as far as that is annotated.
    """

    name: str
    hint: Any


def chosen(key: Any, candidates: Sequence[Candidate]) -> Candidate:
    """The part that serves a port.

    Raises:
        Unserved: there is none.
        ContractError: there are several, and nothing tells them apart.
    """
    name = getattr(key, "__name__", None) or str(key)
    called = [each for each in candidates if each.name.rpartition(".")[2] in names_of(name)]
    exact = [each for each in candidates if bare(each.hint) == key]
    heirs = [each for each in candidates if _is_heir(bare(each.hint), key)]
    fitting = [each for each in candidates if _fits(bare(each.hint), key)]
    for group in (exact, called, heirs, fitting):
        both = [each for each in group if each in called] or group
        if len(both) == 1:
            return both[0]
        if both:
            listed = " and ".join(each.name for each in both)
            raise ContractError(
                f"{listed} of the container may all be meant for {name}", f'resolve = {{{name}: "{both[0].name}"}}'
            )
    raise Unserved(f"nothing in it is annotated with {name}, or called {' or '.join(names_of(name)[:2])}")


def names_of(port: str) -> list[str]:
    """The names under which a port is usually had: `OrderRepository` as `order_repository`, `orders` as `orders`."""
    words = [snake(port), snake(_AFFIXES.sub("", port) or port)]
    singular = [word.removesuffix("_repository") for word in words if word.endswith("_repository")]
    short = [word.replace("_repository", "_repo") for word in words if word.endswith("_repository")]
    return list(dict.fromkeys([*words, *short, *map(plural, singular)]))


def _is_heir(hint: Any, key: Any) -> bool:
    """Whether what is given inherits from the port, and does not only look like it."""
    origin, port = get_origin(hint) or hint, get_origin(key) or key
    if not (isinstance(origin, type) and isinstance(port, type)) or port not in origin.__mro__:
        return False
    return not get_args(key) or origin is not port


def _fits(hint: Any, key: Any) -> bool:
    """Whether a class has every operation of a port, without saying that it is one."""
    if not (isinstance(hint, type) and isinstance(key, type) and is_interface(key)):
        return False
    return all(callable(getattr(hint, name, None)) for name in read_port(key).operations)
