"""When a clause applies to a revoker: each gives the reason why it does not, with the line that makes it checkable."""

from __future__ import annotations

from dovetail.suites.access_revoker.binding import RevokerBinding
from dovetail.suites.kernel.check import needs
from dovetail.suites.kernel.source import Source
from dovetail.suites.outages.declared import failing

refreshes = needs(
    lambda binding, _: "refresh" in binding.operations,
    'the port refreshes nothing; where it is done elsewhere: operations = {"refresh": lambda opened, token: ...}',
)
fresh = needs(
    lambda _, source: source.fresh, "the adapter has no store that a second connection could see: store = ..."
)
commits = needs(
    lambda _, source: source.commits,
    "no unit of work commits for the adapter: store = SqlAlchemyStore(..., commit=True), where one does",
)


def can_fail(binding: RevokerBinding, source: Source) -> str | None:
    """The store can be made to fail, or the contract states an adapter whose store does."""
    if failing(binding, source) is None:
        return None
    if binding.contract.down is not None and source.store is None:
        return None
    return "the store has no way to fail on demand; for an adapter without one: down = staticmethod(lambda: ...)"
