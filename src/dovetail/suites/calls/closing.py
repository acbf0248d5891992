"""Closes what `dovetail.port.open_result` opens: makes a Result of the port's own class."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from dovetail.errors import ContractError
from dovetail.policies import Failed, Returned
from dovetail.port import open_result
from dovetail.values import compare

_SUCCESS = ("from_value", "success", "ok", "of", "succeed", "succeeded", "Ok", "Success")
_FAILURE = ("from_failure", "failure", "fail", "err", "error", "failed", "Err", "Failure")
_VALUES = ("value", "ok_value", "data", "result", "payload", "_value")
_ERRORS = ("error", "err_value", "err", "failure", "reason", "problem", "_error")
_FLAGS = ("is_ok", "is_success", "is_successful", "succeeded", "ok", "success")

Maker = Callable[[Any], Any]


def close_result(answer: Returned | Failed, hint: Any, where: str) -> Any:
    """The Result that holds an answer.

    Whatever way of making one is found is tried out: what it gives must open to that very answer.

    Args:
        answer: a success's value or a failure's error.
        hint: the annotation: `Result[Order, NotFound]`, `Ok[T] | Err[E]`.
        where: the operation, for the message.

    Raises:
        ContractError: no way was found to make one.
    """
    held = answer.value if isinstance(answer, Returned) else answer.error
    for cls in _classes(hint):
        for make in _makers(cls, success=isinstance(answer, Returned)):
            made = _tried(make, held)
            if _holds(open_result(made), answer):
                return made
        if isinstance(answer, Failed) and open_result(empty := getattr(cls, "empty", None)) == Failed(None):
            return empty  # a Maybe: its absence holds no error
    side, held_as = ("success", "value") if isinstance(answer, Returned) else ("failure", "error")
    raise ContractError(
        f"cannot tell how a {side} of {_name(hint)} is made, which {where} answers with",
        f"give {_name(hint)} a class method: @classmethod def {side}(cls, {held_as})",
    )


def _classes(hint: Any) -> Iterator[type]:
    arms = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    waiting = [get_origin(arm) or arm for arm in arms]
    while waiting:
        cls = waiting.pop(0)
        yield cls
        waiting += cls.__subclasses__()


def _makers(cls: type, *, success: bool) -> Iterator[Maker]:
    """The ways to make one side of a Result: a class method, the constructor, the constructor by name."""
    for name in _SUCCESS if success else _FAILURE:
        if isinstance(inspect.getattr_static(cls, name, None), (classmethod, staticmethod)):
            yield getattr(cls, name)
    yield cls
    yield lambda held: _by_name(cls, held, success=success)


def _by_name(cls: type, held: Any, *, success: bool) -> Any:
    """`Result(value=order)`, with the flag and the other side where the constructor asks for them."""
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(cls).parameters.items():
        if name in (_VALUES if success else _ERRORS):
            given[name] = held
        elif name in _FLAGS:
            given[name] = success
        elif parameter.default is parameter.empty:
            given[name] = None
    return cls(**given)


def _tried(make: Maker, held: Any) -> Any:
    try:
        return make(held)
    except Exception:  # noqa: BLE001 - TypeError, or anything that a Result class of the user's raises
        return None


def _holds(opened: Returned | Failed | None, answer: Returned | Failed) -> bool:
    if isinstance(opened, Returned) and isinstance(answer, Returned):
        return opened.value is answer.value or compare(opened.value, answer.value) is None
    if isinstance(opened, Failed) and isinstance(answer, Failed):
        return opened.error is answer.error or compare(opened.error, answer.error) is None
    return False


def _name(hint: Any) -> str:
    origin = get_origin(hint) or hint
    return origin.__name__ if isinstance(origin, type) else str(hint)
