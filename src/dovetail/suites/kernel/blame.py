"""Whose code raised: an error in a scenario that the adapter did not raise is a mistake in the contract."""

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
from dovetail.naming import shortened
from dovetail.suites.kernel.options import Shape, declares_kind, options_of
from dovetail.values import code

_OWN = tuple(str(Path(each).resolve()) for each in (Path(__file__).parents[2], Path(hypothesis.__file__).parent))
_PYTHON = sysconfig.get_path("stdlib")
_INSTALLED = sysconfig.get_path("purelib")
_LENGTH = 200
_KEEP_READABLE = (
    "a mapped object cannot be read after its session: load what it has, and write expire_on_commit=False where the "
    "session is made: sessionmaker(engine, expire_on_commit=False)"
)
_PASSWORD = re.compile(r"(://[^/@:\s]*:)[^/@\s]+@")


class MisstatedError(ContractError):
    """Code that a contract states raised: the contract is at fault, whichever clause met it."""


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
        named = options_of(contract).get(re.split(r"\W", attribute)[0])
        given = f"; it is called with {named.called_with}" if named is not None and named.called_with else ""
        said = f"{attribute} of {contract.__name__} {raising(error)}{_arguments(contract, error)}"
        return MisstatedError(said, f"correct it in the contract, whose code this is{given}")
    if strategy is not None:
        return _drawing(contract, error, strategy)
    if _place(error) is None:
        return error
    clause = _clause_of(contract, error)
    if clause is not None:
        return ContractError(
            f"the check of {clause} {raising(error)}",
            "correct the check: a reply has a value only where its answer is Returned",
        )
    return ContractError(
        f"code that {contract.__name__} needs outside of any operation {raising(error)}", _remedy(contract, error)
    )


def _clause_of(contract: Any, error: Exception) -> str | None:
    """The clause whose check raised, where that is of a kind outside of dovetail; None where something else raised."""
    codes = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
    for check in contract.checks:
        for function in (check.run, check.first, check.applies):
            written = getattr(function, "__code__", None)
            if written in codes and _innermost(error) == written.co_filename:
                return str(check.clause)
    return None


def _remedy(contract: type, error: Exception) -> str:
    if type(error).__name__ == "DetachedInstanceError":
        return _KEEP_READABLE
    if "aggregates" in options_of(contract):
        return "each attribute of an aggregate is read, and all that a list or a page of them holds: let it be readable"
    return "what gives the adapter, opens its store, and lets time pass or things fail has to work: see where it raises"


def _drawing(contract: type, error: Exception, strategy: Any) -> ContractError:
    """What was drawn from raised: the strategy that the contract states, or one that was made of it or of a type."""
    options = {name: each for name, each in options_of(contract).items() if each.shape is Shape.STRATEGY}
    written = repr(strategy)
    stated = [name for name in options if (held := getattr(contract, name)) is not None and repr(held) in written]
    remedies = [
        f"give a strategy that makes {options[name].draws} only: {name} = {options[name].example}"
        for name in stated or options
    ]
    kind = MisstatedError if stated else ContractError
    return kind(
        f"drawing from {stated[0] if stated else repr(strategy)}, for {contract.__name__}, {raising(error)}",
        remedies[0] if remedies else "correct it",
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


def _arguments(contract: type, error: Exception) -> str:
    """`, called with order = Order(...)`: what the contract's own function was given, where it came to run."""
    stated = {function.__code__ for _, function in _functions(contract)}
    for frame, _ in walk_tb(error.__traceback__):
        if frame.f_code in stated:
            names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
            given = {name: code(frame.f_locals[name]) for name in names if name in frame.f_locals}
            told = ", ".join(f"{name} = {shortened(text, _LENGTH)}" for name, text in given.items())
            return f", called with {told}" if told else ""
    return ""


def _functions(contract: type) -> Iterator[tuple[str, FunctionType]]:
    """The functions that a contract class and its bases state, each under the attribute that holds it."""
    for base in contract.__mro__:
        if not declares_kind(base):
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
    lines = [f"{_relative(file)}:{line}" for file, line in _lines(error)]
    return lines[-1] if lines else None


def _innermost(error: BaseException) -> str | None:
    files = [file for file, _ in _lines(error)]
    return files[-1] if files else None


def _lines(error: BaseException) -> Iterator[tuple[str, int]]:
    for frame, line in walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if not file.startswith((*_OWN, "<")) and (not file.startswith(_PYTHON) or file.startswith(_INSTALLED)):
            yield file, line


def _relative(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file
