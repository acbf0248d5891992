"""Opening a reader beside the command side that writes what it reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any


class FakeSides(SimpleNamespace):
    """A fake reader beside the fake of its command side: it reads what that keeps, so that nothing has to catch up."""


def beside(reader: Callable[..., Any], **commands: Callable[..., Any]) -> Callable[..., Any]:
    """Make a callable that opens a reader and its command side over one connection.

    Args:
        reader: opens the reader, from what a store gives it (a session, a client, a dictionary).
        **commands: by the name that the contract has for it, what opens the command side from the same.

    Returns:
        What a store takes as its `adapter`: it is called with the connection, and gives an object with `reader` and the
        names of the commands as attributes.
    """

    def opened(*args: Any, **kwargs: Any) -> SimpleNamespace:
        sides = {name: make(*args, **kwargs) for name, make in commands.items()}
        return SimpleNamespace(reader=reader(*args, **kwargs), **sides)

    return update_wrapper(opened, reader)
