"""What an operation answers, and the policies that say which answer a port gives where ports rightly differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

_PLAIN = (str, int, float, bool, bytes, type(None))


@dataclass(frozen=True, slots=True)
class Returned:
    """An operation returned a value, or a successful Result that holds it.

    Attributes:
        value: the value; what a stream gave, as a list.
        stream: the class of the stream that gave it, where it was one.
        opened: whether it was held by a Result.
    """

    value: Any
    stream: type | None = None
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An operation raised."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class Failed:
    """An operation returned a failed Result that holds an error."""

    error: Any


Answer = Returned | Raised | Failed


@dataclass(frozen=True, slots=True)
class Returns:
    """The policy of a port that answers with a plain value, e.g. None for an absent key."""

    value: Any

    def accepts(self, answer: Answer) -> bool:
        """Whether the answer is that very value, type included."""
        if not isinstance(answer, Returned):
            return False
        return type(answer.value) is type(self.value) and bool(answer.value == self.value)

    def __str__(self) -> str:
        return f"returns({self.value!r})"


@dataclass(frozen=True, slots=True)
class Raises:
    """The policy of a port that raises one of some exceptions."""

    errors: tuple[type[BaseException], ...]

    def accepts(self, answer: Answer) -> bool:
        """Whether one of the exceptions, or a subclass, was raised."""
        return isinstance(answer, Raised) and isinstance(answer.error, self.errors)

    def __str__(self) -> str:
        return f"raises({_names(self.errors)})"


@dataclass(frozen=True, slots=True)
class Fails:
    """The policy of a port that answers with a failed Result holding one of some errors (any, if none is named)."""

    errors: tuple[Any, ...]

    def accepts(self, answer: Answer) -> bool:
        """Whether a Result failed, with an error that is one of those named or an instance of one."""
        return isinstance(answer, Failed) and (
            not self.errors or any(_is_error(answer.error, error) for error in self.errors)
        )

    def __str__(self) -> str:
        return f"fails({_names(self.errors)})"


class _Succeeds:
    """A policy that says what a call does which neither raises nor fails."""

    __slots__ = ()

    def accepts(self, answer: Answer) -> bool:
        """Whether nothing was raised and nothing failed."""
        return isinstance(answer, Returned)

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}()"


@dataclass(frozen=True, slots=True)
class Ignores(_Succeeds):
    """The policy of a port on which the call has no effect and no error."""


@dataclass(frozen=True, slots=True)
class Replaces(_Succeeds):
    """The policy of a port on which the new takes the place of the old."""


@dataclass(frozen=True, slots=True)
class Appends(_Succeeds):
    """The policy of a port on which the same thing, given again, is kept a second time."""


Policy = Returns | Raises | Fails | Ignores | Replaces | Appends


def returns(value: Any) -> Returns:
    """The port answers with `value`, e.g. `missing = returns(None)`."""
    return Returns(value)


def raises(*errors: type[BaseException]) -> Raises:
    """The port raises one of `errors`, e.g. `missing = raises(OrderNotFound)`."""
    return Raises(errors)


def fails(*errors: Any) -> Fails:
    """The port answers with a failed Result that holds one of `errors`: classes, or the very values."""
    return Fails(errors)


def ignores() -> Ignores:
    """The call has no effect and raises nothing, e.g. `missing_delete = ignores()`."""
    return Ignores()


def replaces() -> Replaces:
    """The new aggregate takes the place of the old one, e.g. `duplicate = replaces()`."""
    return Replaces()


def appends() -> Appends:
    """What is given again is kept a second time, e.g. `duplicate = appends()` of an event store."""
    return Appends()


def describe(answer: Answer) -> str:
    """The answer as the policy that would accept it, for a report to offer: `returns(None)`, `raises(KeyError)`."""
    if isinstance(answer, Returned):
        return f"returns({answer.value!r})"
    if isinstance(answer, Raised):
        return f"raises({type(answer.error).__name__})"
    return f"fails({_named(answer.error)})"


def _named(error: Any) -> str:
    """An error as a contract names it: plain values and members of enumerations themselves, others by their class."""
    if isinstance(error, Enum):
        return f"{type(error).__name__}.{error.name}"
    return repr(error) if type(error) in _PLAIN else type(error).__name__


def _names(errors: tuple[Any, ...]) -> str:
    return ", ".join(error.__name__ if isinstance(error, type) else repr(error) for error in errors)


def _is_error(error: Any, wanted: Any) -> bool:
    if isinstance(wanted, type):
        return isinstance(error, wanted) or error is wanted
    return bool(error == wanted)
