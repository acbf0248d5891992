"""What the code that checks values says of them: patterns, choices and bounds.

Only what a class's own functions hold is read (constants, and the names that they use), and only to find out sooner
which values a constructor accepts: whether it does is always tried.
"""

from __future__ import annotations

import contextlib
import re
import types
import warnings
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEPTH = 3
_LIKE_A_PATTERN = re.compile(r"[\\^$\[(].*")
_LIKE_A_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_MOST = 40
_CHECKING = frozenset({"__init__", "__new__", "__post_init__", "__attrs_post_init__", "__setattr__"})
_OF_VALIDATORS = ("pattern", "options", "bound", "max_length", "min_length", "validators", "_validators", "validator")


@dataclass(frozen=True)
class Evidence:
    """What was found.

    Attributes:
        patterns: regular expressions that a text may have to match.
        choices: collections of texts or numbers of which a value may have to be one.
        bounds: numbers that a value or its length may be compared with.
    """

    patterns: tuple[re.Pattern[str], ...] = ()
    choices: tuple[tuple[Any, ...], ...] = ()
    bounds: tuple[Decimal, ...] = ()


def evidence(cls: type) -> Evidence:
    """Read the functions of a class, and those of its own package that they use."""
    found = _Findings(_package(cls))
    for base in cls.__mro__[:-1]:
        for name, member in vars(base).items():
            if not name.startswith("__") or name in _CHECKING:
                found.note(member, vars(base), 0)
        for attribute in vars(base).get("__attrs_attrs__", ()):
            found.note(attribute, {}, 0)
    return Evidence(tuple(found.patterns), tuple(found.choices), tuple(sorted(found.bounds)[:_MOST]))


def _package(code: Any) -> str:
    return (getattr(code, "__module__", None) or "").partition(".")[0]


class _Findings:
    def __init__(self, package: str) -> None:
        self._package = package
        self.patterns: dict[re.Pattern[str], None] = {}
        self.choices: dict[tuple[Any, ...], None] = {}
        self.bounds: set[Decimal] = set()
        self._seen: set[int] = set()

    def note(self, value: Any, names: Mapping[str, Any], depth: int) -> None:
        """Note a value, and what a function refers to: by name, in its own module, a few functions deep."""
        function = getattr(value, "fget", None) or getattr(value, "__func__", None) or value
        function = getattr(function, "wrapped", None) or function
        if isinstance(function, types.FunctionType):
            own = _package(function) == self._package
            if own and depth < _DEPTH and id(function) not in self._seen:
                self._seen.add(id(function))
                self._note_code(function.__code__, {**function.__globals__, **names}, depth)
        elif isinstance(value, re.Pattern):
            if isinstance(value.pattern, str):
                self.patterns[value] = None
        elif isinstance(value, frozenset | set | tuple | list | dict):
            self._note_choices(value, names, depth)
        elif isinstance(value, str):
            self._note_text(value)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            self._note_bound(value)
        else:
            self._note_validator(value, depth)

    def _note_code(self, code: types.CodeType, names: Mapping[str, Any], depth: int) -> None:
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._note_code(constant, names, depth)
            else:
                self.note(constant, names, depth)
        for name in code.co_names:
            if name in names and not isinstance(names[name], type | types.ModuleType):
                self.note(names[name], names, depth + 1)

    def _note_choices(self, values: Any, names: Mapping[str, Any], depth: int) -> None:
        items = list(values)
        kinds = {type(item) for item in items}
        if len(kinds) == 1 and kinds <= {str, int, Decimal} and len(items) <= 1000:
            self.choices[tuple(sorted(items))] = None
        for item in items[:_MOST]:
            if isinstance(item, re.Pattern | types.FunctionType):
                self.note(item, names, depth + 1)

    def _note_text(self, text: str) -> None:
        if _LIKE_A_NUMBER.fullmatch(text):
            self._note_bound(text)
        elif _LIKE_A_PATTERN.search(text) and len(text) < 500:
            with contextlib.suppress(re.error, Warning), warnings.catch_warnings():
                warnings.simplefilter("error")  # what looks like a pattern by accident is often a doubtful one
                self.patterns[re.compile(text)] = None

    def _note_bound(self, value: Any) -> None:
        try:
            bound = Decimal(str(value))
        except InvalidOperation:
            return
        if bound.is_finite() and abs(bound) < 10**12:
            self.bounds.add(bound)

    def _note_validator(self, value: Any, depth: int) -> None:
        """A descriptor, a validator of attrs, or a validator made of others, as far as its attributes tell."""
        if isinstance(setter := getattr(type(value), "__set__", None), types.FunctionType):
            self.note(setter, {}, depth)
        if depth < _DEPTH and type(value).__module__.startswith(("attr", "annotated_types")):
            for name in _OF_VALIDATORS:
                inner = getattr(value, name, None)
                for one in inner if name.lstrip("_") == "validators" and isinstance(inner, tuple) else (inner,):
                    if one is not None:
                        self.note(one, {}, depth + 1)


def around(bounds: tuple[Decimal, ...]) -> Iterator[int]:
    """The whole numbers at each bound and beside it."""
    seen = set()
    for bound in bounds:
        for number in (int(bound) - 1, int(bound), int(bound) + 1):
            if number not in seen:
                seen.add(number)
                yield number
