"""What clauses need of a contract, so that the reports can say why one does not apply."""

from __future__ import annotations

from typing import Any

from dovetail.suites.container.binding import ContainerBinding
from dovetail.suites.kernel.check import Applies, needs


def lives(lifetime: str) -> Applies:
    """The contract says which types live so long."""

    def applies(binding: ContainerBinding, _source: Any) -> str | None:
        if binding.lifetimes[lifetime]:
            return None
        return f'lifetimes says nothing of what is {lifetime}: lifetimes = {{"{lifetime}": [...]}}'

    return applies


finalises = needs(
    lambda binding, _: binding.finalised, "nothing says what the container ends: finalised = [Engine, Session]"
)
