"""Keys are compared exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.attributes import single_field
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, exact_keys, needs
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.variants import variant
from dovetail.values import code, identical

_NEAR: tuple[Callable[[str], str], ...] = (
    str.swapcase,
    lambda text: f"{text} ",
    lambda text: f" {text}",
    str.strip,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: "%",
    lambda text: "_" * len(text),
    lambda text: f"{text[:1]}%",
)
_TELLING = "aBé"


@check("REPO-18", all_of(needs("get"), exact_keys))
def keys_are_exact(s: RepositoryScenario) -> None:
    drawn = s.draw(s.binding.aggregates)
    falsy = _under(s, drawn, "") if s.some(1) else None
    if falsy is not None:
        _is_a_key(s, store(s, s.keep(falsy)))
        return
    telling = _under(s, drawn, _TELLING) if s.some(1) else None
    order = store(s, s.keep(drawn if telling is None else telling))
    stored(s, order)
    for near in _neighbours(s.key(order)):
        with s.unrecorded():
            found = isinstance(s.get(near).value, s.binding.aggregate)
        if found:
            s.broken(f"{code(near)} is absent", str(s.get(near)))


def _is_a_key(s: RepositoryScenario, order: Any) -> None:
    """What was stored under an empty key is found, and can be saved again."""
    reply = s.get(s.key(order))
    if s.is_absent(reply.answer):
        s.broken(f"{code(s.key(order))} is found", str(reply))
    if not s.binding.by_loading and ("save" in s.binding.words or "update" in s.binding.words):
        reply = s.save(order)
        if not isinstance(reply.answer, Returned):
            s.broken("it is saved again", str(reply))


def _under(s: RepositoryScenario, aggregate: Any, text: str) -> Any:
    """The aggregate under that key, or under 0 where keys are numbers; None where its own rules do not allow it."""
    key, attribute = s.key(aggregate), s.binding.key.attribute
    held = single_field(type(key))
    bare = getattr(key, held[0]) if held is not None else key
    if attribute is None or not isinstance(bare, (str, int)):
        return None
    try:
        other = type(bare)(text) if isinstance(bare, str) else type(bare)()
    except Exception:  # noqa: BLE001 - a key of its own make that refuses such text
        return None
    wrapped = other if held is None else variant(key, held[0], other)
    return None if wrapped is None else variant(aggregate, attribute, wrapped)


def _neighbours(key: Any) -> Iterator[Any]:
    """The keys that a careless comparison takes for this one."""
    wrapped = single_field(type(key))
    bare = key if wrapped is None else getattr(key, wrapped[0])
    for other in _near(bare):
        near = other if wrapped is None else variant(key, wrapped[0], other)
        if near is not None and not identical(key, near):
            yield near


def _near(bare: Any) -> Iterator[Any]:
    """Keys of the same make; those left out that its own rules do not allow."""
    if type(bare) is int:
        yield from (-bare, bare + (1 << 32))
    elif isinstance(bare, str):
        for change in _NEAR:
            try:
                yield type(bare)(change(bare))
            except Exception:  # noqa: BLE001 - a key of its own make that refuses such text
                continue
