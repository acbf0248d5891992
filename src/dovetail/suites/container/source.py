"""Where a suite's containers come from: a callable that builds one, for each scenario a new one."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.container.libraries import Plain, library_of
from dovetail.suites.environment.factory import Factory
from dovetail.suites.kernel.source import Source, name_of

OFFERED = ("configuration", "overrides")
Close = Callable[[Any], Any]


class Exited(RuntimeError):  # noqa: N818 - no error of dovetail's: how a program that ends itself is told
    """A container's code ended the program."""


class ContainerSource(Source):
    """Builds containers.

    Attributes:
        factory: builds them.
        settings: what each is built with, by name; None where the contract says nothing of settings.
    """

    def __init__(self, make: Any, suite: str, settings: Mapping[str, Any], close: Close | None) -> None:
        """Read the callable.

        Raises:
            ContractError: it is no callable, is a container itself, or needs what nobody gives.
        """
        if not inspect.isclass(make) and not isinstance(library_of(make), Plain):
            raise ContractError(
                f"the container of {suite} is one {type(make).__name__} object, and every scenario closes its own",
                "give a callable that builds it: container = lambda: make_container(...)",
            )
        self.factory = Factory(in_a_context(make), "container", suite, OFFERED)
        self.name = name_of(make, suite)
        self.settings = settings
        self._close = close
        self._suite = suite
        self._last: Any = None

    @property
    def takes_overrides(self) -> bool:
        """Whether what a port is to be overridden with is given when a container is built."""
        return "overrides" in self.factory.takes

    def connect(self) -> Any:
        """A context manager that builds a container and closes it."""
        return self.building(self.settings, {})

    def building(self, settings: Mapping[str, Any], overrides: Mapping[Any, Any]) -> Any:
        """A context manager around a container that is built with these settings and overrides."""
        handed = {"configuration": dict(settings), "overrides": dict(overrides)}
        named = {} if "configuration" in self.factory.takes else settings
        return self._built(lambda: self.factory.make(handed), named)

    def built_by(self, make: Callable[[], Any]) -> Any:
        """A context manager around what another callable builds, in the same environment."""
        return self._built(in_a_context(make), {} if "configuration" in self.factory.takes else self.settings)

    def _built(self, make: Callable[[], Any], environment: Mapping[str, Any]) -> Any:
        restore = _environment(self.settings, environment)
        try:
            made = make()
            self._refuse_the_same(made)
        except SystemExit as end:
            restore()
            raise Exited(f"exits: {end.code}") from end
        except BaseException:
            restore()
            raise
        kind = _Awaited if _is_async(made) else _Plain
        return kind(made, self._close, restore)

    def _refuse_the_same(self, made: Any) -> None:
        """Refuse a library's container that was given before: one that was closed is another one's by now."""
        if made is self._last and not isinstance(library_of(made), Plain):
            raise ContractError(
                f"the container of {self._suite} gives the same object each time, and every scenario closes its own",
                "build it in the callable: container = lambda: make_container(...)",
            )
        self._last = made

    @contextmanager
    def environment(self) -> Iterator[None]:
        """Inside, settings are where they are read from."""
        restore = _environment(self.settings, {} if "configuration" in self.factory.takes else self.settings)
        try:
            yield
        finally:
            restore()

    def clear(self) -> None:
        """Nothing: the next container is a new one."""


def in_a_context(make: Any) -> Any:
    """The callable itself; a function that yields its container, as fixtures do, becomes a context manager."""
    if inspect.isgeneratorfunction(make):
        return contextmanager(make)
    return asynccontextmanager(make) if inspect.isasyncgenfunction(make) else make


def _is_async(made: Any) -> bool:
    if inspect.isawaitable(made):
        return True
    entered, awaited = (hasattr(type(made), name) for name in ("__enter__", "__aenter__"))
    return awaited and (not entered or library_of(made).is_async(made))


def _environment(names: Mapping[str, Any], values: Mapping[str, Any]) -> Callable[[], None]:
    """Set the variables of the environment that settings are read from; gives what puts them back."""
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        os.environ.pop(name, None)
    os.environ.update({name: str(value) for name, value in values.items()})

    def restore() -> None:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    return restore


class _Plain:
    """A container that is built already, and is entered where it is a context manager."""

    def __init__(self, made: Any, close: Close | None, restore: Callable[[], None]) -> None:
        self._made = made
        self._close = close
        self._restore = restore
        self._enters = close is None and hasattr(type(made), "__enter__")
        self._container: Any = None

    def __enter__(self) -> Any:
        try:
            self._container = self._made.__enter__() if self._enters else self._made
        except BaseException:
            self._restore()
            raise
        return self._container

    def __exit__(self, *details: Any) -> Any:
        try:
            if self._enters:
                return self._made.__exit__(*details)
            return (self._close or library_of(self._container).close)(self._container)
        finally:
            self._restore()


class _Awaited:
    """A container whose building is awaited, or which is entered by `async with` alone."""

    def __init__(self, made: Any, close: Close | None, restore: Callable[[], None]) -> None:
        self._made = made
        self._close = close
        self._restore = restore
        self._inner: Any = None
        self._container: Any = None

    async def __aenter__(self) -> Any:
        try:
            made = await self._made if inspect.isawaitable(self._made) else self._made
            self._container = made
            if self._close is None and hasattr(type(made), "__aenter__"):
                self._inner = made
                self._container = await made.__aenter__()
        except BaseException:
            self._restore()
            raise
        return self._container

    async def __aexit__(self, *details: Any) -> Any:
        try:
            if self._inner is not None:
                return await self._inner.__aexit__(*details)
            ended = (self._close or library_of(self._container).close)(self._container)
            return await ended if inspect.isawaitable(ended) else ended
        finally:
            self._restore()
