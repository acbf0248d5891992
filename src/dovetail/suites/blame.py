"""Whose code raised: what a scenario raises that is no answer of the adapter's is a mistake in the contract."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from traceback import walk_tb
from types import FunctionType
from typing import Any

import hypothesis

from dovetail.errors import ContractError

_OWN = tuple(str(Path(each).resolve()) for each in (Path(__file__).parents[1], Path(hypothesis.__file__).parent))
_PYTHON = sysconfig.get_path("stdlib")
_INSTALLED = sysconfig.get_path("purelib")
_GIVEN = {
    "key": "; it is called with an aggregate",
    "queries": "; it is called with an aggregate and the query's arguments",
    "order": "; it is called with an aggregate",
    "changes": "; it is called with an aggregate, and with drawn arguments where it has more parameters",
}
_PASSWORD = re.compile(r"(://[^/@:\s]*:)[^/@\s]+@")


def blamed(contract: type, error: Exception, strategy: Any = None) -> Exception:
    """The error that says which attribute of a contract raised.

    Args:
        contract: the contract's class.
        error: what was raised.
        strategy: what was being drawn from, if anything.

    Returns:
        An error that names the attribute or the line; the error itself where it is a mistake of dovetail's own.
    """
    attribute = _attribute(contract, error)
    if attribute is not None:
        given = _GIVEN.get(re.split(r"\W", attribute)[0], "")
        return ContractError(f"{attribute} of {contract.__name__} {raising(error)}", f"correct it{given}")
    if strategy is not None:
        stated = getattr(contract, "aggregates", None)
        named = "aggregates" if stated is not None and repr(stated) in repr(strategy) else repr(strategy)
        return ContractError(
            f"drawing from {named}, for {contract.__name__}, {raising(error)}",
            "give a strategy that makes valid aggregates only: aggregates = st.builds(...)",
        )
    if _place(error) is None:
        return error
    return ContractError(
        f"code that {contract.__name__} needs outside of any operation {raising(error)}",
        "dovetail reads every attribute of an aggregate, and calls nothing else of it there",
    )


def raising(error: BaseException) -> str:
    """`raises ValueError: too long (shop/orders.py:12)`, with no password in it."""
    text = " ".join(str(error).split())
    place = _place(error)
    said = f"raises {type(error).__name__}" + (f": {text}" if text else "") + (f" ({place})" if place else "")
    return _PASSWORD.sub(r"\1***@", said)


def _attribute(contract: type, error: Exception) -> str | None:
    """The attribute whose own function is among the frames, or could not even be called with what it was given."""
    stated = list(_functions(contract))
    frames = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
    called = [label for label, function in stated if function.__code__ in frames]
    if not called and isinstance(error, TypeError):
        called = [label for label, function in stated if str(error).startswith(f"{function.__qualname__}() ")]
    return " or ".join(dict.fromkeys(called)) or None


def _functions(contract: type) -> Iterator[tuple[str, FunctionType]]:
    """The functions that a contract class and its bases state, each under the attribute that holds it."""
    for base in contract.__mro__:
        if base.__module__.partition(".")[0] != "dovetail":
            for name, held in vars(base).items():
                for label, each in _parts(name, held):
                    function = getattr(each, "__func__", each)
                    if isinstance(function, FunctionType):
                        yield label, function


def _parts(name: str, held: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(held, Mapping):
        yield from ((f"{name}[{key!r}]", each) for key, each in held.items())
    elif isinstance(held, (list, tuple)):
        yield from ((f"{name}[{place}]", each) for place, each in enumerate(held))
    else:
        yield name, held


def _place(error: BaseException) -> str | None:
    """The innermost line that is neither dovetail's, Hypothesis's nor Python's own."""
    found = None
    for frame, line in walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if not file.startswith((*_OWN, "<")) and (not file.startswith(_PYTHON) or file.startswith(_INSTALLED)):
            found = f"{_relative(file)}:{line}"
    return found


def _relative(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file
