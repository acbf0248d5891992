"""Registries and containers of svcs."""

from __future__ import annotations

import inspect
import sys
from typing import Any

from dovetail.suites.container.libraries.library import Library


class Svcs(Library):
    """A registry lives as long as the process, and each `svcs.Container` over it is a scope."""

    package = "svcs"
    root = "registry"
    inside = "services"
    opening = "svcs.Container(registry)"
    closed_by = (("Registry", ("close", "aclose")), ("Container", ("close", "aclose")))

    def is_async(self, container: Any) -> bool:
        return any(_is_async(each.factory) for each in getattr(container, "registry", container))

    def scope(self, container: Any) -> Any:
        if not isinstance(container, sys.modules["svcs"].Registry):
            return None
        services = sys.modules["svcs"].Container(container)
        return _Awaited(services) if self.is_async(container) else services

    def resolve(self, asked: Any, key: Any) -> Any:
        return asked.aget(key) if self.is_async(asked) else asked.get(key)


class _Awaited:
    """A container of services that is entered by `async with` alone."""

    def __init__(self, services: Any) -> None:
        self._services = services

    async def __aenter__(self) -> Any:
        return await self._services.__aenter__()

    async def __aexit__(self, *details: Any) -> None:
        await self._services.__aexit__(*details)


def _is_async(factory: Any) -> bool:
    """Whether a factory is awaited; svcs has made context managers of those that yield."""
    made_of = inspect.unwrap(factory)
    return inspect.iscoroutinefunction(made_of) or inspect.isasyncgenfunction(made_of)
