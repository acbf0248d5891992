"""An async hasher lets other tasks run while it hashes: HASH-12."""

from __future__ import annotations

import asyncio
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.kernel.check import check
from dovetail.suites.password_hasher.at_work import at_work
from dovetail.suites.password_hasher.cost import cost_of
from dovetail.suites.password_hasher.passwords import sound
from dovetail.suites.password_hasher.preconditions import asynchronous
from dovetail.suites.password_hasher.scenario import HasherScenario


@check("HASH-12", asynchronous, random=False, needs_a_case=True)
def hashing_does_not_stop_the_loop(s: HasherScenario) -> None:
    hashed = s.hashed(sound(s))  # and whatever is started at first use has been started
    cost = cost_of(s.read(hashed))
    known = cost is not None and cost.number > 0  # a bare digest takes no time that anybody could miss
    operations = s.binding.operations
    tried = 0
    for word in ("hash", "verify", "verify_and_update"):
        if word not in operations or not operations[word].awaited:
            continue
        seen: list[str] = []
        steps = _steps_of_another_task(s, operations[word], hashed, seen)
        if seen:
            got = f"{seen[0]} runs in the thread of the event loop"
            s.broken("the hash is made in a thread of its own", got, hint=_HINT)
        if not steps and known:
            s.broken("another task goes on while it is hashed", "no other task came to run", hint=_HINT)
        tried += bool(steps)
    if not tried:
        s.set_aside("no hash function that is known was seen at work")


_HINT = "await asyncio.to_thread(...), or an executor of its own"


def _steps_of_another_task(s: HasherScenario, operation: OperationCall, hashed: Any, seen: list[str]) -> int:
    """How many steps another task of the loop came to while the operation ran."""
    call = s.prepared(operation, password=s.password(sound(s)), hash=hashed)
    s.say(call.line)
    adapter = s.adapter

    async def beside() -> int:
        steps = 0

        async def another() -> None:
            nonlocal steps
            while True:
                steps += 1
                await asyncio.sleep(0)

        task = asyncio.ensure_future(another())
        await asyncio.sleep(0)  # it has begun
        before = steps
        try:
            with at_work(seen):
                await call.on(adapter)
            return steps - before
        finally:
            task.cancel()

    answer = s.driver.call(beside)
    if not isinstance(answer, Returned):
        s.broken("an answer", f"raises {answer.error!r}")
    return int(answer.value)
