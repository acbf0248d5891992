"""Where in a type another one is, and the error that says so when no value of it can be made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from dovetail.errors import ContractError
from dovetail.hints import Unresolved
from dovetail.records.parameters import NOTHING
from dovetail.values.strategies.limits import NONE, Limits, limits

if TYPE_CHECKING:
    from dovetail.records.parameters import ConstructorParameter


@dataclass(frozen=True)
class TypePath:
    """Where a type stands inside the one that was asked for: errors name it, and it says more of the values.

    Attributes:
        path: the way from the type that was asked for, `Order.lines.sku`.
        owner: the class that has the field.
        name: the field's name.
        default: the field's default value.
        limits: constraints beside the type.
        optional: whether something else could stand there, or nothing.
    """

    path: str
    owner: type | None = None
    name: str = ""
    default: Any = NOTHING
    limits: Limits = NONE
    optional: bool = False

    def at(self, owner: type, parameter: ConstructorParameter) -> TypePath:
        """The place of a parameter of a class that stands here."""
        path = f"{self.path}.{parameter.field}"
        found = limits(parameter.metadata)
        return TypePath(path, owner, parameter.field, parameter.default, found, optional=not parameter.required)

    def inside(self) -> TypePath:
        """The place of what a collection here holds."""
        return replace(self, limits=NONE, optional=not self.limits.min_length)


class TooDeepError(Exception):
    """A type contains itself, and has been entered as often as is allowed."""


class UnbuildableError(ContractError):
    """A type of which no value can be made without help.

    Args:
        place: where it stands.
        why: what is wrong with it.
        kind: the type.
    """

    def __init__(self, place: TypePath, why: str, kind: Any) -> None:
        super().__init__(f"{place.path}: {why}", _remedy(place, kind))


def name_of(kind: Any) -> str:
    """A type as it is written in annotations."""
    if isinstance(kind, Unresolved):
        return kind.text
    if get_args(kind) or not hasattr(kind, "__name__"):
        inner = ", ".join(name_of(one) for one in get_args(kind))
        return f"{getattr(kind, '__name__', str(kind))}[{inner}]" if inner else str(kind).removeprefix("typing.")
    return str(kind.__name__)


def _remedy(place: TypePath, kind: Any) -> str:
    if isinstance(kind, type) and kind not in (object, Any):
        return f"dovetail.strategies.register({kind.__name__}, st.builds({kind.__name__}, ...))"
    if place.owner is None and kind in (object, Any):
        return "annotate it with the type that it has, or state the operation as a function that is annotated so"
    if place.owner is None:
        return f"dovetail.strategies.register({name_of(kind)}, ...)"
    owner = place.owner.__name__
    return f"dovetail.strategies.register({owner}, st.builds({owner}, {place.name}=..., ...))"
