"""Whether a call ends at all: a lock that a failure has left behind would stop the whole run."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Any

from dovetail.patience import Patience
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.scenario import CallingScenario
from dovetail.suites.kernel.clients import settled_in_task

_PATIENCE = 2.0  # seconds
_TICK = 0.005


def ends(s: CallingScenario, call: PreparedCall) -> bool:
    """Make a call of which nothing is to be seen but whether it ends, in a task or in a thread of its own.

    Only for adapters that may be used by several clients at once. A thread that does not end is left to itself.
    """
    adapter = s.adapter
    if call.operation.awaited:
        return bool(s.driver.settle(_ends_in_task(adapter, call)))
    thread = threading.Thread(target=_in_thread, args=(adapter, call), daemon=True)
    thread.start()
    patience = Patience(_PATIENCE)
    while thread.is_alive() and not patience.is_over():
        thread.join(_TICK)
    return not thread.is_alive()


def _in_thread(adapter: Any, call: PreparedCall) -> None:
    with suppress(Exception):  # it has ended
        call.on(adapter)


async def _ends_in_task(adapter: Any, call: PreparedCall) -> bool:
    task = asyncio.ensure_future(settled_in_task(call.on(adapter)))
    patience = Patience(_PATIENCE)
    while not task.done() and not patience.is_over():
        await asyncio.wait([task], timeout=_TICK)
    if not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_PATIENCE)
        return False
    if not task.cancelled():
        task.exception()  # whatever the adapter raised, it has ended
    return True
