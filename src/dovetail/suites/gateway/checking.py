"""The check of a gateway's clause: what breaks it beside other trials is tried again, alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from dovetail.suites.gateway.scenario import Again, GatewayScenario
from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.check import check as kernel_check
from dovetail.suites.kernel.scenario import Broken

ScenarioT = TypeVar("ScenarioT", bound=GatewayScenario)


def check(
    clause: str,
    applies: Callable[[Any, Any], str | None] = lambda _binding, _source: None,
    *,
    most: int = 1,
    needs_a_case: bool = False,
) -> Callable[[Callable[[ScenarioT], None]], Check[ScenarioT]]:
    """Make a plain function the check of a clause; the arguments are those of the kernel's `check`."""

    def made(run: Callable[[ScenarioT], None]) -> Check[ScenarioT]:
        @wraps(run)
        def again_alone(s: ScenarioT) -> None:
            s.clause = clause
            while True:
                try:
                    run(s)
                except Again:
                    s.alone()
                except Broken:
                    s.has_case()
                    raise
                else:
                    return s.has_case()

        return kernel_check(clause, applies, most=most, needs_a_case=needs_a_case)(again_alone)

    return made
