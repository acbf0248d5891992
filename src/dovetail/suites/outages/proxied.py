"""A proxy before the server of a store, for the length of one scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.scenario import Scenario


@contextmanager
def proxied(s: Scenario) -> Iterator[Any]:
    """Lead the store's connections through a proxy; the example is set aside where that cannot be."""
    context = s.source.store.proxied()
    try:
        proxy = s.driver.enter(context)
    except ContractError as error:
        s.set_aside(error.cause, left_to_another_clause=True)
    try:
        yield proxy
    finally:
        s.disconnect()
        s.driver.leave(context)
