"""Registries and containers of svcs."""

from __future__ import annotations

import inspect
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
        return _awaited(services) if self.is_async(container) else services

    def resolve(self, asked: Any, key: Any) -> Any:
        return asked.aget(key) if self.is_async(asked) else asked.get(key)


@asynccontextmanager
async def _awaited(services: Any) -> AsyncIterator[Any]:
    """Enter services that could be entered by `with` too by `async with` alone."""
    async with services as entered:
        yield entered


def _is_async(factory: Any) -> bool:
    """Whether a factory is awaited; svcs has made context managers of those that yield."""
    made_of = inspect.unwrap(factory)
    return inspect.iscoroutinefunction(made_of) or inspect.isasyncgenfunction(made_of)
