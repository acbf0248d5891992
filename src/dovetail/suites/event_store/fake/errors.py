"""An error of the user's, made by a fake with what is known where it refuses."""

from __future__ import annotations

from typing import Any

from dovetail.introspection.signatures import VARIADIC, parameters_of


def made(cls: type[BaseException], **known: Any) -> BaseException:
    """An instance: its constructor is given what it asks for by name, else a message, else nothing."""
    message = ", ".join(f"{name} {value!r}" for name, value in known.items())
    for arguments in (_by_name(cls, known), ((message,), {}), ((), {})):
        if arguments is not None:
            try:
                return cls(*arguments[0], **arguments[1])
            except TypeError:
                continue
    error = cls.__new__(cls)
    error.args = (message,)
    return error


def _by_name(cls: type[BaseException], known: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """What its constructor takes, where it is about what is known: `expected`, `actual_version`, `stream_id`."""
    parameters = parameters_of(cls)
    if parameters is None:
        return None
    given: dict[str, Any] = {}
    for each in parameters.values():
        if each.kind in VARIADIC:
            continue
        found = next((name for name in known if _is_called(each.name, name)), None)
        if found is None and each.default is each.empty:
            return None
        if found is not None:
            given[each.name] = known[found]
    return ((), given) if given else None


def _is_called(parameter: str, name: str) -> bool:
    if name == "actual":
        return parameter.startswith(("actual", "current", "found"))
    return parameter.startswith(name) or (name == "key" and parameter.endswith(("id", "stream", "name")))
