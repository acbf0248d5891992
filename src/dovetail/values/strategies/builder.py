"""From a type to the recipe of its values."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import threading
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st

from dovetail import hints
from dovetail.errors import ContractError
from dovetail.values.strategies import clocks, containers, kin, registry
from dovetail.values.strategies.building import built
from dovetail.values.strategies.constructions import NOTHING, Construction, Parameter, constructions
from dovetail.values.strategies.leaves import LEAVES, OTHERS
from dovetail.values.strategies.limits import NONE, Limits, limits
from dovetail.values.strategies.recipe import Recipe, union

_WRAPPERS = tuple(
    getattr(typing, name) for name in ("Required", "NotRequired", "ReadOnly", "Final", "ClassVar") if hasattr(typing, name)
)
_ROUNDS = 2  # how many times a type may stand within itself


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a type stands: what errors name, and what says more about its values.

    Attributes:
        path: from the type that was asked for, `Order.lines.sku`.
        owner: the class that has the field.
        name: the field's name.
        default: the field's default value.
        limits: constraints beside the type.
    """

    path: str
    owner: type | None = None
    name: str = ""
    default: Any = NOTHING
    limits: Limits = NONE

    def at(self, owner: type, parameter: Parameter) -> Place:
        path = f"{self.path}.{parameter.field}"
        return Place(path, owner, parameter.field, parameter.default, limits(parameter.metadata))

    def without_limits(self) -> Place:
        return dataclasses.replace(self, limits=NONE)


class TooDeep(Exception):
    """A recursive type stands within itself as often as it may."""


class Unbuildable(ContractError):
    """A type of which no value can be made without help."""

    def __init__(self, place: Place, why: str, kind: Any) -> None:
        name = _name(kind)
        super().__init__(
            f"{place.path}: {why}",
            f"dovetail.strategies.register({name}, st.builds({name}, ...))",
        )


