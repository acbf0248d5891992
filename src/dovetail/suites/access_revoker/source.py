"""Where a revoker's adapters come from: a store, or a callable that may take a clock."""

from __future__ import annotations

from typing import Any

from dovetail.suites.environment.factory import Factory
from dovetail.suites.environment.source import HandedSource
from dovetail.suites.kernel.options import stated

_OFFERED = ("clock",)


def handed_source(adapter: Any, suite: str) -> HandedSource:
    """The source of adapters that a callable makes.

    Raises:
        ContractError: it is none, or needs what nobody gives.
    """
    return HandedSource(Factory(adapter, "adapter", suite, _OFFERED), adapter, suite)


def down_of(contract: Any) -> Factory:
    """What makes an adapter whose store cannot be reached.

    Raises:
        ContractError: it is no callable, or needs what nobody gives.
    """
    return Factory(stated(contract, "down"), "down", contract.__name__, _OFFERED)
