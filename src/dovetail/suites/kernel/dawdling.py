"""A thread that takes its time between the steps of an adapter's own code, so that others get in between.

Where a client reads, decides and writes, the time between is so short that threads which begin together seldom meet
in it. Here each call that the adapter makes, and each return to it, lasts a little longer.
"""

from __future__ import annotations

import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

_PAUSE = 0.0003  # seconds
_MOST = 60  # pauses of one client
_OWN = str(Path(__file__).parents[2])
_NOT_THE_ADAPTERS = (
    _OWN,
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    sysconfig.get_path("platlib"),
    "<frozen",
)
_TOO_SMALL = {"builtins", "sys", "time", "_json", "copy", "_thread", "itertools", "collections", "datetime", "re"}


class Dawdling:
    """What `sys.setprofile` is given for a thread; coverage and debuggers use another hook, and are not disturbed.

    Args:
        once: from when on the thread takes its time; from its beginning, where nothing is said.
    """

    def __init__(self, once: Callable[[], bool] | None = None) -> None:
        self._once = once
        self._left = _MOST
        self._usual = sys.getprofile()

    def begin(self) -> None:
        """From here on, this thread takes its time."""
        sys.setprofile(self._step)

    def end(self) -> None:
        """This thread is as fast as ever."""
        sys.setprofile(self._usual)

    def _step(self, frame: FrameType, event: str, arg: Any) -> None:
        if self._left and _is_a_step(frame, event, arg) and (self._once is None or self._once()):
            self._left -= 1
            time.sleep(_PAUSE)


def _is_a_step(frame: FrameType, event: str, arg: Any) -> bool:
    """Whether the adapter's own code is called or returns, or it or a library calls what is in C, such as a driver."""
    if event in {"c_call", "c_return"}:
        return not frame.f_code.co_filename.startswith(_OWN) and _module_of(arg) not in _TOO_SMALL
    return event in {"call", "return"} and not frame.f_code.co_filename.startswith(_NOT_THE_ADAPTERS)


def _module_of(function: Any) -> str:
    """The module of a function in C, or of the class whose method it is."""
    own = getattr(function, "__self__", None)
    if own is None or type(own).__name__ == "module":
        return str(getattr(function, "__module__", "") or "builtins")
    return type(own).__module__ if not isinstance(own, type) else own.__module__
