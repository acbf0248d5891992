"""How an operation is told whose data is meant: by a value, or by an object of another class that has that value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis.strategies import SearchStrategy

from dovetail.hints import optional
from dovetail.port import MISSING, Parameter
from dovetail.suites.calls.attributes import attributes
from dovetail.values import identical
from dovetail.values.strategies import for_type
from dovetail.values.variants import variant

BY_OBJECT = "scope.object"
"""The role of a parameter that takes an object with the value in it; `scope` is that of the value itself."""
BARE = (str, int, UUID, bytes, MISSING, Any)
"""Types that say nothing about what a value of theirs stands for."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an object is, and how a parameter asks for it.

    Attributes:
        attribute: the object's attribute that says it.
        hint: the attribute's type.
        owned: the object's class.
        beside: whether the object does not have that attribute: the store alone knows whose it is, as it was told by a
            parameter of that name.
    """

    attribute: str
    hint: Any
    owned: type
    beside: bool = False

    def is_asked_by(self, parameter: Parameter) -> bool:
        """Whether a parameter says whose data is meant, by the value or by an object that has it."""
        name = self.attribute
        if parameter.name in {name, f"{name}_id", name.removesuffix("_id")} and parameter.hint is not self.owned:
            return True
        if parameter.hint == self.hint:
            return self.hint not in BARE
        return self.held_in(parameter.hint) is not None

    def held_in(self, cls: Any) -> str | None:
        """The attribute of another class that holds the value: `id` of a `User`; None of the value's own class."""
        return None if cls in (*BARE, self.hint, self.owned) else held_in(cls, self.attribute, self.hint)


class OwnerObjects:
    """The owners of one scenario as objects of the classes that its operations ask for."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._made: list[tuple[Any, Any, Any]] = []

    def of(self, value: Any, cls: Any, draw: Callable[[SearchStrategy[Any]], Any]) -> Any:
        """The object of that class which has the value, the same one every time; None where the class has none."""
        for held, asked, known in self._made:
            if asked is cls and identical(held, value):
                return known
        made = variant(draw(for_type(cls, extremes=False)), str(self._owner.held_in(cls)), value)
        if made is not None:
            self._made.append((value, cls, made))
        return made


def owner_roles(parameters: Iterable[Parameter], owner: Owner | None) -> dict[str, str]:
    """By name, those parameters that say whose data is meant, by the value or by an object that has it."""
    asking = (each for each in parameters if owner is not None and owner.is_asked_by(each))
    return {each.name: "scope" if owner is None or owner.held_in(each.hint) is None else BY_OBJECT for each in asking}


def held_in(cls: Any, attribute: str, hint: Any) -> str | None:
    """The attribute of a class that holds what another class has in `attribute`: its `id`, or one of the same name."""
    inside, held = attributes(cls), optional(hint)[0]
    return next((name for name in ("id", attribute) if name in inside and inside[name] == held), None)
