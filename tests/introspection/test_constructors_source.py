"""Where a constructor keeps what it is given."""

from __future__ import annotations

from dataclasses import dataclass

from dovetail.introspection import kept_as
from dovetail.values import code


class Batch:
    def __init__(self, ref: str, quantity: int, lines: list[str] | None = None) -> None:
        self.reference = ref
        self._purchased = quantity
        self.lines = list(lines) if lines else []
        self.moves: list[str] = lines or []
        self.eta = None


class Inherits(Batch):
    pass


@dataclass
class Generated:
    name: str


def test_parameters_are_followed_to_the_attributes_that_hold_them() -> None:
    """By plain assignment, annotated or not, and with a default put in."""
    assert kept_as(Batch) == {"ref": "reference", "quantity": "_purchased", "lines": "lines"}


def test_an_inherited_constructor_says_the_same() -> None:
    """The subclass has no other."""
    assert kept_as(Inherits) == kept_as(Batch)


def test_classes_without_source_of_a_constructor_say_nothing() -> None:
    """A generated constructor keeps parameters under their own names; a builtin has no source."""
    assert kept_as(Generated) == {}
    assert kept_as(int) == {}


def test_code_calls_the_constructor_by_its_own_parameters() -> None:
    """So that a line can be pasted."""
    assert code(Batch("a", 1)) == "Batch(ref='a', quantity=1, lines=[])"
