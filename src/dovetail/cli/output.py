"""Writing to standard output and standard error, which may be a pipe, a full disk, closed, or of a narrow encoding."""

from __future__ import annotations

import os
import sys

from dovetail.report.escaping import in_text

# The exit code; the report, in UTF-8; and whether it is for machines, and stays UTF-8 whatever the console speaks.
Reply = tuple[int, bytes, bool]


def for_people(exit_code: int, *lines: str) -> Reply:
    """A reply in words."""
    text = in_text("\n".join(lines))
    return exit_code, f"{text}\n".encode(), False


def complain(text: str) -> None:
    """Write lines to standard error; where that cannot be, the exit code says enough."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{in_text(text)}\n")
            sys.stderr.flush()
    except (OSError, ValueError):
        return


def give_up_standard_output() -> None:
    """Let nothing more be written where it failed: Python would try once more at its end, and complain itself."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return
