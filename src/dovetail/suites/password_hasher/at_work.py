"""Which slow hash functions run in this thread, as the interpreter tells it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SLOW = {"hashpw", "checkpw", "kdf", "pbkdf2_hmac", "scrypt", "argon2_hash", "argon2_verify", "crypt"}
"""What the hashes of Python's libraries are made by; in the thread of the event loop, it stops all other tasks."""


@contextmanager
def at_work(seen: list[str]) -> Iterator[None]:
    """Note the hash functions that run in this thread."""
    usual = sys.getprofile()

    def note(_frame: FrameType, event: str, function: Any) -> None:
        if event == "c_call" and getattr(function, "__name__", "") in _SLOW:
            seen.append(function.__name__)

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(usual)
