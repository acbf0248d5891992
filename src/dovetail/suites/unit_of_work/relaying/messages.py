"""Which message is which: the ids of rows and of what relays publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.naming import shortened
from dovetail.suites.kernel.blame import raising
from dovetail.suites.unit_of_work.outbox import Outbox
from dovetail.values import code

_PLAIN = (str, int, bytes, UUID)
_SHORT = 120


class Messages:
    """Tells messages apart, as a contract's outbox says it."""

    def __init__(self, outbox: Outbox, contract: str) -> None:
        """Know nothing of any message yet."""
        self._outbox = outbox
        self._contract = contract

    def id_of(self, message: Any) -> str:
        """The id of what a relay published.

        Raises:
            ContractError: it has none that is known.
        """
        if self._outbox.id is not None:
            return str(self.asked("id", message))
        return self._inferred(message, "id=lambda message: message.headers['id']")

    def known_id(self, event: Any) -> str | None:
        """The id of what `emits` gave; None where it gave nothing that says one."""
        try:
            return None if event is None else self._inferred(event, "")
        except ContractError:
            return None

    def ids_of(self, messages: Iterable[Any]) -> list[str]:
        """The ids of what relays published, in that order."""
        return [self.id_of(each) for each in messages]

    def rows(self, name: str, rows: Any) -> list[str]:
        """The ids of rows that `rows` or `dead` has given.

        Raises:
            ContractError: that is no list, or a row in it has no id that is known.
        """
        if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
            raise ContractError(
                f"{name} of the outbox of {self._contract} gives {_told(rows)}, which is no list of rows",
                f"{name}=lambda uow: [row.id for row in ...]",
            )
        return [self._inferred(each, f"{name}=lambda uow: [row.id for row in ...]") for each in rows]

    def key_of(self, message: Any) -> str:
        """That by which a message keeps its order.

        Raises:
            ContractError: the function that gives it fails.
        """
        return code(self.asked("key", message))

    def asked(self, name: str, message: Any) -> Any:
        """What `id` or `key` of the outbox says of a message.

        Raises:
            ContractError: it fails.
        """
        try:
            return getattr(self._outbox, name)(message)
        except Exception as error:
            raise ContractError(
                f"{name} of the outbox of {self._contract} {raising(error)}, called with {_told(message)}",
                "correct it: it is called with what the relay gives publish",
            ) from error

    def _inferred(self, held: Any, remedy: str) -> str:
        if isinstance(held, _PLAIN):
            return str(held)
        for name in ordered("outbox.id"):
            if isinstance(held, Mapping):
                if name in held:
                    return str(held[name])
            elif (found := getattr(held, name, None)) is not None:
                return str(found)
        raise ContractError(
            f"the outbox of {self._contract} has a message that says no id: {_told(held)}", f"say where it is: {remedy}"
        )


def _told(value: Any) -> str:
    return shortened(code(value), _SHORT)
