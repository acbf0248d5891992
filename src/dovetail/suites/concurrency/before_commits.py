"""Hold a client up before its commit where its store cannot: by what its thread calls, whatever the driver is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from dovetail.faults.pause import Pause

_COMMITS = {"commit", "_commit", "_commit_gen"}
"""What drivers, ORMs and frameworks name the function that commits, or that sends the commit."""


@contextmanager
def before_commits(number: int) -> Iterator[Pause]:
    """Hold a client up before the nth call of a function that commits, in threads that start meanwhile.

    Args:
        number: counted from 2: what the client does before its first commit is one.
    """
    pause = Pause(number)
    begun = threading.Event()

    def note(frame: FrameType, event: str, function: Any) -> None:
        if not pause.begun or event not in {"call", "c_call"}:
            return
        if not pause.here:
            pause.sends("", own=False)
            return
        if not begun.is_set():
            begun.set()
            pause.sends("", own=True)
        name = frame.f_code.co_name if event == "call" else getattr(function, "__name__", "")
        if name in _COMMITS and pause.sends(f"{name}()", own=True):
            pause.hold()

    usual = threading.getprofile()
    threading.setprofile(note)
    try:
        yield pause
    finally:
        pause.go_on()
        threading.setprofile(usual)
