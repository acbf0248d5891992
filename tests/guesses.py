"""The guesses of `values/strategies` and `values/changes`, each with what stands in for it where it is switched off.

A guess stands here under what it guesses, and in dovetail under the name of the function that makes it.
`tests/heuristics.py` runs the zoo without one, and `downstream/without.py` real repositories; docs/heuristics.md says
what came of it.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from dovetail.introspection.evidence import Evidence
from dovetail.values.changes import field_values
from dovetail.values.strategies import construction
from dovetail.values.strategies.absent_parameters import Absent

STRATEGIES, CHANGES = "dovetail.values.strategies", "dovetail.values.changes"


@dataclass(frozen=True)
class Guess:
    """A function that guesses.

    Attributes:
        where: the module that has it, and its name there.
        off: stands in for it, and guesses nothing.
        says: whether an answer of the function's says anything.
    """

    where: str
    off: Any
    says: Callable[[Any], bool] = bool

    @property
    def holder(self) -> Any:
        """What has the function as an attribute: a module or a class."""
        path, _, _ = self.where.rpartition(".")
        module, _, cls = path.partition(":")
        return getattr(importlib.import_module(module), cls) if cls else importlib.import_module(module)

    @property
    def attribute(self) -> str:
        """The function's name there."""
        return self.where.rpartition(".")[2]


def _nothing(*_: Any, **__: Any) -> Iterator[Any]:
    return iter(())


def _never(*_: Any, **__: Any) -> bool:
    return False


def _none(*_: Any, **__: Any) -> None:
    return None


def _first(one: Any, *_: Any, **__: Any) -> Any:
    return one


def _without(part: str) -> Any:
    def off(cls: type) -> Evidence:
        found = _evidence(cls)
        return Evidence(
            **{name: () if name == part else getattr(found, name) for name in ("patterns", "choices", "bounds")}
        )

    return off


_evidence = importlib.import_module("dovetail.introspection.evidence").evidence


def _any_place(draw: Any, waiting: list[Any]) -> Any:
    return waiting.pop(draw(st.integers(0, len(waiting) - 1)))


def _always(_: Any) -> bool:
    return True


EDITS = {
    "one less": field_values._one_less,
    "order": field_values._reordered,
    "one twice": field_values._one_twice,
    "one revised": field_values._one_revised,
}


def _edits_but(name: str) -> Any:
    return tuple(edit for edit in field_values._EDITS if edit is not EDITS[name])


GUESSES = {
    "shapes of text": Guess(f"{STRATEGIES}.texts._SHAPES", {}, _always),
    "patterns in code": Guess(
        f"{STRATEGIES}.objects.evidence", _without("patterns"), lambda found: bool(found.patterns)
    ),
    "choices in code": Guess(f"{STRATEGIES}.objects.evidence", _without("choices"), lambda found: bool(found.choices)),
    "bounds in code": Guess(f"{STRATEGIES}.objects.evidence", _without("bounds"), lambda found: bool(found.bounds)),
    "values at bounds": Guess(
        f"{STRATEGIES}.narrowing:_Narrowing._enumerated", lambda *_: ([], []), lambda found: bool(found[0] or found[1])
    ),
    "one check after the other": Guess(f"{STRATEGIES}.searching._one_check_after_the_other", _nothing, _always),
    "search": Guess(f"{STRATEGIES}.narrowing.accepted_rows", _nothing, _always),
    "agreement": Guess(f"{STRATEGIES}.mending.agreements", lambda _: [], bool),
    "mended": Guess(f"{STRATEGIES}.construction.mends", _nothing, _always),
    "shortened": Guess(f"{STRATEGIES}.construction:Maker._shortened", lambda *_: construction._REFUSED, _always),
    "in order": Guess(f"{STRATEGIES}.construction._in_order", lambda values, *_, **__: values, _always),
    "one by one": Guess(f"{STRATEGIES}.construction:Maker._mended", lambda _, values, __: values, _always),
    "left out": Guess(
        f"{STRATEGIES}.objects.absent_parameters", lambda *_: Absent(), lambda found: bool(found.choices)
    ),
    "clock in code": Guess(f"{STRATEGIES}.clocks.clock", _none),
    "clock of column": Guess(f"{STRATEGIES}.clocks.is_naive_column", _never),
    "other clocks": Guess(f"{STRATEGIES}.clocks._others", lambda _: (), _always),
    "identities of children": Guess(f"{STRATEGIES}.objects.unlike_others", _first, _always),
    "better factory": Guess(f"{STRATEGIES}.ways_to_make._is_better", _never),
    "events not drawn": Guess(f"{STRATEGIES}.objects.is_event_buffer", _never),
    "own arguments": Guess(f"{CHANGES}.arguments._own", _nothing, _always),
    "argument of that name": Guess(f"{CHANGES}.arguments._is_named", _never),
    "argument meant by method": Guess(f"{CHANGES}.arguments._is_meant", _never),
    "of children first": Guess(f"{CHANGES}.arguments._of_children", lambda *_: []),
    "own object, copied": Guess(f"{CHANGES}.arguments._own_object", lambda value, **_: iter([value]), _always),
    "arguments that agree": Guess(f"{CHANGES}.calls.harmonised", _none, lambda found: found is not None),
    "taking away by name": Guess(f"{CHANGES}.changing._takes_away", _never),
    "moves only what the store fills": Guess(f"{CHANGES}.behaviour:Behaviour.moving_only", lambda *_: frozenset[str]()),
    "kept aside": Guess(f"{CHANGES}.behaviour._is_aside", _never),
    "asking by name": Guess(f"{CHANGES}.behaviour.begins_with", _never),
    "effects in code": Guess(f"{CHANGES}.behaviour.effects_of", _none),
    "copy kept for refusals": Guess(f"{CHANGES}.changing._spare", _none, lambda found: found is not None),
    "depths alike": Guess(f"{CHANGES}.mutable_places.take_one", _any_place, _always),
    "property made anew": Guess(f"{CHANGES}.mutable_places:_ReachedValue._is_made_anew", _never),
    **{f"edit: {name}": Guess(f"{CHANGES}.field_values._EDITS", _edits_but(name), _always) for name in EDITS},
}


def switch_off(name: str) -> None:
    """Go on in this process without a guess, or without several that are joined by `+`."""
    for guess in map(GUESSES.__getitem__, name.split("+")):
        setattr(guess.holder, guess.attribute, guess.off)


def listen(heard: Callable[[str], None]) -> None:
    """Be told the name of each guess whenever it says something. What is a table and no function says nothing."""
    for name, guess in GUESSES.items():
        original = getattr(guess.holder, guess.attribute)
        if callable(original):
            setattr(guess.holder, guess.attribute, _heard(original, name, heard))


def _heard(original: Any, name: str, heard: Callable[[str], None]) -> Any:
    says = GUESSES[name].says

    def telling(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if inspect.isgenerator(found):
            found = list(found)
            if found:
                heard(name)
            return iter(found)
        if says(found):
            heard(name)
        return found

    return telling
