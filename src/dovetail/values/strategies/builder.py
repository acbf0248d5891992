"""From a type to the recipe of its values."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import threading
import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st

from dovetail import hints
from dovetail.errors import ContractError
from dovetail.records import typed_dict
from dovetail.records.parameters import NOTHING
from dovetail.values.strategies import containers, registry, special
from dovetail.values.strategies.clocks import clock_of, datetimes
from dovetail.values.strategies.cycles import circle, node_of
from dovetail.values.strategies.enumeration import Record
from dovetail.values.strategies.leaves import FEW, LEAVES, OTHERS
from dovetail.values.strategies.limits import limits
from dovetail.values.strategies.objects import Objects
from dovetail.values.strategies.recipe import Recipe, union
from dovetail.values.strategies.subclasses import concrete_classes
from dovetail.values.strategies.texts import texts
from dovetail.values.strategies.type_paths import TooDeepError, TypePath, UnbuildableError, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WRAPPERS = tuple(
    getattr(typing, name)
    for name in ("Required", "NotRequired", "ReadOnly", "Final", "ClassVar")
    if hasattr(typing, name)
)
_DEEP, _FEW = 3, 3  # so deep types stand within themselves where they need not, by way of so few others
_ROUNDS = 5  # so often a type stands within itself, where it has to


class Builder:
    """Makes recipes, each class's once."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._objects = Objects(self._of)
        self._done: dict[Any, Recipe] = {}
        self._fields: dict[Any, Recipe] = {}
        self._open: list[Any] = []  # the classes under construction, each inside the one before it

    def clear(self) -> None:
        """Forget what was built, as it may hold a strategy that is registered no longer."""
        with self._lock:
            self._done.clear()
            self._fields.clear()
            self._objects.narrowed.clear()

    def recipe(self, hint: Any) -> Recipe:
        """The recipe of a type's values.

        Raises:
            ContractError: where the type, or one that it is made of, cannot be built.
        """
        return self._begin(hint, TypePath(name_of(hint)))

    def field(self, hint: Any, owner: type, name: str) -> Recipe:
        """The recipe of a field's values, or of a parameter's: the class and the name say more than the type alone.

        Raises:
            ContractError: as `recipe`.
        """
        key = (owner, name, repr(hint))
        if key not in self._fields:
            recipe = self._accepted(hint, owner, name) or self._begin(
                hint, TypePath(f"{owner.__name__}.{name}", owner, name)
            )
            self._fields[key] = recipe.part or recipe
        return self._fields[key]

    def _accepted(self, hint: Any, owner: type, name: str) -> Recipe | None:
        """What the constructor of a class accepts for a field, where it has one of this name and type."""
        with contextlib.suppress(ContractError):
            self._begin(owner, TypePath(owner.__name__))
        said, recipe = self._objects.narrowed.get((owner, name), (None, None))
        return recipe if said == hint else None

    def _begin(self, hint: Any, place: TypePath) -> Recipe:
        with self._lock:
            self._open = []
            try:
                return self._of(hint, place)
            except TooDeepError:
                raise UnbuildableError(place, f"{name_of(hint)} can only be made of itself", hint) from None

    def _of(self, hint: Any, place: TypePath) -> Recipe:
        given = registry.lookup(hint)
        if given is not None:
            return Recipe.plain(given.filter(place.limits.allows) if place.limits else given)
        origin = get_origin(hint)
        if origin is Annotated:
            return self._annotated(hint, place)
        inner = _unwrapped(hint, origin)
        if inner is not None:
            return self._of(inner, place)
        if hints.is_alias(origin or hint):
            return self._once(hint, place, lambda: self._of((origin or hint).__value__, place))
        if isinstance(hint, TypeVar):
            return self._variable(hint, place)
        if origin in (Union, types.UnionType):
            return self._union(get_args(hint), place)
        if containers.is_container(origin or hint):
            return self._container(hint, origin or hint, place)
        return self._plain(hint, origin, place)

    def _plain(self, hint: Any, origin: Any, place: TypePath) -> Recipe:
        if origin is Literal:
            return Recipe.choice(get_args(hint))
        if hint is dt.datetime:
            return datetimes(clock_of(place), place.limits)
        if hint is str:
            return texts(place.limits)
        if hint in LEAVES:
            return LEAVES[hint](place.limits)
        if hint in OTHERS:
            return Recipe.plain(OTHERS[hint], enumeration=FEW.get(hint))
        return self._class(hint, origin or hint, place)

    def _annotated(self, hint: Any, place: TypePath) -> Recipe:
        given = next((one for one in hint.__metadata__ if isinstance(one, st.SearchStrategy)), None)
        if given is not None:
            return Recipe.plain(given)
        found = limits(hint.__metadata__, place.limits)
        return self._of(hint.__origin__, dataclasses.replace(place, limits=found))

    def _variable(self, variable: TypeVar, place: TypePath) -> Recipe:
        if variable.__constraints__:
            return self._union(variable.__constraints__, place)
        if variable.__bound__ is not None:
            return self._of(variable.__bound__, place)
        raise UnbuildableError(place, f"{variable} is bound to no type", variable)

    def _union(self, members: Sequence[Any], place: TypePath) -> Recipe:
        simplest_first = sorted(members, key=lambda member: member is not type(None))
        recipes = list(self._shallow(simplest_first, dataclasses.replace(place, optional=len(members) > 1)))
        return union(recipes or [self._of(member, place) for member in simplest_first])

    def _shallow(self, members: Sequence[Any], place: TypePath) -> Iterator[Recipe]:
        """The recipes of the members that do not stand too deep within themselves."""
        for member in members:
            with contextlib.suppress(TooDeepError):
                yield self._of(member, place)

    def _container(self, hint: Any, origin: Any, place: TypePath) -> Recipe:
        arguments = [one for one in get_args(hint) if one is not ...]
        if not arguments:
            raise UnbuildableError(place, f"{name_of(hint)} does not say what it holds", hint)
        try:
            elements = [self._of(one, place.inside()) for one in arguments if one != ()]
        except TooDeepError:
            nothing = containers.empty(origin, place.limits)
            if nothing is None:
                raise
            return nothing
        if origin is tuple and get_args(hint)[-1] is not ...:
            return containers.fixed_tuple(elements)
        return containers.container(origin, elements, place.limits)

    def _class(self, hint: Any, cls: Any, place: TypePath) -> Recipe:
        if hint is NOTHING:
            raise UnbuildableError(place, f"{place.name} has no annotation", hint)
        if not isinstance(cls, type) or cls in (object, Any):
            raise UnbuildableError(place, f"{name_of(hint)} does not tell its values", hint)
        if issubclass(cls, Enum):
            return Recipe.choice(list(cls))
        if cls is type:
            return self._classes(hint, place)
        found = special.recipe(cls, place)
        if found is not None:
            return found
        whole = self._once(hint, place, lambda: self._family(hint, cls, place))
        return (whole.part or whole) if self._open else whole

    def _classes(self, hint: Any, place: TypePath) -> Recipe:
        family = [one for base in get_args(hint) if isinstance(base, type) for one in concrete_classes(base)]
        if not family:
            raise UnbuildableError(place, f"{name_of(hint)} does not say which classes", hint)
        return Recipe.choice(family)

    def _family(self, hint: Any, cls: type, place: TypePath) -> Recipe:
        if typing.is_typeddict(cls):
            return self._typed_dict(hint, cls, place)
        family = concrete_classes(cls)
        if not family:
            raise UnbuildableError(place, f"{name_of(cls)} is abstract and has no concrete subclass", cls)
        members = [self._member(hint if one is cls else one, one, cls, place) for one in family]
        whole = union(members)
        if len(members) == 1 or all(one.part is None for one in members):
            return whole
        return dataclasses.replace(whole, part=union([one.part or one for one in members]))

    def _member(self, hint: Any, member: type, cls: type, place: TypePath) -> Recipe:
        given = registry.lookup(hint)
        if given is not None:
            return Recipe.plain(given)
        if member is cls:
            return self._objects.recipe(hint, cls, place)
        return self._once(hint, place, lambda: self._objects.recipe(hint, member, place))

    def _once(self, hint: Any, place: TypePath, make: Callable[[], Recipe]) -> Recipe:
        """Make a recipe, unless it is there already; one cut short, since its type contains itself, is not kept."""
        if hint in self._done:
            return self._done[hint]
        others = circle(node_of(hint))
        depth = sum(node_of(one) in others for one in self._open)
        enough = depth >= (_DEEP if len(others) <= _FEW else _DEEP - 1)
        if (place.optional and enough) or self._open.count(hint) >= _ROUNDS:
            raise TooDeepError
        self._open.append(hint)
        try:
            recipe = make()
        finally:
            self._open.pop()
        if not depth:
            self._done[hint] = recipe
        return recipe

    def _typed_dict(self, hint: Any, cls: Any, place: TypePath) -> Recipe:
        parameters = typed_dict.items(hint)
        recipes = {}
        for one in parameters:
            with contextlib.nullcontext() if one.required else contextlib.suppress(TooDeepError):
                recipes[one.name] = self._of(one.hint, place.at(cls, one))

        def of(way: str) -> st.SearchStrategy[Any]:
            fields = {name: getattr(one, way) for name, one in recipes.items()}
            optional = {one.name: fields.pop(one.name) for one in parameters if not one.required and one.name in fields}
            return st.fixed_dictionaries(fields, optional=optional)

        left_out = [frozenset(one.name for one in parameters if not one.required)]
        enumeration = Record(
            dict, {name: one.enumerated for name, one in recipes.items()}, left_out if any(left_out) else ()
        )
        return Recipe.plain(of("ordinary"), of("extreme_too"), enumeration=enumeration)


def _unwrapped(hint: Any, origin: Any) -> Any:
    """What a type that only marks another one stands for; None for others."""
    if isinstance(hint, NewType):
        return hint.__supertype__
    if isinstance(hint, dataclasses.InitVar):
        return hint.type
    if origin in _WRAPPERS or getattr(origin, "__name__", "") == "Mapped":  # SQLAlchemy's
        return get_args(hint)[0]
    return None
