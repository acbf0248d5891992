"""What an operation answers, and the policies that say which answer a port gives where ports rightly differ."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from dovetail.errors import ContractError

_PLAIN = (str, int, float, bool, bytes, type(None))


@dataclass(frozen=True, slots=True)
class Returned:
    """An operation returned a value, or a successful Result that holds it.

    Attributes:
        value: the value; what a stream gave, as a list.
        stream: the class of the stream that gave it, where it was one.
        opened: whether it was held by a Result.
        absent: whether it is what the contract makes of the key that was asked for, as nothing is stored under it.
    """

    value: Any
    stream: type | None = None
    opened: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An operation raised."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class Failed:
    """An operation returned a failed Result that holds an error."""

    error: Any


Answer = Returned | Raised | Failed


def _is_equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


@dataclass(frozen=True, slots=True)
class Returns:
    """The policy of a port that answers with a plain value, e.g. None for an absent key.

    Attributes:
        value: the value.
        is_same: whether a value is that one.
    """

    value: Any
    is_same: Callable[[Any, Any], bool] = field(default=_is_equal, compare=False, repr=False)

    def accepts(self, answer: Answer) -> bool:
        """Whether the answer is that very value, type included."""
        return isinstance(answer, Returned) and self.is_same(self.value, answer.value)

    def __str__(self) -> str:
        return f"returns({self.value!r})"


@dataclass(frozen=True, slots=True)
class Makes:
    """The policy of a port that answers with what is made of the key, e.g. an empty cart of the customer asked for."""

    make: Callable[..., Any]

    def accepts(self, answer: Answer) -> bool:
        """Whether the answer was seen to be what is made of the key that was asked for."""
        return isinstance(answer, Returned) and answer.absent

    def of(self, key: Any, parts: Sequence[Any] = (), owner: Sequence[Any] = ()) -> Any:
        """What is made of a key.

        Args:
            key: the key as a whole.
            parts: its parts, where it has several.
            owner: whose thing it is, where the port asks for that.

        Raises:
            ContractError: it takes something else.
        """
        ways = [(key,), tuple(parts), (key, *owner), (*parts, *owner)]
        given = next((way for way in ways if way and _takes(self.make, way)), None)
        if given is None:
            raise self.takes_something_else("the key of what is missing")
        return self.make(*given)

    def takes(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
        """Whether something can be made of all that an operation was called with."""
        return _takes(self.make, args, kwargs)

    def made_of(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """What is made of all that an operation was called with.

        Raises:
            ContractError: it takes something else.
        """
        if not self.takes(args, kwargs):
            raise self.takes_something_else("what the operation is called with")
        return self.make(*args, **kwargs)

    def takes_something_else(self, given: str) -> ContractError:
        """What is said where the function cannot be called with what it is given."""
        return ContractError(
            f"{self} does not take {given}",
            "give it such parameters, as returns(lambda key: ...) has one; where the function itself is the answer: "
            "returns(lambda key: that_function)",
        )

    def __str__(self) -> str:
        return f"returns({getattr(self.make, '__qualname__', repr(self.make))})"


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


Policy = Returns | Makes | Raises | Fails | Ignores | Replaces | Appends


def returns(value: Any) -> Returns | Makes:
    """The port answers with `value`, e.g. `missing = returns(None)`, or with what a function makes of the key.

    A function, a method, a `partial` and a class that takes arguments are called with the key of what is missing:
    `missing = returns(lambda customer_id: Cart(customer_id, lines=[]))`. Anything else is the value itself, an object
    that can be called too; where the answer is a function or a class, write `returns(lambda key: that_function)`.
    """
    return Makes(value) if _makes_something(value) else Returns(value)


def _makes_something(value: Any) -> bool:
    """Whether a value is a function of the key and no answer itself."""
    if isinstance(value, type):
        return _takes(value, (None,)) or not _takes(value, ())
    return inspect.isroutine(value) or isinstance(value, partial)


def _takes(function: Callable[..., Any], given: Sequence[Any], named: Mapping[str, Any] | None = None) -> bool:
    """Whether a function can be called with such arguments, as far as its signature tells."""
    try:
        inspect.signature(function).bind(*given, **(named or {}))
    except TypeError:
        return False
    except ValueError:  # it tells nobody: of a function that is written in C, one is expected
        return len(given) == 1
    return True


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


def for_key(
    policy: Policy | None, is_same: Callable[[Any, Any], bool], key: Any, parts: Sequence[Any] = (), *owner: Any
) -> Policy | None:
    """A policy on what is missing under a key: with the value that it makes of that, where it makes one.

    Args:
        policy: the policy, or None where none is stated.
        is_same: whether an answer is what was made.
        key: the key.
        parts: its parts, where it has several.
        owner: whose thing it is, where the port asks for that.
    """
    return Returns(policy.of(key, parts, owner), is_same) if isinstance(policy, Makes) else policy


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
