"""The options of a contract: each is declared once, by the kind that reads it, with all that others need to know of it.

The refusal of a wrong value, the naming of an option whose function raised, the fixtures that pytest looks for and the
page of the documentation all read these declarations.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import partial
from types import FunctionType
from typing import Any, ParamSpec

from dovetail.errors import ContractError

Declared = ParamSpec("Declared")


class Shape(Enum):
    """What a value of an option must look like."""

    ANY = "anything"
    POLICY = "a policy"
    MAPPING = "a dictionary"
    SEQUENCE = "a list"
    STRATEGY = "a strategy"
    SETTINGS = "hypothesis.settings"
    COUNT = "a whole number above zero"
    SECONDS = "a number of seconds above zero"


_EMPTY = {Shape.MAPPING: dict, Shape.SEQUENCE: tuple}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a contract; on a class that does not state it, the attribute has its default.

    Attributes:
        shape: what a value must look like.
        text: what it means, for the documentation.
        otherwise: what holds where it is not stated, for the documentation.
        default: the value where it is not stated; of a dictionary or a list, an empty one.
        example: a value as one would write it, for messages.
        called_with: where it holds functions, what they are called with, e.g. `an aggregate`.
        of_key: of a policy, whether it is about what is missing, so that it may make its answer of the key.
        draws: of a strategy, what it must give, e.g. `valid aggregates`.
        fixture: whether it may be a pytest fixture.
        sought: whether a fixture of that name from elsewhere, as from conftest.py, is taken where a class states none.
        binds: whether a class that states it says what is held to the contract, and is meant to be run; so does one
            that states a fixture.
        subject: whether it is what is held: the reports name it while nothing else is known.
    """

    shape: Shape = Shape.ANY
    text: str = ""
    _: KW_ONLY
    otherwise: str = ""
    default: Any = None
    example: str = ""
    called_with: str = ""
    of_key: bool = False
    draws: str = ""
    fixture: bool = False
    sought: bool = False
    binds: bool = False
    subject: bool = False

    def __post_init__(self) -> None:
        if self.default is None and self.shape in _EMPTY:
            object.__setattr__(self, "default", _EMPTY[self.shape]())

    def __get__(self, instance: object, owner: type) -> Any:
        """The default: a class that states the option has a value of its own in place of this."""
        return self.default


def _of_any_type(make: Callable[Declared, Option]) -> Callable[Declared, Any]:
    """The same function to Python; to a type checker, any type, as the attribute is annotated with its own."""
    return make


option = _of_any_type(Option)
"""Declares an option in the body of a kind: `missing: Policy | None = option(Shape.POLICY, "what a miss is")`."""

policy = partial(option, Shape.POLICY)
"""As all of these, an option of one shape: `policy("what a miss is")` says `option(Shape.POLICY, "what a miss is")`."""
mapping = partial(option, Shape.MAPPING)
sequence = partial(option, Shape.SEQUENCE)
strategy = partial(option, Shape.STRATEGY)
count = partial(option, Shape.COUNT)
seconds = partial(option, Shape.SECONDS)


def options_of(contract: type) -> dict[str, Option]:
    """The options of a contract by name, those of its bases first."""
    return {
        name: held
        for base in reversed(contract.__mro__)
        for name, held in vars(base).items()
        if isinstance(held, Option)
    }


def fixtures_of(contract: type) -> dict[str, Option]:
    """The options of a contract that may be pytest fixtures."""
    return {name: each for name, each in options_of(contract).items() if each.fixture}


def declares_kind(cls: type) -> bool:
    """Whether a class is part of a kind of contract, and not one that a user made of it.

    A user's class states options; one that declares options, or lists checks without stating any, is a kind's.
    """
    own = vars(cls)
    if any(isinstance(held, Option) for held in own.values()):
        return True
    return "checks" in own and not any(name in own for name in options_of(cls))


def kind_of(contract: type) -> type:
    """The kind of a contract class: the nearest of its bases that lists the checks of one."""
    listing = (base for base in contract.__mro__ if "checks" in vars(base) and declares_kind(base))
    return next(listing, contract)


def stated(contract: type, name: str) -> Any:
    """What a contract class states under a name, as written: a function of the class body is no method."""
    for base in contract.__mro__:
        if name in vars(base):
            held = vars(base)[name]
            if isinstance(held, Option):
                return held.default
            return held.__func__ if isinstance(held, staticmethod) else held
    return None


def is_fixture(value: Any) -> bool:
    """Whether a class attribute is a pytest fixture, which only pytest can call."""
    pytest = sys.modules.get("pytest")  # who has not imported it has no fixtures
    return pytest is not None and _make(value) is _make(pytest.fixture(_nothing))


def _nothing() -> None:
    """What a fixture is made of, to see what pytest makes fixtures of."""


def _make(value: Any) -> Any:
    """What tells a fixture from anything else: the type from pytest 8.4 on, the code of a function before."""
    return value.__code__ if isinstance(value, FunctionType) else type(value)


@dataclass(frozen=True, slots=True)
class Given:
    """What a suite is given to open its adapters with.

    Attributes:
        contract: the suite's class.
        outright: by name, what a fixture or a caller gives in place of what the class states.
    """

    contract: type
    outright: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """What is given under a name: outright, else as the class states it.

        Raises:
            ContractError: it is a fixture, and no pytest run has called it.
        """
        if name in self.outright:
            return self.outright[name]
        held = stated(self.contract, name)
        if is_fixture(held):
            suite = self.contract.__name__
            raise ContractError(
                f"the {name} of {suite} is a pytest fixture, and this is no pytest run",
                f"give it outright: dovetail.verify({suite}, {name}=...)",
            )
        return held
