"""The command line.

Most runs are `dovetail lint` in a pre-commit hook, where nothing has changed since the last one: those are answered
here, and nothing else is imported for them.
"""

from __future__ import annotations

import gc
import os
import sys

from dovetail.architecture.kept.replay import replay

TYPE_CHECKING = False  # as `typing` has it, without importing that in every hook run
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def program() -> NoReturn:
    """What the console script calls: `main`, and then the end of the process.

    It builds one large graph and leaves no garbage behind, so nobody looks for any, nor tidies up at the end.
    """
    gc.disable()
    exit_code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        exit_code = exit_code or 1  # whoever was reading has gone, and a part of the report with them
    os._exit(exit_code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: as on the command line, without the program's name.

    Returns:
        The exit code: 0 holds, 1 something is broken, 2 could not be evaluated.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    known = replay(given[1:]) if given[:1] == ["lint"] else None
    if known is not None:
        return known
    from dovetail.cli.commands import run  # noqa: PLC0415 (only where there is more to do)

    return run(given)
