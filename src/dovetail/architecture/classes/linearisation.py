"""The order in which Python looks for a method among several bases."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dovetail.architecture.classes.declarations import Class


def merged(orders: Iterable[Iterable[Class]]) -> Iterator[Class]:
    """The C3 linearisation of the orders of all bases; where there is none, what is left as it is found."""
    waiting = [deque(order) for order in orders]
    waiting = [order for order in waiting if order]
    later = Counter(cls.dotted for order in waiting for cls in list(order)[1:])
    gone: set[str] = set()
    while waiting:
        first = next((order[0] for order in waiting if not later[order[0].dotted]), waiting[0][0])
        yield first
        gone.add(first.dotted)
        for order in waiting:
            while order and order[0].dotted in gone:
                order.popleft()
                if order:
                    later[order[0].dotted] -= 1
        waiting = [order for order in waiting if order]
