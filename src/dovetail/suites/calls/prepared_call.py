"""One call with its arguments, ready to be made: at once or later, by any client, in a thread or in a task."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dovetail.suites.calls.operation_call import OperationCall


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """An operation with its arguments.

    Attributes:
        operation: what is called.
        args: its arguments.
        kwargs: its arguments by name.
        text: gives the call as a person writes it: `orders.save(order)`.
        given: what its roles stand for: the key that is asked for, the aggregate that is saved.
    """

    operation: OperationCall
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    text: Callable[[], str] = str
    given: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        """The call as a line of a scenario: with `await` where a caller of the port writes it."""
        return f"await {self.text()}" if self.operation.awaited else self.text()

    def on(self, adapter: Any) -> Any:
        """Make the call: what the adapter returned, which may be still to be awaited.

        Raises:
            TypeError: where a caller would write `await`, and what was returned cannot be awaited.
        """
        value = self.operation.function(adapter, *self.args, **self.kwargs)
        if self.operation.awaited and not inspect.isawaitable(value):
            raise TypeError(f"object {type(value).__name__} can't be used in 'await' expression")
        return value
