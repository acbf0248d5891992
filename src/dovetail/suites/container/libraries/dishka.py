"""Containers of dishka, sync and async."""

from __future__ import annotations

import sys
from typing import Any

from dovetail.suites.container.libraries.library import Library


class Dishka(Library):
    """`make_container(...)` and `make_async_container(...)`; calling one opens the next scope."""

    package = "dishka"
    opening = "container()"
    # `close` goes by `__exit__`; the container of a scope is one, too.
    closed_by = (("Container", ("__exit__",)), ("AsyncContainer", ("__aexit__",)))

    def scope(self, container: Any) -> Any:
        errors = sys.modules["dishka.exceptions"]
        try:
            return container()
        except (errors.NoChildScopesError, errors.NoNonSkippedScopesError):
            return None

    def resolve(self, asked: Any, key: Any) -> Any:
        return asked.get(key)
