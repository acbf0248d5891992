"""Two scopes at the same time: in two threads, or in two tasks where the container is async."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.clients import Clients
from dovetail.suites.kernel.driver import entering, leaving

_PAIR = 2


def in_two_at_once(s: ContainerScenario, keys: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """What two scopes that are open at the same time give, by port or type; what one of them lacks is left out."""
    one, other = both(s, keys)
    s.lines.clear()
    s.say("# two scopes at the same time, in a thread or a task of their own each")
    yield from ((key, one[key], other[key]) for key in keys if key in one and key in other)


def both(
    s: ContainerScenario,
    keys: Sequence[Any],
    before: Callable[[int], None] = lambda _: None,
    after: Callable[[int], None] = lambda _: None,
    *,
    shared: Any = None,
) -> list[dict[Any, Any]]:
    """What two clients are given, each in a scope of its own, that ask for some ports at the same time.

    Args:
        s: the scenario, in which a container was asked before, so that it is known whether that is awaited.
        keys: what is asked for.
        before: called by each of the two, with its number, when its scope is open and nothing was asked for yet.
        after: called by each of the two when all was asked for.
        shared: the scope that both ask, where it is one.
    """
    given: list[dict[Any, Any]] = [{} for _ in range(_PAIR)]
    container = s.adapter

    def conduct(clients: Clients) -> Generator[None, None, None]:
        meet = clients.meeting(_PAIR)
        running = [clients.start(lambda number=number: work(number, meet)) for number in range(_PAIR)]  # type: ignore[misc]
        while not all(each.done() for each in running):
            yield
        for answer in [each.result() for each in running]:
            if isinstance(answer, Raised):
                raise answer.error

    def work(number: int, meet: Callable[[], object]) -> Generator[Any, Any, Answer]:
        context = s.scope_of(container) if shared is None else None
        if context is not None:
            asked = yield entering(context)
        else:
            asked = container if shared is None else shared
        meet()
        before(number)
        for key in keys:
            try:
                given[number][key] = yield s.asking(asked, key)
            except Exception:  # noqa: BLE001 - whatever it raises, CONT-01 tells of it
                continue
        after(number)
        if context is not None:
            yield leaving(context)
        return Returned(None)

    s.driver.at_the_same_time(conduct, awaited=s.awaits)
    return given
