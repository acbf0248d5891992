"""Result types: what of an answer is a success or a failure, whatever library wrote the class.

Known by their shape: `result` (`is_ok()`), `returns` (`unwrap`/`failure`), and home-made classes that have `is_ok`,
`is_success` or `is_successful`. Any other class is made known by `register_result`.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable
from functools import cache
from typing import Any, Union, get_args, get_origin

from dovetail.hints import expanded
from dovetail.policies import Failed, Returned
from dovetail.port.result_pairs import ResultType, paired

# A flag alone says little: a Job that `succeeded` and a Payment that `is_ok` are entities.
_NAME = re.compile(r"(Result|Ok|Err|Error|Success|Failure|Succeeded|Failed|Either|Outcome|Left|Right|Try)$")
_FLAGS = ("is_ok", "is_success", "is_successful", "succeeded", "ok")
_VALUES = ("ok_value", "value", "unwrap", "ok", "result", "data", "payload", "content", "item")
_ERRORS = ("err_value", "error", "failure", "err", "unwrap_err", "reason", "problem", "exception", "cause", "message")


_registered: dict[type, ResultType] = {}


def register_result(
    result: type, *, succeeded: Callable[[Any], bool], value: Callable[[Any], Any], error: Callable[[Any], Any]
) -> None:
    """Make a Result class of one's own known to every contract.

    Args:
        result: the class; its subclasses are known with it.
        succeeded: whether an instance is a success.
        value: the value of a success.
        error: the error of a failure.
    """
    _registered[result] = ResultType(succeeded, value, error)


def open_result(value: Any) -> Returned | Failed | None:
    """What a Result holds, or None where the value is no Result."""
    kind = _kind_of(type(value))
    if kind is None:
        return None
    return Returned(kind.value(value), opened=True) if kind.succeeded(value) else Failed(kind.error(value))


def result_arguments(hint: Any) -> tuple[Any, Any] | None:
    """The types of value and error in a Result annotation, or None where it is not a Result.

    `Result[Order, NotFound]`, `Ok[T] | Err[E]`, an alias of either. Two classes of one's own of which one holds the
    value and the other the error need not be registered: they are known as a Result from here on.
    """
    hint = expanded(hint)
    if get_origin(hint) in (Union, types.UnionType):
        arms = get_args(hint)
        if arms and all(_is_result_class(get_origin(arm) or arm) for arm in arms):
            return _sides(arms)
        pair = paired(arms)
        if pair is None:
            return None
        _registered.setdefault(pair.success, pair.opened(succeeded=True))
        _registered.setdefault(pair.failure, pair.opened(succeeded=False))
        return pair.arguments
    if not _is_result_class(get_origin(hint) or hint):
        return None
    arguments = get_args(hint)
    return (arguments[0], arguments[1] if len(arguments) > 1 else Any) if arguments else (Any, Any)


def _sides(arms: tuple[Any, ...]) -> tuple[Any, Any]:
    pair = paired(arms)
    taken = [get_args(arm)[0] if get_args(arm) else Any for arm in arms]
    return pair.arguments if pair is not None else (taken[0], taken[-1])


def _is_result_class(origin: Any) -> bool:
    return inspect.isclass(origin) and _kind_of(origin) is not None


def _kind_of(cls: type) -> ResultType | None:
    for base in cls.__mro__:
        if base in _registered:
            return _registered[base]
    return _recognised(cls)


@cache
def _recognised(cls: type) -> ResultType | None:
    """How to read a Result that nobody registered, such as those of `returns`, `result` and most home-made ones."""
    if cls.__module__.partition(".")[0] == "returns":
        return _of_returns(cls)
    flag = _first(cls, _FLAGS[:4])
    if flag is None or not (_is_generic(cls) or any(_NAME.search(base.__name__) for base in cls.__mro__)):
        return None
    return ResultType(
        succeeded=lambda result: bool(_read(result, flag)),
        value=lambda result: _read_first(result, _VALUES, others=_ERRORS),
        error=lambda result: _read_first(result, _ERRORS, others=_VALUES, else_="value"),
    )


def _of_returns(cls: type) -> ResultType | None:
    """`returns` asks by exception which side a container is on; its IO containers wrap once more."""
    if not (hasattr(cls, "unwrap") and hasattr(cls, "failure")):
        return None

    def succeeded(result: Any) -> bool:
        try:
            result.unwrap()
        except Exception:  # noqa: BLE001 - UnwrapFailedError, and what another library of that shape raises
            return False
        return True

    def inner(value: Any) -> Any:
        return getattr(value, "_inner_value", value) if type(value).__name__ == "IO" else value

    return ResultType(succeeded, lambda result: inner(result.unwrap()), lambda result: inner(result.failure()))


def _is_generic(cls: type) -> bool:
    """Whether a type variable of its own says what it holds."""
    return bool(getattr(cls, "__parameters__", ()))


def _first(cls: type, names: tuple[str, ...]) -> str | None:
    fields = _fields(cls)
    return next((name for name in names if hasattr(cls, name) or name in fields), None)


def _fields(cls: type) -> list[str]:
    return list(dict.fromkeys(name for base in cls.__mro__ for name in inspect.get_annotations(base)))


def _read_first(result: Any, names: tuple[str, ...], others: tuple[str, ...], else_: str = "") -> Any:
    """What one side holds: under a usual name, else in the one field that is neither a flag nor the other side's.

    Args:
        result: an instance.
        names: those that are usual for the side.
        others: those of the other side.
        else_: a name for either side (`meiga` keeps an error as the `value` of its `Failure`).
    """
    left = [name for name in _fields(type(result)) if not name.startswith("_") and name not in (*_FLAGS, *others)]
    name = next((name for name in names if hasattr(result, name)), left[0] if len(left) == 1 else else_)
    return _read(result, name) if hasattr(result, name) else None


def _read(result: Any, name: str) -> Any:
    member = getattr(result, name)
    return member() if inspect.ismethod(member) or inspect.isbuiltin(member) else member
