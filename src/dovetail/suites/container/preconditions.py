"""What clauses need of a contract, so that the reports can say why one does not apply."""

from __future__ import annotations

from dovetail.suites.kernel.check import Applies, needs


def lives(lifetime: str) -> Applies:
    """The contract says which types live so long."""
    return needs(
        lambda binding, _: binding.lifetimes[lifetime],
        f'lifetimes says nothing of what is {lifetime}: lifetimes = {{"{lifetime}": [...]}}',
    )


finalises = needs(
    lambda binding, _: binding.finalised, "nothing says what the container ends: finalised = [Engine, Session]"
)
