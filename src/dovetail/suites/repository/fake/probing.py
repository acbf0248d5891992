"""Finds which method of the port a function of the user's calls, and what it gives to it: by calling it on a probe."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from typing import Any

from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.repository.binding import Binding


class Mark:
    """Stands for the aggregate or the key, and for whatever is read from it."""

    def __init__(self, path: str = "") -> None:
        self._path = path

    def __getattr__(self, name: str) -> Mark:
        return Mark(f"{self._path}.{name}".lstrip("."))


class Probe:
    """Stands for the adapter: takes down the calls, and answers each with something that can be awaited."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Answered:
            self._calls.append((name, args, kwargs))
            return Answered()

        return call


class Answered(Mark):
    """Stands for what the adapter answers."""

    def __await__(self) -> Generator[None, None, Mark]:
        yield from ()  # nothing to wait for
        return self


def probed(binding: Binding, written: OperationCall) -> tuple[str | None, dict[str, str]]:
    """The method that a user's function calls with its argument, and the role of each parameter; None for no method."""
    probe = Probe()
    _run(written.function, probe, *(Mark() for _ in written.roles))
    subject = written.roles[0][1] if written.roles else ""
    for name, args, kwargs in reversed(probe._calls):  # noqa: SLF001 - its own names are the adapter's
        operation = binding.port.operations.get(name)
        if operation is None:
            continue
        try:
            bound = operation.signature.bind(*args, **kwargs).arguments
        except TypeError:
            continue
        roles = {each: _role(value, subject, binding) for each, value in bound.items()}
        if not subject or subject in roles.values():
            return name, roles
    return None, {}


def _run(function: Callable[..., Any], *args: Any) -> None:
    """Call a function, sync or async; what it waits for is here at once, so no event loop is needed."""
    try:
        found = function(*args)
        if inspect.iscoroutine(found):
            try:
                found.send(None)
            finally:
                found.close()
    except Exception:  # noqa: BLE001 - the user's function is tried on a recorder, and may raise anything
        return


def _role(value: Any, subject: str, binding: Binding) -> str:
    """What an argument stands for: the subject itself, its key, its owner, or a constant of the user's."""
    if not isinstance(value, Mark) or isinstance(value, Answered):
        return "constant"
    path = value._path  # noqa: SLF001 - its other names are the aggregate's
    if not path:
        return subject
    return {binding.key.path: "key", binding.scope: "scope"}.get(path, path)
