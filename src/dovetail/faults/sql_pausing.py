"""Hold up one of two clients that write through SQLAlchemy, sync or async; see `dovetail.faults.pause`."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dovetail.faults.pause import Pause
from dovetail.faults.sql import SqlFault, listening, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

# How often a task that is held up looks whether it may go on.
_TICK = 0.001


@contextmanager
def pausing(engine: Engine, number: int) -> Iterator[Pause]:
    """Hold a client up before the nth statement or commit that it sends; see `dovetail.faults.pause`.

    Args:
        engine: the engine of both clients.
        number: the number of what the client sends, from 1, statements and commits counted together.
    """
    pause = Pause(number)

    def send(what: str, connection: Any) -> None:
        if pause.sends(what, own=pause.here):
            _hold(pause, connection.dbapi_connection)

    def before_statement(_: int, context: Any) -> None:
        send(" ".join(str(context.statement).split()), context.root_connection.connection)

    def before_commit(_: int, connection: Any) -> None:
        send("COMMIT", connection)
        roll_back(connection)

    def roll_back(_: Any) -> None:
        if pause.here:
            pause.lets_go()

    with listening(engine, rollback=roll_back):
        try:
            with watching(engine, SqlFault(), before_statement=before_statement, before_commit=before_commit):
                yield pause
        finally:
            pause.go_on()


def _hold(pause: Pause, connection: Any) -> None:
    if hasattr(connection, "run_async"):
        pause.held = True
        connection.run_async(lambda _: _until_over(pause))
    else:
        pause.hold()


async def _until_over(pause: Pause) -> None:
    """Hold up one task, and let the others of its event loop run."""
    while not pause.over:
        await asyncio.sleep(_TICK)
