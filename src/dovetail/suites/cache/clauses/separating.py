"""Two keys are two entries, however alike they look, and one key in two namespaces as well."""

from __future__ import annotations

from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import hit, miss, stored
from dovetail.suites.cache.examples import pairs
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import check
from dovetail.values import code
from dovetail.values.copies import copied

_JOINED = (("a", "bc", "ab", "c"), ("a", "b", "ab", "b"))
"""Namespaces and keys that are one text where they are joined with nothing between them."""


@check("CACHE-05", offers("get", "set"), share=0.4)
def keys_are_exact(s: CacheScenario) -> None:
    key = s.key()
    if s.binding.makes_up_keys:
        for one, other in s.each_alone(pairs(key, s.binding.key_hint)):
            _apart(s, one, other)
    with s.forgetting():
        _apart(s, key, s.key())
    if s.binding.has_own("load") and s.binding.has_own("get"):
        _loaded_apart(s, key)
    if s.binding.namespaces:
        _namespaces(s, key)


def _apart(s: CacheScenario, one: Any, other: Any) -> None:
    """Each of two keys has its own entry; a cache may refuse either."""
    value = s.value()
    if isinstance(s.put(one, value).answer, Returned):
        missed = s.get(other)
        if isinstance(missed.answer, Returned) and not s.is_miss(missed):
            s.broken("a miss: it is another key", str(missed))
        if s.binding.room > 1:
            _both(s, one, value, other)
        if s.binding.offers("delete"):
            s.does("delete", key=one)
            s.does("delete", key=other)


def _both(s: CacheScenario, one: Any, value: Any, other: Any) -> None:
    different = s.other_than(value)
    if not isinstance(s.put(other, different).answer, Returned):
        return
    hit(s, one, value)
    hit(s, other, different)
    if s.binding.offers("delete") and isinstance(s.does("delete", key=other).answer, Returned):
        hit(s, one, value)


def _loaded_apart(s: CacheScenario, key: Any) -> None:
    """What is loaded for a key is stored under that key, and under no other that looks like it."""
    turned = s.some(1)
    for pair in s.each_alone(pairs(key, s.binding.key_hint) if s.binding.makes_up_keys else ()):
        with s.unrecorded():
            s.disconnect()
            s.clear()
        one, other = reversed(pair) if turned else pair
        value = s.value()
        if isinstance(s.does("load", key=one, loader=s.loader(partial(copied, value))).answer, Returned):
            missed = s.get(other)
            if isinstance(missed.answer, Returned) and not s.is_miss(missed):
                s.broken(f"a miss: it was loaded for {code(one)}", str(missed))


def _namespaces(s: CacheScenario, key: Any) -> None:
    ways = [("a", key, "b", key), ("a", key, "ab", key)]
    if isinstance(key, str) and s.binding.makes_up_keys:
        ways += [(one, first, other, second) for one, first, other, second in _JOINED]
    for one, first, other, second in s.each_alone(ways):
        value = s.value()
        with s.within(one):
            stored(s, first, value)
        with s.within(other):
            miss(s, second, "it was put in another namespace")
        if s.binding.room > 1:
            different = s.other_than(value)
            with s.within(other):
                stored(s, second, different)
            with s.within(one):
                hit(s, first, value)
            with s.within(other):
                hit(s, second, different)
        if s.binding.offers("delete"):
            for name, each in ((one, first), (other, second)):
                with s.within(name):
                    s.does("delete", key=each)
