"""The library is put together as it should be, in production and in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from dishka import Container, Provider, Scope, make_container
from sqlalchemy import Engine

from contracts.container import LibraryContainerContract
from library.composition import Request, Settings, Today, library_by
from library.entrypoints.desk import main


class TestProduction(LibraryContainerContract):
    incomplete = {Engine: lambda: make_container(Request())}
    entry_points = {"desk": lambda: main(["search", "Emma"])}

    @pytest.fixture
    def container(self, library_settings: Settings, at_the_desk: None) -> Callable[[], Container]:
        return lambda: library_by(library_settings)


def always(given: Any) -> Callable[[], Any]:
    return lambda: given


class TestForTests(LibraryContainerContract):
    """What a test brings takes the place of what there is, and is gone with its container."""

    @pytest.fixture
    def container(self, library_settings: Settings) -> Callable[[Mapping[Any, Any]], Container]:
        def library_for_tests(overrides: Mapping[Any, Any]) -> Container:
            instead = Provider(scope=Scope.REQUEST)
            instead.provide(always(always(date(2026, 7, 6))), provides=Today, scope=Scope.APP)
            for port, stand_in in overrides.items():
                instead.provide(always(stand_in), provides=port)
            return library_by(library_settings, instead)

        return library_for_tests
