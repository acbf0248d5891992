"""Why a clause on the outbox says nothing: the reason that the report gives, with the line to write."""

from __future__ import annotations

from dovetail.suites.kernel.check import Applies, all_of, needs, stating

declared = stating(
    "outbox", "the contract states no outbox: outbox = Outbox(rows=lambda uow: ..., relay=lambda uow, publish: ...)"
)


def offers(name: str, what: str) -> Applies:
    """The outbox states something; else `what` says the line to write."""
    return all_of(declared, needs(lambda binding, _: getattr(binding.contract.outbox, name) is not None, what))
