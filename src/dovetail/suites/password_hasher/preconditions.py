"""When a clause applies to a hasher's port: each gives the reason why it does not."""

from __future__ import annotations

from typing import Any

from dovetail.suites.password_hasher.binding import HasherBinding


def verifies(binding: HasherBinding, _source: Any) -> str | None:
    """The port verifies passwords."""
    if {"verify", "verify_and_update"} & binding.operations.keys():
        return None
    return 'the port has no verify; where it is called otherwise, operations = {"verify": "..."}'


def tells_outdated(binding: HasherBinding, _source: Any) -> str | None:
    """The port tells which hashes are to be made anew."""
    if {"needs_rehash", "verify_and_update"} & binding.operations.keys():
        return None
    return "the port does not tell which hashes are to be made anew"


def asynchronous(binding: HasherBinding, _source: Any) -> str | None:
    return None if any(each.awaited for each in binding.operations.values()) else "the port is not async"
