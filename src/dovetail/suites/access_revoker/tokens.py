"""What a grant holds: the token that is shown, and the one by which a new one is had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dovetail.conventions import ordered

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Access:
    """Access that was granted to a user.

    Attributes:
        user: whose it is.
        token: what is shown to use it.
        refresh: what is given to have it renewed; None where nothing is known that is.
        name: what it is called in the scenario.
    """

    user: str
    token: Any
    refresh: Any
    name: str


def tokens_in(granted: Any) -> tuple[Any, Any]:
    """The token that is shown, and the one that renews it, where what was granted has one."""
    if isinstance(granted, (str, bytes, UUID, int)) or granted is None:
        return granted, None
    if isinstance(granted, tuple) and not hasattr(granted, "_fields"):
        return granted[0], granted[1] if len(granted) == _PAIR else None
    token = _named(granted, "access")
    return granted if token is None else token, _named(granted, "refresh")


def _named(granted: Any, role: str) -> Any:
    for name in ordered(f"access_revoker.tokens.{role}"):
        if isinstance(granted, Mapping):
            if name in granted:
                return granted[name]
        elif hasattr(granted, name) and not callable(getattr(granted, name)):
            return getattr(granted, name)
    return None
