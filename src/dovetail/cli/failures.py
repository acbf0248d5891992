"""The one place where what went wrong becomes an exit code and a line to read."""

from __future__ import annotations

import os
import traceback

from dovetail.cli.output import complain, give_up_standard_output
from dovetail.errors import ContractError

# Set to anything, it shows where an unexpected error came from.
TRACEBACK = "DOVETAIL_TRACEBACK"
NOT_EVALUATED = 2
INTERRUPTED = 130


def answer(error: BaseException) -> int:
    """Say what went wrong.

    Returns:
        The exit code: 2, or 130 where the user ended the run. Never 1, which means that something is broken.
    """
    if os.environ.get(TRACEBACK):
        complain("".join(traceback.format_exception(error)).rstrip())
    if isinstance(error, KeyboardInterrupt):
        complain("error: interrupted")
        return INTERRUPTED
    complain(f"error: {_said(error)}")
    return NOT_EVALUATED


def unwritten(error: OSError, exit_code: int) -> int:
    """Say that the report could not be written, or not all of it.

    Returns:
        2; where the reader closed the pipe, as `head` does, the verdict, unless that was that everything holds.
    """
    give_up_standard_output()
    if isinstance(error, BrokenPipeError) and exit_code:
        return exit_code
    complain(f"error: the report could not be written: {error.strerror or error}")
    return NOT_EVALUATED


def _said(error: BaseException) -> str:
    if isinstance(error, ContractError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory to judge this repository"
    if isinstance(error, OSError) and error.strerror:
        named = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        return f"{named}{error.strerror}"
    kind = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return (
        f"dovetail itself failed ({kind}), which is no verdict on the repository\n"
        f"  please report it, with what {TRACEBACK}=1 shows when it is set"
    )
