"""What the constructor of a class makes of a value that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import attrs
import pydantic
import pytest

from dovetail.values.normalising import normalised

_NUMBERS = count()


@dataclass
class Subscriber:
    email: str
    visits: int = 0

    def __post_init__(self) -> None:
        self.email = self.email.lower()


class Berth:
    def __init__(self, code: str) -> None:
        self.code = code.strip()


def _upper(text: str) -> str:
    return text.upper()


@attrs.define(on_setattr=[])
class Tag:
    text: str = attrs.field(converter=_upper)


class Town(pydantic.BaseModel):
    name: str = pydantic.Field(min_length=1)

    @pydantic.field_validator("name")
    @classmethod
    def _titled(cls, name: str) -> str:
        return name.title()


@dataclass
class Receipt:
    """Numbers what it is given, in another way each time."""

    text: str

    def __post_init__(self) -> None:
        self.text = f"{next(_NUMBERS)} {self.text}"


@dataclass
class Door:
    """Its constructor takes no state."""

    name: str

    def __post_init__(self) -> None:
        self.is_open = False


@pytest.mark.parametrize(
    ("holder", "field", "value", "made"),
    [
        (Subscriber("ann"), "email", "BEA", "bea"),
        (Subscriber("ann"), "email", "bea", "bea"),
        (Berth("a"), "code", " b ", "b"),
        (Tag("a"), "text", "b", "B"),
        (Town(name="Ely"), "name", "bath", "Bath"),
        (Town(name="Ely"), "name", "", ""),
        (Receipt("a"), "text", "b", "b"),
        (Door("a"), "is_open", True, True),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_value_is_what_the_constructor_makes_of_it_where_that_is_one_thing(
    holder: Any, field: str, value: Any, made: Any
) -> None:
    """Else, where it is refused, not taken, or another one each time, the value itself; the holder stays as it is."""
    before = vars(holder).copy() if hasattr(holder, "__dict__") else attrs.asdict(holder)

    assert normalised(holder, field, value) == made
    assert (vars(holder) if hasattr(holder, "__dict__") else attrs.asdict(holder)) == before
