"""Faulty workers."""

from __future__ import annotations

import sys
from typing import Any

from correct.operations.applications.thumbnails import Worker


class ReadyToTheEnd(Worker):
    """OPS-23: it says that it is ready while it takes no job any more."""

    def ready(self) -> bool:
        return True


class CutOff(Worker):
    """OPS-24: the signal ends the process in the midst of a job."""

    def listen_for_the_end(self) -> None:
        pass


class IdAsItComes(Worker):
    """OPS-09: the id of a job is taken as it is."""

    def identity(self, given: str) -> str:
        return given


class LinesOfTheirOwn(Worker):
    """OPS-03: the name of a picture is written as it is, beside the entry."""

    def say(self, severity: str, message: str, **data: Any) -> None:
        super().say(severity, message, **data)
        sys.stdout.write('{"severity": "DEBUG", "message": "' + data["picture"] + '"}\n')
