"""Text that a port compares in any case: which values agree, and how one is written in the other case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.suites.calls.attributes import held_by, like
from dovetail.suites.repository.inference.key import Key
from dovetail.values import Tolerance, identical


@dataclass(frozen=True, slots=True)
class AnyCase:
    """Which values a store takes for one, where a contract compares text in any case.

    Attributes:
        attributes: those whose text is compared so.
        key: how an aggregate's key is read.
    """

    attributes: frozenset[str]
    key: Key

    @classmethod
    def stated(cls, tolerances: Mapping[str, Tolerance], key: Key) -> AnyCase:
        """What a contract's `compare` says."""
        paths = (path for path, each in tolerances.items() if each.name == "any_case")
        return cls(frozenset(path.partition(".")[0] for path in paths), key)

    @property
    def of_keys(self) -> bool:
        """Whether a key is the same in any case."""
        return self.key.attribute in self.attributes

    def told_apart(self, name: str, value: Any) -> Any:
        """What of an attribute's value tells aggregates apart."""
        return folded(value) if name in self.attributes else value

    def key_told_apart(self, key: Any) -> Any:
        """What of a key tells aggregates apart."""
        if self.key.parts and type(key) is tuple:
            names = (each.partition(".")[0] for each in self.key.parts)
            return tuple(map(self.told_apart, names, key))
        return folded(key) if self.of_keys else key

    def same(self, name: str, one: Any, other: Any) -> bool:
        """Whether two values of an attribute are one for the store."""
        return identical(self.told_apart(name, one), self.told_apart(name, other))

    def same_key(self, one: Any, other: Any) -> bool:
        """Whether two keys are one for the store."""
        return identical(self.key_told_apart(one), self.key_told_apart(other))


def swapped(text: str) -> str:
    """Text with its ASCII letters in the other case, which every database folds alike."""
    return re.sub("[A-Za-z]", lambda letter: letter[0].swapcase(), text)


def folded(value: Any) -> Any:
    """What tells text apart from other text in any case, bare or wrapped in one field; any other value itself."""
    text = _text_in(value)
    return value if text is None else text.casefold()


def agree(one: Any, other: Any) -> bool:
    """Whether two values are the same in any case."""
    return identical(folded(one), folded(other))


def in_other_case(value: Any) -> Any:
    """The same text in the other case; None where it has no letters, or where its class keeps all in one case."""
    text = _text_in(value)
    if text is None or swapped(text) == text or swapped(text).casefold() != text.casefold():
        return None
    other = like(value, swapped(text))
    return other if _text_in(other) == swapped(text) else None


def _text_in(value: Any) -> str | None:
    held = held_by(value)
    return str(held) if isinstance(held, str) else None
