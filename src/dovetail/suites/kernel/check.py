"""A check: the plain function that holds one clause, and when it applies."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Generic, TypeVar

ScenarioT = TypeVar("ScenarioT")
Applies = Callable[[Any, Any], str | None]


def all_of(*reasons: Applies) -> Applies:
    """The first reason that any of them gives."""

    def applies(binding: Any, source: Any) -> str | None:
        return next((reason for each in reasons if (reason := each(binding, source)) is not None), None)

    return applies


def any_of(*reasons: Applies) -> Applies:
    """None where one of them applies, else all that they say."""

    def applies(binding: Any, source: Any) -> str | None:
        said = [reason(binding, source) for reason in reasons]
        return None if None in said else "; ".join(dict.fromkeys(str(each) for each in said))

    return applies


def needs(holds: Callable[[Any, Any], object], otherwise: str) -> Applies:
    """Something is so, given the binding and the source; `otherwise` says what is not, and what could be written."""

    def applies(binding: Any, source: Any) -> str | None:
        return None if holds(binding, source) else otherwise

    return applies


def stating(option: str, otherwise: str) -> Applies:
    """The contract states an option; `otherwise` says what is missing, with the line to write."""
    return needs(lambda binding, _: getattr(binding.contract, option) not in (None, (), {}, ""), otherwise)


@dataclass(frozen=True, slots=True)
class Check(Generic[ScenarioT]):
    """The check of one clause.

    Attributes:
        clause: the clause's id.
        run: holds the clause in one scenario; raises `Broken` where it does not hold.
        applies: called with the binding and the source; why the clause does not apply, or None where it does.
        first: a scenario too long for random examples, run once before them.
        random: whether it runs in random scenarios, or once without any.
        most: how many random scenarios at most, where each of them tries many things.
        needs_a_case: whether it may be that no scenario is one of its cases (then it does not apply).
        share: in which part of the examples it is asked, where what can go wrong shows in few of them.
        single: whether it looks at nothing but what it stored itself, so that what an earlier scenario left in the
            store cannot break it.
    """

    clause: str
    run: Callable[[ScenarioT], None]
    applies: Applies
    first: Callable[[ScenarioT], None] | None = None
    random: bool = True
    most: int | None = None
    needs_a_case: bool = False
    single: bool = False
    share: float = 1.0

    @property
    def name(self) -> str:
        """The function's name, as test names have it."""
        return self.run.__name__


def check(
    clause: str,
    applies: Applies = lambda _binding, _source: None,
    *,
    first: Callable[[ScenarioT], None] | None = None,
    random: bool = True,
    most: int | None = None,
    needs_a_case: bool = False,
    single: bool = False,
    share: float = 1.0,
) -> Callable[[Callable[[ScenarioT], None]], Check[ScenarioT]]:
    """Make a plain function the check of a clause."""

    def made(run: Callable[[ScenarioT], None]) -> Check[ScenarioT]:
        return Check(clause, run, applies, first, random, most, needs_a_case, single, share)

    return made


def checks_in(*places: ModuleType) -> tuple[Check[Any], ...]:
    """The checks of modules, and of the modules of packages, in the order of their clauses' ids."""
    modules = [*places]
    for place in places:
        inside = pkgutil.iter_modules(getattr(place, "__path__", ()))
        modules += [import_module(f"{place.__name__}.{each.name}") for each in inside]
    held = {each.clause: each for module in modules for each in list(vars(module).values()) if isinstance(each, Check)}
    return tuple(held[clause] for clause in sorted(held))
