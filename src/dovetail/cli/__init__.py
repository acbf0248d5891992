"""The command line.

Most runs are `dovetail lint` in a pre-commit hook, where nothing has changed since the last one: those are answered
here, and nothing else is imported for them, not even `__future__`.
"""

import gc
import os
import sys

from dovetail.replay import replay

TYPE_CHECKING = False  # as `typing` has it, without importing that in every hook run
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from dovetail.cli.output import Reply


def program() -> "NoReturn":
    """What the console script calls: `main`, and then the end of the process.

    It builds one large graph and leaves no garbage behind, so nobody looks for any, nor tidies up at the end.
    """
    gc.disable()
    try:
        exit_code = main()
    except SystemExit as stopped:  # argparse, asked for help or told nonsense; or a signal to end
        exit_code = stopped.code if isinstance(stopped.code, int) else 2
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        exit_code = exit_code or 2
    os._exit(exit_code)


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command.

    Args:
        arguments: as on the command line, without the program's name.

    Returns:
        The exit code: 0 holds, 1 something is broken, 2 could not be evaluated, 130 interrupted.
    """
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        reply = replay(given[1:]) if given[:1] == ["lint"] else None
        if reply is None:
            from dovetail.cli.commands import run  # noqa: PLC0415 (only where there is more to do)

            reply = run(given)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is no finding, and exit code 1 means one)
        from dovetail.cli.failures import answer  # noqa: PLC0415

        return answer(error)
    try:
        _write(reply)
    except OSError as error:
        from dovetail.cli.failures import unwritten  # noqa: PLC0415

        return unwritten(error, reply[0])
    return reply[0]


def _write(reply: "Reply") -> None:
    """Write a report to standard output, whatever that is.

    Raises:
        OSError: it cannot be written.
    """
    _, report, for_machines = reply
    stream = sys.stdout
    if stream is None:  # closed before the start: nobody wants it
        return
    binary = getattr(stream, "buffer", None)
    if binary is None:  # something that Python code put there
        stream.write(report.decode())
        return
    encoding = stream.encoding or "utf-8"
    if not for_machines and encoding.lower() not in ("utf-8", "utf8"):
        report = report.decode().encode(encoding, "backslashreplace")
    stream.flush()
    binary.write(report)
    stream.flush()
