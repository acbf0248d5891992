"""A Result of two classes of one's own: `Ok[T] | Err[E]`, one of which holds the value and the other the error.

Neither class says at run time which side it is; the port's annotation does, by the two classes together.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args, get_origin

_SUCCESS = re.compile(r"(Ok|Okay|Success|Succeeded|Right|Done|Found|Some|Accepted)$")
_FAILURE = re.compile(r"(Err|Error|Failure|Failed|Fail|Left|Refused|Rejected|Nothing|Missing|NotFound)$")
_TROUBLE = re.compile(
    r"(Err|Error|Failure|Exception|NotFound|Unknown|Missing|Taken|Refus\w*|Reject\w*|Denied|Invalid\w*)$"
)


@dataclass(frozen=True, slots=True)
class ResultType:
    """How to open one kind of Result."""

    succeeded: Callable[[Any], bool]
    value: Callable[[Any], Any]
    error: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two classes of a Result, and what each holds.

    Attributes:
        success: the class of a success.
        failure: the class of a failure.
        arguments: the types of the value and of the error.
        fields: the names under which the two hold them.
    """

    success: type
    failure: type
    arguments: tuple[Any, Any]
    fields: tuple[str, str]

    def opened(self, *, succeeded: bool) -> ResultType:
        """How an instance of one of the two is opened."""
        value, error = self.fields
        return ResultType(lambda _: succeeded, lambda held: getattr(held, value), lambda held: getattr(held, error))


def paired(arms: tuple[Any, ...]) -> Pair | None:
    """The pair that the arms of a union are; None where they are not one value and one error, each in a box of its own.

    Both classes hold one thing, whose type a type variable says; and the classes' names, or that of the error, say
    which is which. Two ways to pay, `Card[T] | Cash[T]`, are no Result.
    """
    boxes = [_box(arm) for arm in arms]
    if len(boxes) != 2 or None in boxes or (get_origin(arms[0]) or arms[0]) is (get_origin(arms[1]) or arms[1]):
        return None
    one, other = (box for box in boxes if box is not None)
    if _fails(one) == _fails(other):
        return None
    good, bad = (other, one) if _fails(one) else (one, other)
    return Pair(good.cls, bad.cls, (good.argument, bad.argument), (good.field, bad.field))


@dataclass(frozen=True, slots=True)
class _Box:
    cls: type
    argument: Any
    field: str


def _box(arm: Any) -> _Box | None:
    """A generic class with one field, which is of the type that its variable stands for."""
    cls, arguments = get_origin(arm) or arm, get_args(arm)
    if not inspect.isclass(cls) or not getattr(cls, "__parameters__", ()):
        return None
    fields = [name for base in reversed(cls.__mro__) for name in inspect.get_annotations(base)]
    fields = fields or list(inspect.signature(cls).parameters)
    if len(set(fields)) != 1:
        return None
    return _Box(cls, arguments[0] if arguments else Any, fields[0])


def _fails(box: _Box) -> bool:
    if bool(_SUCCESS.search(box.cls.__name__)) != bool(_FAILURE.search(box.cls.__name__)):
        return bool(_FAILURE.search(box.cls.__name__))
    held = get_origin(box.argument) or box.argument
    return inspect.isclass(held) and (issubclass(held, BaseException) or bool(_TROUBLE.search(held.__name__)))
