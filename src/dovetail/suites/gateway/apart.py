"""Whether each adapter of a gateway asks its own provider, when another adapter has been made since."""

from __future__ import annotations

from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call


def are_apart(first: Bench, second: Bench, call: Call) -> bool:
    """Whether the first adapter asks its own provider, and not the second's.

    A URL that is an attribute of the class, or a client that belongs to a module, is that of the adapter that was made
    last. Such adapters cannot be tried at the same time: each would be judged by what another one's provider answers.

    Args:
        first: is made first.
        second: is made while the first is open.
        call: is made of both, the second first, so that its provider answers.
    """
    with first, second:
        second.succeed(call)
        before = len(second.provider.exchanges)
        return bool(first.succeed(call).exchanges) or len(second.provider.exchanges) == before
