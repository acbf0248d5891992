"""Where a type stands, and what to say where no value of it can be made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from dovetail.errors import ContractError
from dovetail.hints import Unresolved
from dovetail.values.strategies.limits import NONE, Limits, limits
from dovetail.values.strategies.parameters import NOTHING

if TYPE_CHECKING:
    from dovetail.values.strategies.parameters import Parameter


@dataclass(frozen=True)
class Place:
    """Where a type stands: what errors name, and what says more of its values.

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

    def at(self, owner: type, parameter: Parameter) -> Place:
        """The place of a parameter of a class that stands here."""
        path = f"{self.path}.{parameter.field}"
        found = limits(parameter.metadata)
        return Place(path, owner, parameter.field, parameter.default, found, optional=not parameter.required)

    def inside(self) -> Place:
        """The place of what a collection here holds."""
        return replace(self, limits=NONE, optional=not self.limits.min_length)


class TooDeepError(Exception):
    """A type stands within itself as often as it may."""


class UnbuildableError(ContractError):
    """A type of which no value can be made without help.

    Args:
        place: where it stands.
        why: what is wrong with it.
        kind: the type.
    """

    def __init__(self, place: Place, why: str, kind: Any) -> None:
        super().__init__(f"{place.path}: {why}", _remedy(place, kind))


def name_of(kind: Any) -> str:
    """A type as it is written in annotations."""
    if isinstance(kind, Unresolved):
        return kind.text
    if get_args(kind) or not hasattr(kind, "__name__"):
        inner = ", ".join(name_of(one) for one in get_args(kind))
        return f"{getattr(kind, '__name__', str(kind))}[{inner}]" if inner else str(kind).removeprefix("typing.")
    return str(kind.__name__)


def _remedy(place: Place, kind: Any) -> str:
    if isinstance(kind, type) and kind not in (object, Any):
        return f"dovetail.strategies.register({kind.__name__}, st.builds({kind.__name__}, ...))"
    if place.owner is None:
        return f"dovetail.strategies.register({name_of(kind)}, ...)"
    owner = place.owner.__name__
    return f"dovetail.strategies.register({owner}, st.builds({owner}, {place.name}=..., ...))"
