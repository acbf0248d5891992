"""A second registration is refused, or told: CONT-17."""

from __future__ import annotations

import logging
import warnings

from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.environment.logs import Listening, everything_logged
from dovetail.suites.kernel.check import check, stating

_registers_twice = stating(
    "registered_twice", "nothing builds one with something registered twice: registered_twice = lambda: ..."
)


@check("CONT-17", _registers_twice, random=False)
def a_second_registration_is_not_silent(s: ContainerScenario) -> None:
    make = s.binding.contract.registered_twice
    listening = Listening()
    with warnings.catch_warnings(record=True) as warned, everything_logged(listening):
        warnings.simplefilter("always")
        error = s.start(lambda: s.source.built_by(make))
        s.disconnect()
    s.lines.clear()
    s.say("container = registered_twice()")
    told = [each for each in listening.records if each.levelno >= logging.WARNING]
    if error is None and not warned and not told:
        s.broken(
            "an error, a warning, or a line in the log",
            "nothing of the kind: the last one counts",
            hint="a module that is imported later takes the place of another one's, and nobody has meant it",
        )
