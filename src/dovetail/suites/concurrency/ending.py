"""Whether a call ends at all: a lock that a failure has left behind would stop the whole run."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Any

from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.scenario import CallingScenario
from dovetail.suites.kernel.clients import settled_in_task

_PATIENCE = 2.0  # seconds


def ends(s: CallingScenario, call: PreparedCall) -> bool:
    """Make a call of which nothing is to be seen but whether it ends, in a task or in a thread of its own.

    Only for adapters that may be used by several clients at once. A thread that does not end is left to itself.
    """
    adapter = s.adapter
    if call.operation.awaited:
        return bool(s.driver.settle(_ends_in_task(adapter, call)))
    thread = threading.Thread(target=_in_thread, args=(adapter, call), daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return not thread.is_alive()


def _in_thread(adapter: Any, call: PreparedCall) -> None:
    with suppress(Exception):  # it has ended
        call.on(adapter)


async def _ends_in_task(adapter: Any, call: PreparedCall) -> bool:
    try:
        await asyncio.wait_for(settled_in_task(call.on(adapter)), _PATIENCE)
    except TimeoutError:
        return False
    except Exception:  # noqa: BLE001 - whatever an adapter raises, it has ended
        return True
    return True
