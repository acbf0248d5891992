"""Containers of dependency-injector, whose providers have names: which one is meant for a port is told from it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from operator import attrgetter
from typing import Any, get_args, get_origin

from dovetail.hints import resolve
from dovetail.port import MISSING
from dovetail.suites.container.libraries.library import Library
from dovetail.suites.container.libraries.naming import Candidate, chosen

_STREAMS = (Iterator, Generator, AsyncIterator, AsyncGenerator)


class DependencyInjector(Library):
    """Declarative and dynamic containers; resources are what a container ends."""

    package = "dependency_injector"

    def resolve(self, asked: Any, key: Any) -> Any:
        return self._provider(asked, key)()

    def resolving(self, called: str, asked: Any, key: Any) -> str:
        return f"{called}.{_meant(asked, key)}()"

    def close(self, container: Any) -> Any:
        return container.shutdown_resources()

    def override(self, container: Any, key: Any, stand_in: Any, named: str) -> Any:
        provider = attrgetter(named)(container) if named else self._provider(container, key)
        return provider.override(stand_in)

    def _provider(self, container: Any, key: Any) -> Any:
        name = _meant(container, key)
        return next(provider for one, provider in _providers(container) if one.name == name)


def _meant(container: Any, key: Any) -> str:
    """The name of the provider that serves a port."""
    return chosen(key, [one for one, _ in _providers(container)]).name


def _providers(container: Any, path: str = "") -> Iterator[tuple[Candidate, Any]]:
    """Every provider by its name, those of the containers inside too."""
    kinds = sys.modules["dependency_injector.providers"]
    for name, provider in container.providers.items():
        if isinstance(provider, kinds.Container):
            yield from _providers(provider.container, f"{path}{name}.")
        elif not isinstance(provider, (kinds.Configuration, kinds.DependenciesContainer, kinds.Self)):
            yield Candidate(f"{path}{name}", _gives(provider, kinds)), provider


def _gives(provider: Any, kinds: Any) -> Any:
    """What a provider gives: the class that it makes, or what its function is annotated with."""
    made = provider.instance_of if isinstance(provider, kinds.Dependency) else getattr(provider, "provides", None)
    if inspect.isclass(made):
        return made
    if inspect.isfunction(made) or inspect.ismethod(made):
        return _yielded(resolve(made).get("return", MISSING))
    return MISSING if made is None or callable(made) else type(made)


def _yielded(hint: Any) -> Any:
    """What a resource is: where its function yields, the first of what its annotation holds."""
    return get_args(hint)[0] if get_origin(hint) in _STREAMS and get_args(hint) else hint
