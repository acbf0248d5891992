"""Whoever opens a container closes it: CONT-18."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from dovetail.suites.container.clauses.finalising import classes_of
from dovetail.suites.container.libraries import LIBRARIES
from dovetail.suites.container.lives import Lives
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check, needs

_has_entry_points = needs(
    lambda binding, _: binding.contract.entry_points,
    'nothing says what opens it: entry_points = {"cli": lambda: main(["--version"])}',
)


@check("CONT-18", _has_entry_points, random=False)
def every_entry_point_closes_it(s: ContainerScenario) -> None:
    with s.unrecorded():
        classes = classes_of(s) | {cls: how for library in LIBRARIES for cls, how in library.closings().items()}
        s.disconnect()
    for name, run in s.binding.contract.entry_points.items():
        s.lines.clear()
        s.say(f"entry_points[{name!r}]()")
        lives = Lives(classes)
        with lives.watched(), s.source.environment():
            error = _ran(s, run)
        if not lives.made:
            after = f"; it raised {type(error).__name__}: {error}" if error is not None else ""
            s.not_evaluated(f"the entry point {name} made nothing that is to be closed{after}")
        for each in lives.unended():
            s.broken(
                f"the {type(each).__name__} is closed when it is done",
                "it is not",
                hint="open it by `with`: what was not written yet is lost with the process",
            )


def _ran(s: ContainerScenario, run: Callable[[], Any]) -> BaseException | None:
    """What an entry point raised; one that ends the program has come to its end as well."""
    try:
        given = run()
        if inspect.isawaitable(given):
            s.driver.settle(given)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a program ends with
        return error
    return None
