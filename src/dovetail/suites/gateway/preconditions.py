"""When a clause applies to a port: each gives the reason why it does not, with the line that makes it checkable."""

from __future__ import annotations

from typing import Any

from dovetail.suites.gateway.binding import Binding
from dovetail.suites.kernel.check import Applies, stating


def states(option: str, line: str, what: str) -> Applies:
    return stating(option, f"the contract does not say {what}: {line}")


def takes(name: str, why: str) -> Any:
    """Applies where the adapter's callable is handed something over."""

    def applies(_binding: Binding, source: Any) -> str | None:
        if name in source.factory.takes:
            return None
        return f"{why}: hand it over, adapter = lambda {', '.join([*map(str.lower, source.address), name])}: ..."

    return applies


def all_of(*preconditions: Any) -> Any:
    """Applies where all of them do; else the reasons of all that do not, so that everything is written at once."""

    def applies(binding: Binding, source: Any) -> str | None:
        return "; ".join(reason for each in preconditions if (reason := each(binding, source)) is not None) or None

    return applies


fails_as_declared = states(
    "failure", "failure = raises(ServiceUnavailable)", "how a failure of the provider is answered"
)
