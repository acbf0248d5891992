"""What a container's contract asks of a library of containers: how a port is had, a scope opened, the whole closed."""

from __future__ import annotations

import sys
from typing import Any


class Unserved(LookupError):  # noqa: N818 - not an error of dovetail's: what a container without such a port answers
    """A container has nothing for a port."""


class Library:
    """How containers of one library are spoken to; each library overrides what it has.

    Nothing here imports the library: whoever has made a container of it has done so.

    Attributes:
        root: what the container is called in the lines of a scenario.
        inside: what is asked inside of a scope.
        opening: how a scope is opened, as one writes it; empty where there are no scopes.
        closed_by: by the name of a class, its methods of which one ends a container. The class is one of the library's.
    """

    package = ""
    root = "container"
    inside = "scope"
    opening = ""
    closed_by: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def owns(self, container: Any) -> bool:
        """Whether a container is one of this library's."""
        return any(self.is_mine(cls) for cls in type(container).__mro__)

    def is_mine(self, cls: type) -> bool:
        """Whether a class is part of the library."""
        return cls.__module__.partition(".")[0] == self.package

    def is_async(self, container: Any) -> bool:  # noqa: ARG002 - libraries ask it
        """Whether a container that can be entered in both ways is to be entered by `async with`."""
        return False

    def scope(self, container: Any) -> Any:  # noqa: ARG002 - libraries ask it
        """A context manager, sync or async, that gives what is asked inside of a scope; None where there are none."""
        return None

    def resolve(self, asked: Any, key: Any) -> Any:
        """What a container or a scope gives for a port; may be an awaitable."""
        raise NotImplementedError

    def resolving(self, called: str, asked: Any, key: Any) -> str:  # noqa: ARG002 - libraries ask it
        """The line that asks for a port.

        Args:
            called: what the container or the scope is called in it.
            asked: the container, or what its scope gave.
            key: the port, as the contract states it.
        """
        return f"{called}.get({getattr(key, '__name__', key)})"

    def close(self, container: Any) -> Any:
        """End a container that is no context manager; may give an awaitable."""
        for name in ("aclose", "close", "shutdown"):
            if callable(method := getattr(container, name, None)):
                return method()
        return None

    def override(self, container: Any, key: Any, stand_in: Any, named: str) -> Any:  # noqa: ARG002 - libraries ask them
        """A context manager inside of which a port is something else; None where a container cannot be overridden.

        Args:
            container: the container.
            key: the port, as the contract states it.
            stand_in: what it is to be.
            named: the name of what serves the port, where the contract says it.
        """
        return None

    def closings(self) -> dict[type, tuple[str, ...]]:
        """The classes of which every object is to be ended, with the methods that do so; none where it is not there."""
        module = sys.modules.get(self.package)
        found = ((getattr(module, name, None), methods) for name, methods in self.closed_by)
        return {cls: methods for cls, methods in found if isinstance(cls, type)}
