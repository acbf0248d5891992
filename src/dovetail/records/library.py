"""What every library of classes is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from dovetail.records.parameters import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dovetail.records.parameters import Construction


@dataclass(frozen=True, slots=True)
class Field:
    """What a library says of one field of a class.

    Attributes:
        attribute: the attribute that holds it.
        parameter: the parameter of the constructor that sets it; None where none does.
        default: its plain default; `NOTHING` where it has none, or where a factory makes it.
        factory: what makes its default, or None.
    """

    attribute: str
    parameter: str | None
    default: Any = NOTHING
    factory: Callable[[], Any] | None = None


class Library(Protocol):
    """One library of classes; each module that implements it has these functions."""

    def owns(self, cls: Any) -> bool:
        """Whether the library declared the class."""

    def fields(self, cls: Any) -> Mapping[str, Field]:
        """Its fields, by attribute."""

    def construction(self, hint: Any, cls: Any) -> Construction | None:
        """Its constructor, where the library wrote it.

        Args:
            hint: the class, or an alias of it such as `Page[Order]`.
            cls: the class.
        """

    def is_frozen(self, cls: Any) -> bool:
        """Whether its fields cannot be assigned."""

    def replaced(self, value: Any, attribute: str, new: Any) -> Any:
        """A copy of an object with another value in one field.

        Raises:
            Exception: whatever the class refuses the value by.
        """

    def replacement_code(self, name: str, attribute: str, new: str) -> str:
        """The Python that makes such a copy of the object of that name."""


def made(factory: Callable[[], Any] | None) -> Any:
    """What a factory makes; `NOTHING` where it fails, or where there is none."""
    try:
        return NOTHING if factory is None else factory()
    except Exception:  # noqa: BLE001 - anything that a default factory of the user's raises
        return NOTHING


def parameter_for(cls: Any, attribute: str, fields: Mapping[str, Field]) -> str:
    """The constructor's parameter for an attribute, with or without the underscores of a private one."""
    named = (each for each in fields.values() if each.attribute == attribute)
    alike = (each for each in fields.values() if each.attribute.lstrip("_") == attribute)
    found = next(named, None) or next(alike, None)
    if found is None or found.parameter is None:
        raise TypeError(f"the constructor of {cls.__name__} does not take {attribute}")
    return found.parameter
