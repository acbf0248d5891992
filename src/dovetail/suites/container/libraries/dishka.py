"""Containers of dishka, sync and async."""

from __future__ import annotations

import sys
from typing import Any

from dovetail.suites.container.libraries.library import Library


class Dishka(Library):
    """`make_container(...)` and `make_async_container(...)`; calling one opens the next scope."""

    package = "dishka"
    opening = "container()"
    # The container of a scope is one, too; which of the two methods calls the other has changed since dishka 1.6.
    closed_by = (("Container", ("__exit__", "close")), ("AsyncContainer", ("__aexit__", "close")))

    def scope(self, container: Any) -> Any:
        errors = sys.modules["dishka.exceptions"]
        try:
            return container()
        except (errors.NoChildScopesError, errors.NoNonSkippedScopesError):
            return None

    def resolve(self, asked: Any, key: Any) -> Any:
        return asked.get(key)
