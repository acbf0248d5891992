"""The arguments of a call that are text, and the same call with another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dovetail.port import MISSING
from dovetail.suites.gateway.binding import Call


def texts_of(call: Call) -> Iterator[tuple[int | str, str]]:
    """The arguments of a call that are text, each with where it is."""
    places: list[tuple[int | str, Any]] = [*enumerate(call.args), *call.kwargs.items()]
    yield from ((where, value) for where, value in places if isinstance(value, str))


def replaced(call: Call, where: int | str, value: str) -> Call:
    """The call with another text in one place."""
    if isinstance(where, int):
        return replace(call, args=(*call.args[:where], value, *call.args[where + 1 :]), expected=MISSING)
    return replace(call, kwargs={**call.kwargs, where: value}, expected=MISSING)
