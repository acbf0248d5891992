"""`Outbox`: what a contract on units of work says of the outbox that they have."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dovetail.errors import ContractError

OUTSIDE, INSIDE = "outside", "inside"

_GIVEN = {"rows": 1, "relay": 2, "dead": 1, "inbox": 3, "id": 1, "key": 1}
"""How many values each function is given by place."""
_NAMED = ("limit", "now")
"""What a relay is given by name, where it has a parameter of that name."""


class BrokerRefused(ConnectionError):  # noqa: N818 - what a broker does
    """What the `publish` that a relay is given raises, where the broker says no."""


@dataclass(frozen=True, kw_only=True)
class Outbox:
    """The outbox of a unit of work: messages that are stored with what the unit does, and sent later by a relay.

    Every function may be async. `uow` is the adapter that the suite is about, over a connection of its own. What is
    left out makes the clauses that need it "not applicable", and they say so.

    Args:
        rows: `rows(uow)` gives all that has not been sent yet, what a relay has taken meanwhile included: as ids, or as
            objects or dictionaries that have an `id`.
        relay: `relay(uow, publish)` sends what is there, once, by calling `publish(message)`, which raises where the
            broker says no. It is also given `limit`, how many messages it may take at most, and `now`, an aware
            datetime, where it has parameters of these names. `publish` is a coroutine function where units are async.
        id: `id(message)` gives the id of what `publish` was called with; read from its `id`, `message_id` or
            `event_id` where it is not stated.
        key: `key(message)` gives that by which messages keep their order, such as the aggregate's id.
        lease: for how long a relay may keep what it has taken, before another one takes it over.
        dead: `dead(uow)` gives the messages that were given up, as `rows` does.
        attempts: how often a message is tried before it is given up; not more than a hundred times where not stated.
        inbox: `inbox(uow, message, handle)` receives a message, and calls `handle(unit)` inside of a unit unless it has
            been received before. `handle` is a coroutine function where units are async.
        publishing: `"outside"` of the database's transaction, or `"inside"` where the lock on a row is what keeps two
            relays apart.
        refusal: what `publish` raises where the broker says no: a class of errors that can be made of a text.

    Raises:
        ContractError: something of it cannot be meant.
    """

    rows: Callable[..., Any]
    relay: Callable[..., Any]
    id: Callable[[Any], Any] | None = None
    key: Callable[[Any], Any] | None = None
    lease: timedelta | None = None
    dead: Callable[..., Any] | None = None
    attempts: int | None = None
    inbox: Callable[..., Any] | None = None
    publishing: str = OUTSIDE
    refusal: type[Exception] = BrokerRefused

    def __post_init__(self) -> None:
        for name, given in _GIVEN.items():
            if (function := getattr(self, name)) is not None:
                _refuse_other_arguments(name, function, given)
        if self.publishing not in {OUTSIDE, INSIDE}:
            raise _misstated("publishing", self.publishing, f"publishing={OUTSIDE!r}, or {INSIDE!r}")
        if not _is_error(self.refusal):
            raise _misstated("refusal", self.refusal, "refusal=BrokerDown, a class of errors")
        self._refuse_without_effect()

    def _refuse_without_effect(self) -> None:
        """Refuse what is stated and could change nothing."""
        if self.lease is not None:
            if not _is_duration(self.lease):
                raise _misstated("lease", self.lease, "lease=timedelta(seconds=30)")
            if not self.takes("now"):
                raise ContractError(
                    "an Outbox states a lease, and its relay is not told what time it is",
                    "relay=lambda uow, publish, now: ..., so that the lease can run out without waiting for it",
                )
        if self.attempts is not None:
            if type(self.attempts) is not int or self.attempts < 1:
                raise _misstated("attempts", self.attempts, "attempts=5")
            if self.dead is None:
                raise ContractError(
                    "an Outbox states attempts, and nothing says where a message is seen that was given up",
                    "dead=lambda uow: ..., which gives the ids of those",
                )

    def takes(self, name: str) -> bool:
        """Whether the relay is given a `limit`, or what time it is `now`."""
        parameters = inspect.signature(self.relay).parameters
        return name in parameters


def _is_error(held: Any) -> bool:
    return isinstance(held, type) and issubclass(held, Exception)


def _is_duration(held: Any) -> bool:
    return isinstance(held, timedelta) and held > timedelta(0)


def _refuse_other_arguments(name: str, function: Any, given: int) -> None:
    """Refuse a function that cannot be called with what it is given."""
    written = _written(name)
    if not callable(function):
        raise _misstated(name, function, written)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # of a builtin nobody knows
    named = [each for each in _NAMED if name == "relay" and each in signature.parameters]
    try:
        signature.bind(*range(given), **dict.fromkeys(named))
    except TypeError as error:
        more = " It may take limit and now besides." if name == "relay" else ""
        raise ContractError(f"{name} of an Outbox cannot be called: {error}", f"{written}.{more}") from error


def _written(name: str) -> str:
    arguments = {"relay": "uow, publish", "inbox": "uow, message, handle", "id": "message", "key": "message"}
    return f"{name}=lambda {arguments.get(name, 'uow')}: ..."


def _misstated(name: str, held: object, written: str) -> ContractError:
    return ContractError(f"{name} of an Outbox is {held!r}, which it cannot be", written)
