"""Recipes of objects: a constructor and the recipes of its parameters."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.introspection.evidence import evidence
from dovetail.records.parameters import Construction
from dovetail.values.event_buffers import is_event_buffer
from dovetail.values.strategies.absent_parameters import Absent, absent_parameters
from dovetail.values.strategies.construction import Maker
from dovetail.values.strategies.containers import mapping_of_text
from dovetail.values.strategies.enumeration import NoSuchValue, Record
from dovetail.values.strategies.identities import identity, unlike_others
from dovetail.values.strategies.narrowing import narrow
from dovetail.values.strategies.recipe import Recipe, Strategy
from dovetail.values.strategies.type_paths import TooDeepError, TypePath, UnbuildableError, name_of
from dovetail.values.strategies.ways_to_make import constructions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Objects:
    """Makes the recipes of classes.

    Args:
        recipe_of: gives the recipe of a field's type.

    Attributes:
        narrowed: class and field to type and recipe, for the classes made so far: what their constructors accept.
    """

    def __init__(self, recipe_of: Callable[[Any, TypePath], Recipe]) -> None:
        self._recipe_of = recipe_of
        self.narrowed: dict[tuple[type, str], tuple[Any, Recipe]] = {}

    def recipe(self, hint: Any, cls: type, place: TypePath) -> Recipe:
        """Objects of one class, in the first way to make them that works.

        Raises:
            ContractError: where none does.
        """
        first: UnbuildableError | None = None
        for construction in constructions(hint):
            try:
                recipe, narrowed = _built(construction, self._recipes(construction, place), place)
            except UnbuildableError as error:
                first = first or error
            else:
                for one in construction.parameters:
                    if one.name in narrowed:
                        self.narrowed[cls, one.field] = (one.hint, narrowed[one.name])
                return recipe
        raise first or UnbuildableError(place, f"{name_of(cls)} has no usable constructor", cls)

    def _recipes(self, construction: Construction, place: TypePath) -> dict[str, Recipe]:
        found = {}
        for parameter in construction.parameters:
            if not parameter.required and is_event_buffer(construction.owner, parameter.name):
                continue
            where = place.at(construction.owner, parameter)
            try:
                found[parameter.name] = self._recipe_of(parameter.hint, where)
            except (UnbuildableError, TooDeepError):
                if parameter.required:
                    raise
                if not parameter.default and (of_text := mapping_of_text(parameter.hint)) is not None:
                    found[parameter.name] = self._recipe_of(of_text, where)
        return found


def _built(construction: Construction, recipes: dict[str, Recipe], place: TypePath) -> tuple[Recipe, dict[str, Recipe]]:
    """The recipe of what a construction makes, and those of its parameters as far as it accepts them."""
    make = construction.target
    if construction.may_refuse or not recipes:
        said = evidence(construction.owner)
        make = maker = Maker(construction, said.bounds)
        narrowed = narrow(recipes, maker, said)
        if narrowed is None:
            owner = construction.owner
            raise UnbuildableError(place, f"{name_of(owner)} has no usable constructor ({maker.refusal!r})", owner)
        maker.known, recipes = narrowed.known, narrowed.recipes
    whole = _of_parts(construction, make, recipes)
    mark = identity(construction)
    if mark is None or mark.name not in recipes:
        return whole, recipes
    own = recipes | {mark.name: unlike_others(recipes[mark.name], construction.owner)}
    return dataclasses.replace(whole, part=_of_parts(construction, make, own)), recipes


def _of_parts(construction: Construction, make: Callable[..., Any], recipes: Mapping[str, Recipe]) -> Recipe:
    by_position = [name for name in construction.by_position if name in recipes and make is construction.target]
    absent = absent_parameters(construction, recipes)

    def strategy(way: str) -> Strategy:
        drawn = {name: getattr(one, way) for name, one in recipes.items()}
        places = [drawn.pop(name) for name in by_position]
        return _objects(construction.owner.__name__, make, places, list(drawn.items()), absent.choices)

    # Every other object is without values of the corpus, which spares it the choice at each of its leaves.
    base = strategy("base")
    differs = any(one.ordinary is not one.base for one in recipes.values())
    ordinary = st.one_of(base, strategy("ordinary")) if differs else base
    enumeration = _enumeration_of(construction, make, recipes, absent)
    return Recipe(ordinary, strategy("extreme_too"), base, enumeration=enumeration)


def _enumeration_of(
    construction: Construction,
    make: Callable[..., Any],
    recipes: Mapping[str, Recipe],
    absent: Absent,
) -> Record:
    """Objects by number; what identifies one is another value for each."""
    mark = identity(construction)
    fields = {name: one.enumerated for name, one in recipes.items()}
    if mark is not None and mark.name in fields:
        fields[mark.name] = fields[mark.name].distinct()

    def made(values: dict[str, Any]) -> Any:
        try:
            return make.made_of(values) if isinstance(make, Maker) else construction.call(values)
        except NoSuchValue:
            raise
        except Exception as error:
            raise NoSuchValue from error

    left_out = [each for each in dict.fromkeys(absent.choices) if each]
    return Record(made, fields, left_out, absent.collections)


def _objects(
    name: str,
    make: Callable[..., Any],
    places: Sequence[Strategy],
    named: Sequence[tuple[str, Strategy]],
    left_out: Sequence[frozenset[str]],
) -> Strategy:
    """What `st.builds` gives, in less time, and shown by the name of the class alone: whole graphs fill pages."""
    choice = st.integers(0, len(left_out) - 1) if left_out else None

    def draw_object(draw: st.DrawFn) -> Any:
        absent = left_out[draw(choice)] if choice is not None else frozenset()
        return make(*[draw(one) for one in places], **{key: draw(one) for key, one in named if key not in absent})

    draw_object.__name__ = re.sub(r"\W", "_", name)
    return st.composite(draw_object)()
