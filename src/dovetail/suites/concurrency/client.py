"""One of several clients that call at the same time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.kernel.driver import entering, leaving


@dataclass(frozen=True, slots=True)
class Client:
    """One client: a connection of its own, and what it calls over it, one after the other.

    Attributes:
        connect: opens the connection, e.g. `s.source.connect`.
        calls: what it calls; the client stops at the first call that raises or answers with a failed Result.
        begins: the place among the calls of the first one that is to meet the other client. Those before it prepare
            it, as a unit of work is entered before it is committed.
        then: what it calls over the same connection once a call was refused, to see whether that can still be used.
        afterwards: what `then` answered, where it was called.
    """

    connect: Callable[[], Any]
    calls: Sequence[PreparedCall]
    begins: int = 0
    then: PreparedCall | None = None
    afterwards: list[Answer] = field(default_factory=list)

    def text(self) -> str:
        """What it calls once it has begun, as a person writes it: `unit.orders.save(order); unit.commit()`."""
        return "; ".join(call.text() for call in self.calls[self.begins :])

    def work(self, begin: Callable[[], object]) -> Generator[Any, Any, Answer]:
        """What it does, as `dovetail.suites.kernel.clients` runs it; closing the connection is part of it.

        Args:
            begin: called just before the first call that is to meet the other client.
        """
        context = self.connect()
        adapter = yield entering(context)
        answer: Answer = Returned(None)
        for place, call in enumerate(self.calls):
            answer = yield from _answered(call, adapter, begin if place == self.begins else None)
            if not isinstance(answer, Returned):
                break
        if self.then is not None and not isinstance(answer, Returned):
            self.afterwards.append((yield from _answered(self.then, adapter, None)))
        yield leaving(context, answer.error if isinstance(answer, Raised) else None)
        return answer


def _answered(call: PreparedCall, adapter: Any, begin: Callable[[], object] | None) -> Generator[Any, Any, Answer]:
    try:
        if begin is not None:
            begin()
        value = yield call.on(adapter)
        value = list(value) if isinstance(value, Iterator) else value
    except ContractError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)
