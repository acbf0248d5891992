"""Why a clause on the outbox says nothing: the reason that the report gives, with the line to write."""

from __future__ import annotations

from typing import Any

from dovetail.suites.kernel.check import Applies, all_of


def declared(binding: Any, source: Any) -> str | None:  # noqa: ARG001 - a precondition is given both
    """The unit of work has an outbox."""
    if binding.contract.outbox is None:
        return "the contract states no outbox: outbox = Outbox(rows=lambda uow: ..., relay=lambda uow, publish: ...)"
    return None


def offers(name: str, what: str) -> Applies:
    """The outbox states something; else `what` says the line to write."""

    def applies(binding: Any, source: Any) -> str | None:  # noqa: ARG001 - a precondition is given both
        return None if getattr(binding.contract.outbox, name) is not None else what

    return all_of(declared, applies)


def concurrent(s: Any) -> bool:
    """Whether two clients of the store work at the same time."""
    return bool(getattr(s.source.store, "concurrent", False))
