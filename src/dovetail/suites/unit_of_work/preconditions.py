"""Why a clause does not apply to a store: the reason that the report gives."""

from __future__ import annotations

from dovetail.suites.kernel.check import Applies, needs


def store_has(method: str, what: str) -> Applies:
    """The store offers a method; else `what` says what nobody can do to it."""
    return needs(lambda _, source: hasattr(source.store, method), f"{what}: it has no {method}()")