class Builder:
    """Makes recipes, each class's once."""

    def __init__(self) -> None:
        self._done: dict[Any, Recipe] = {}
        self._lock = threading.RLock()
        self._open: list[Any] = []
        self._reached: set[Any] = set()  # open types that a type under construction refers back to

    def clear(self) -> None:
        """Forget what was built, as it may hold a strategy that is registered no longer."""
        with self._lock:
            self._done.clear()

    def recipe(self, hint: Any, owner: type | None = None, name: str = "") -> Recipe:
        """The recipe of a type's values, in a field of this name of a class where one is given.

        Raises:
            ContractError: where the type, or one that it is made of, cannot be built.
        """
        with self._lock:
            self._open, self._reached = [], set()
            path = f"{owner.__name__}.{name}" if owner else _name(hint)
            return self._of(hint, Place(path, owner, name))

    def _of(self, hint: Any, place: Place) -> Recipe:
        given = registry.lookup(hint)
        if given is not None:
            return Recipe.plain(given.filter(place.limits.allows) if place.limits else given)
        origin = get_origin(hint)
        if isinstance(hint, NewType):
            return self._of(hint.__supertype__, place)
        if origin is Annotated:
            return self._annotated(hint, place)
        if origin in _WRAPPERS:
            return self._of(get_args(hint)[0], place)
        if isinstance(hint, dataclasses.InitVar):
            return self._of(hint.type, place)
        if hasattr(hint, "__value__") and not isinstance(hint, type):
            return self._once(hint, lambda: self._of(hint.__value__, place))
        if isinstance(hint, TypeVar):
            return self._variable(hint, place)
        if origin is Literal:
            return Recipe.plain(st.sampled_from(get_args(hint)))
        if origin in (Union, types.UnionType):
            return self._union(get_args(hint), place)
        if hint is dt.datetime:
            return clocks.recipe(clocks.clock(place.owner, place.default), place.limits)
        if hint in LEAVES:
            return LEAVES[hint](place.limits, place.name)
        if hint is None or hint in OTHERS:
            return Recipe.plain(OTHERS[type(None) if hint is None else hint])
        if containers.is_container(origin or hint):
            return self._container(hint, origin or hint, place)
        return self._class(hint, origin or hint, place)

    def _annotated(self, hint: Any, place: Place) -> Recipe:
        for item in hint.__metadata__:
            if isinstance(item, st.SearchStrategy):
                return Recipe.plain(item)
        found = limits(hint.__metadata__, place.limits)
        return self._of(hint.__origin__, dataclasses.replace(place, limits=found))

    def _variable(self, variable: TypeVar, place: Place) -> Recipe:
        if variable.__constraints__:
            return self._union(variable.__constraints__, place)
        if variable.__bound__ is not None:
            return self._of(variable.__bound__, place)
        raise Unbuildable(place, f"{variable} is bound to no type", variable)

    def _union(self, members: Sequence[Any], place: Place) -> Recipe:
        nothing_first = sorted(members, key=lambda member: member not in (None, type(None)))
        return union(list(self._buildable(nothing_first, place)))

    def _buildable(self, members: Sequence[Any], place: Place) -> Iterator[Recipe]:
        deep: TooDeep | None = None
        some = False
        for member in members:
            try:
                recipe = self._of(member, place)
            except TooDeep as error:
                deep = error
            else:
                some = True
                yield recipe
        if not some and deep:
            raise deep

    def _container(self, hint: Any, origin: Any, place: Place) -> Recipe:
        arguments, inner = get_args(hint), place.without_limits()
        if origin is tuple and (not arguments or arguments[-1] is not ...):
            if not arguments:
                raise Unbuildable(place, f"{_name(hint)} does not say what it holds", hint)
            return containers.fixed_tuple([self._of(one, inner) for one in arguments if one != ()])
        if not arguments:
            raise Unbuildable(place, f"{_name(hint)} does not say what it holds", hint)
        try:
            elements = [self._of(one, inner) for one in arguments if one is not ...]
        except TooDeep:
            nothing = containers.empty(origin, place.limits)
            if nothing is None:
                raise
            return nothing
        if origin is tuple:
            return containers.any_tuple(elements[0], place.limits)
        return containers.container(origin, elements, place.limits)

    def _class(self, hint: Any, cls: Any, place: Place) -> Recipe:
        if not isinstance(cls, type) or cls is object:
            written = hint.text if isinstance(hint, hints.Unresolved) else _name(hint)
            raise Unbuildable(place, f"{written} says nothing of its values", hint)
        if issubclass(cls, Enum):
            return Recipe.plain(st.sampled_from(cls))
        if cls is type:
            return Recipe.plain(st.sampled_from(kin.concrete(get_args(hint)[0] if get_args(hint) else object)))
        return self._once(hint, lambda: self._objects(hint, cls, place))

    def _once(self, hint: Any, make: Callable[[], Recipe]) -> Recipe:
        if hint in self._done:
            return self._done[hint]
        if hint in self._open:
            self._reached.add(hint)
        if self._open.count(hint) >= _ROUNDS:
            raise TooDeep
        self._open.append(hint)
        try:
            recipe = make()
        finally:
            self._open.pop()
        if hint not in self._open:
            self._reached.discard(hint)
        if not self._reached:
            self._done[hint] = recipe
        return recipe

    def _objects(self, hint: Any, cls: type, place: Place) -> Recipe:
        if typing.is_typeddict(cls):
            return self._typed_dict(hint, cls, place)
        family = kin.concrete(cls)
        if not family:
            raise Unbuildable(place, f"{_name(cls)} is abstract and has no subclass that is not", cls)
        if family == [cls]:
            return self._made(hint, cls, place)
        return union(list(self._buildable_kin(hint, cls, family, place)))

    def _buildable_kin(self, hint: Any, cls: type, family: Sequence[type], place: Place) -> Iterator[Recipe]:
        for member in family:
            if member is cls:
                yield self._made(hint, cls, place)
            else:
                yield self._once(member, lambda member=member: self._made(member, member, place))

    def _typed_dict(self, hint: Any, cls: Any, place: Place) -> Recipe:
        types_ = hints.resolve(hint)
        recipes = {
            name: self._of(one, place.at(cls, Parameter(name, name, one, required=True))) for name, one in types_.items()
        }

        def of(way: str) -> st.SearchStrategy[Any]:
            fields = {name: getattr(one, way) for name, one in recipes.items()}
            optional = {name: fields.pop(name) for name in sorted(cls.__optional_keys__)}
            return st.fixed_dictionaries(fields, optional=optional)

        return Recipe.plain(of("tame"), of("wild"))

    def _made(self, hint: Any, cls: type, place: Place) -> Recipe:
        """Objects of one class, in the first way to make them that works."""
        first: Exception | None = None
        for construction in constructions(hint):
            try:
                found = built(construction, self._parameters(construction, place))
            except Unbuildable as error:
                first = first or error
                continue
            if isinstance(found, Recipe):
                return found
            first = first or Unbuildable(place, f"{_name(cls)} refuses every value tried ({found!r})", cls)
        raise first or Unbuildable(place, f"{_name(cls)} has no usable constructor", cls)

    def _parameters(self, construction: Construction, place: Place) -> dict[str, Recipe]:
        recipes = {}
        for parameter in construction.parameters:
            where = place.at(construction.owner, parameter)
            try:
                if parameter.hint is NOTHING:
                    raise Unbuildable(where, f"{where.name} has no annotation", construction.owner)
                recipes[parameter.name] = self._of(parameter.hint, where)
            except (Unbuildable, TooDeep):
                if parameter.required:
                    raise
        return recipes


def _name(kind: Any) -> str:
    if isinstance(kind, hints.Unresolved):
        return kind.text
    if get_args(kind):
        return str(kind).replace("typing.", "").replace(f"{getattr(kind, '__module__', '')}.", "")
    return getattr(kind, "__name__", None) or str(kind)
