"""Makes the class of a fake unit of work: the port's methods, and the fakes of its repositories."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace, TracebackType
from typing import Any

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.suites.calls.speaking import refusing
from dovetail.suites.kernel.subject import bound
from dovetail.suites.unit_of_work.binding import UnitBinding, bind
from dovetail.suites.unit_of_work.fake.state import State

_BY_HAND = "write this fake by hand"
_ENDINGS = ("commit", "rollback", "flush")


@cache
def fake_class(contract: Any) -> type:
    """The class of a contract's fake units.

    Raises:
        ContractError: it is no unit that is entered by `with`, or its contract says what no fake can do.
    """
    binding = bind(contract)
    port = contract.port if isinstance(contract.port, type) else None
    _refuse_what_no_fake_does(binding, port)
    asynchronous = _is_async(binding, port)
    inherited = port is not None and not getattr(port, "_is_protocol", False)
    namespace: dict[str, Any] = {
        "__module__": contract.__module__,
        "__doc__": f"An in-memory unit of work, made of {contract.__name__}.",
        "__init__": _constructor(binding, port),
        **(_async_block if asynchronous else _block)(port if inherited else None),
        **_repositories(binding),
    }
    for name, word in _named(binding, port).items():
        if not inherited or _is_left_open(port, name):
            namespace[name] = _ending(word, asynchronous=_awaited(port, name, otherwise=asynchronous))
    for name in getattr(port, "__abstractmethods__", ()) if inherited else ():
        said = f"nothing says what {name} of {contract.__name__}.fake() does"
        namespace.setdefault(name, refusing(said, "write it in a subclass of the fake"))
    name = port.__name__ if port is not None else contract.__name__.removesuffix("Contract")
    return type(f"Fake{name}", (port,) if port is not None and inherited else (), namespace)


def _refuse_what_no_fake_does(binding: UnitBinding, port: type | None) -> None:
    name = binding.contract.__name__
    if port is not None and not (hasattr(port, "__enter__") or hasattr(port, "__aenter__")):
        raise ContractError(
            f"{port.__name__} is not entered by `with`, and {name}.fake() makes only such units", _BY_HAND
        )
    if binding.policy("swallowed") not in {None, "commits"}:
        raise ContractError(f"swallowed of {name} says that errors are remembered, which no fake of it does", _BY_HAND)
    for word, said in binding.operations.items():
        if callable(said) or word in {"enter", "run", "begin", "savepoint"} or "." in str(said):
            raise ContractError(
                f"operations of {name} says {word!r}: {said!r}, which no fake of it is made of", _BY_HAND
            )


def _is_async(binding: UnitBinding, port: type | None) -> bool:
    if port is not None:
        return hasattr(port, "__aenter__")
    held = [bound(each) for each in binding.repositories.values()]
    return any(call.awaited for each in held for call in getattr(each, "operations", {}).values())


def _constructor(binding: UnitBinding, port: type | None) -> Callable[..., None]:
    leaves = binding.policy("leaving")
    commits = leaves == "commits" if leaves is not None else "commit" not in _named(binding, port).values()

    def init(self: Any) -> None:
        fakes = {path: contract.fake() for path, contract in binding.repositories.items()}
        self._fake = State(binding, fakes, commits=commits)

    return init


def _block(port: Any) -> dict[str, Any]:
    """Entering and leaving; what a port does itself at that comes first, and is part of the unit."""

    def enter(self: Any) -> Any:
        self._fake.begin()
        entered = None if port is None or _is_left_open(port, "__enter__") else port.__enter__(self)
        return self if entered is None else entered

    def leave(self: Any, kind: Any, error: BaseException | None, trace: TracebackType | None) -> Any:
        try:
            return None if port is None or _is_left_open(port, "__exit__") else port.__exit__(self, kind, error, trace)
        finally:
            self._fake.end(error)

    return {"__enter__": enter, "__exit__": leave}


def _async_block(port: Any) -> dict[str, Any]:
    async def enter(self: Any) -> Any:
        self._fake.begin()
        entered = None if port is None or _is_left_open(port, "__aenter__") else await port.__aenter__(self)
        return self if entered is None else entered

    async def leave(self: Any, kind: Any, error: BaseException | None, trace: TracebackType | None) -> Any:
        try:
            open_ = port is None or _is_left_open(port, "__aexit__")
            return None if open_ else await port.__aexit__(self, kind, error, trace)
        finally:
            self._fake.end(error)

    return {"__aenter__": enter, "__aexit__": leave}


def _repositories(binding: UnitBinding) -> dict[str, Any]:
    """A property for each repository, or for the object that has it: `repositories.orders`, `orders()`."""
    made: dict[str, Any] = {}
    for path in binding.repositories:
        first, *rest = path.split(".")
        if len(rest) > 1:
            raise ContractError(f"{path} of {binding.contract.__name__} is further away than a fake has it", _BY_HAND)
        if rest:
            made[first] = property(
                _group(first, [each for each in binding.repositories if each.startswith(f"{first}.")])
            )
        elif first.endswith("()"):
            made[first.removesuffix("()")] = _given(path)
        else:
            made[first] = property(_given(path))
    return made


def _given(path: str) -> Callable[[Any], Any]:
    def given(self: Any) -> Any:
        self._fake.asked_for()
        return self._fake.repositories[path]

    return given


def _group(first: str, paths: list[str]) -> Callable[[Any], Any]:
    def grouped(self: Any) -> Any:
        self._fake.asked_for()
        return SimpleNamespace(**{path.removeprefix(f"{first}."): self._fake.repositories[path] for path in paths})

    return grouped


def _named(binding: UnitBinding, port: type | None) -> Mapping[str, str]:
    """The methods that end a unit, each with the contract's word for it."""
    found = {str(said): word for word, said in binding.operations.items() if word in _ENDINGS}
    if port is None:
        usual = {word: word for word in _ENDINGS if word not in found.values()}
        return found | ({} if binding.policy("leaving") == "commits" else usual)
    for name in dir(port):
        word = next((each for each in _ENDINGS if name.lstrip("_") in words(f"unit_of_work.{each}")), None)
        if word is not None and (word not in found.values() or _is_left_open(port, name)):
            found.setdefault(name, word)
    return found


def _ending(word: str, *, asynchronous: bool) -> Callable[..., Any]:
    def plain(self: Any) -> None:
        if word != "flush":
            getattr(self._fake, word)()

    async def awaited(self: Any) -> None:
        plain(self)

    return awaited if asynchronous else plain


def _awaited(port: type | None, name: str, *, otherwise: bool) -> bool:
    declared = inspect.getattr_static(port, name, None) if port is not None else None
    return otherwise if declared is None else inspect.iscoroutinefunction(declared)


def _is_left_open(port: Any, name: str) -> bool:
    return name in getattr(port, "__abstractmethods__", ()) or not hasattr(port, name)
