"""Why a clause does not apply to a store: the reason that the report gives."""

from __future__ import annotations

from typing import Any

from dovetail.suites.kernel.check import Applies


def store_has(method: str, what: str) -> Applies:
    """The store offers a method; else `what` says what nobody can do to it."""

    def applies(_binding: Any, source: Any) -> str | None:
        return None if hasattr(source.store, method) else f"{what}: it has no {method}()"

    return applies
