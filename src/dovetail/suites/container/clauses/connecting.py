"""Building opens no connection: CONT-15."""

from __future__ import annotations

from typing import Any

from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.connections import connections
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check

_BUILD = "build"


@check("CONT-15", random=False)
def building_opens_no_connection(s: ContainerScenario) -> None:
    may = tuple(s.binding.contract.connects)
    with connections() as opened:
        error = s.start()
    if opened and _BUILD not in may:
        s.broken("no connection", f"{opened[0]}, when it is built", hint=_LATER.format(f'"{_BUILD}"'))
    if error is not None:
        s.set_aside("it is not built, as CONT-01 tells", left_to_another_clause=True)
    with s.unrecorded(), s.scope() as asked:
        for key in may:
            if key != _BUILD:
                s.answer(asked, key)
    first, again = _opened(s, may), _opened(s, may)
    for key, told in first.items():
        # What each scope opens anew is the scope's own: a request has its connection.
        if key not in again:
            with s.scope() as asked:
                s.say_asked(asked, key)
            s.broken("no connection", f"{told}, when it is asked for", hint=_LATER.format(name_of_key(key)))


def _opened(s: ContainerScenario, may: tuple[Any, ...]) -> dict[Any, str]:
    """By port or type, what a scope opened that was asked for it."""
    found: dict[Any, str] = {}
    with s.unrecorded(), s.scope() as asked:
        for key in s.binding.asked:
            with connections() as opened:
                s.answer(asked, key)
            if opened and key not in may:
                found[key] = opened[0]
    return found


_LATER = (
    "open it when it is first used: a service that cannot be put together while its database is away cannot say so; "
    "where that is meant, connects = [{}]"
)
