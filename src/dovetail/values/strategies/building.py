"""Strategies of objects: a constructor and the recipes of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from dovetail.values.strategies.constructions import Construction
from dovetail.values.strategies.narrowing import narrow
from dovetail.values.strategies.recipe import Recipe, Strategy

_REFUSED: Any = object()


def built(construction: Construction, recipes: Mapping[str, Recipe]) -> Recipe | Exception:
    """The recipe of what a construction makes, or why nothing could be made."""
    if not construction.may_refuse:
        return _plain(construction, recipes)
    maker = _Maker(construction)
    narrowed = narrow(recipes, maker.accepts) if recipes else ({} if maker.accepts({}) else None)
    if narrowed is None:
        return maker.refusal or ValueError("no value was accepted")
    return Recipe.plain(
        _accepted(maker, {name: one.tame for name, one in narrowed.items()}),
        _accepted(maker, {name: one.wild for name, one in narrowed.items()}),
    )


def _plain(construction: Construction, recipes: Mapping[str, Recipe]) -> Recipe:
    target, by_position = construction.target, _positional(construction)

    def strategy(way: str) -> Strategy:
        drawn = {name: getattr(one, way) for name, one in recipes.items()}
        return st.builds(target, *(drawn.pop(name) for name in by_position if name in drawn), **drawn)

    return Recipe.plain(strategy("tame"), strategy("wild"))


def _accepted(maker: _Maker, strategies: Mapping[str, Strategy]) -> Strategy:
    return st.builds(maker, **strategies).filter(_is_made)


def _is_made(value: Any) -> bool:
    return value is not _REFUSED


def _positional(construction: Construction) -> list[str]:
    return [parameter.name for parameter in construction.parameters if parameter.positional]


class _Maker:
    """Calls a construction, and once more with values put in order where it refuses (`end` after `start`)."""

    def __init__(self, construction: Construction) -> None:
        self._construction = construction
        self._positional = _positional(construction)
        self._alike = _alike(construction)
        self.refusal: Exception | None = None
        self.__name__ = construction.owner.__name__

    def __call__(self, **values: Any) -> Any:
        made = self._attempt(values)
        if made is not _REFUSED or not self._alike:
            return made
        for descending in (False, True):
            made = self._attempt(_in_order(values, self._alike, descending=descending))
            if made is not _REFUSED:
                return made
        return _REFUSED

    def accepts(self, values: Mapping[str, Any]) -> bool:
        return self(**values) is not _REFUSED

    def _attempt(self, values: Mapping[str, Any]) -> Any:
        named = dict(values)
        places = [named.pop(name) for name in self._positional if name in named]
        try:
            made = self._construction.target(*places, **named)
        except Exception as error:  # noqa: BLE001 - a refusal may be any exception of the domain
            self.refusal = error
            return _REFUSED
        return _unwrapped(made, self._construction.owner)


def _unwrapped(made: Any, owner: type) -> Any:
    """The object itself, where a factory gives it in a Result."""
    if isinstance(made, owner):
        return made
    for name in ("unwrap", "ok_value", "value", "_inner_value"):
        inside = getattr(made, name, None)
        try:
            inside = inside() if callable(inside) else inside
        except Exception:  # noqa: BLE001 - a failed Result raises its own kind of error
            continue
        if isinstance(inside, owner):
            return inside
    return _REFUSED


def _alike(construction: Construction) -> list[list[str]]:
    """Groups of parameters of one type, whose values can be put in order."""
    groups: dict[str, list[str]] = {}
    for parameter in construction.parameters:
        groups.setdefault(str(parameter.hint), []).append(parameter.name)
    return [group for group in groups.values() if len(group) > 1]


def _in_order(values: Mapping[str, Any], groups: Sequence[Sequence[str]], *, descending: bool) -> dict[str, Any]:
    ordered = dict(values)
    for group in groups:
        names = [name for name in group if values.get(name) is not None]
        try:
            ranked = sorted((values[name] for name in names), reverse=descending)
        except TypeError:
            continue
        ordered |= dict(zip(names, ranked, strict=True))
    return ordered


Make = Callable[..., Any]
