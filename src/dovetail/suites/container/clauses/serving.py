"""Every port is served, by what satisfies it, and nothing depends on itself: CONT-01, CONT-04 and CONT-05."""

from __future__ import annotations

import inspect
from typing import Any, NoReturn

from dovetail.policies import Raised
from dovetail.port import Port
from dovetail.suites import structure
from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.errors import is_cycle
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import Check, check
from dovetail.suites.kernel.scenario import answer_text

_SHAPES: tuple[Check[Any], ...] = (
    structure.every_operation_exists,
    structure.every_call_is_accepted,
    structure.same_function_kind,
    structure.compatible_annotations,
)


@check("CONT-01", random=False)
def every_port_is_served(s: ContainerScenario) -> None:
    error = s.start()
    if error is not None:
        if is_cycle(error):
            s.set_aside("something depends on itself, as CONT-04 tells", left_to_another_clause=True)
        s.broken("it is built", answer_text(Raised(error)))
    with s.scope() as asked:
        for key in s.each_alone(s.binding.ports):
            answer = s.answer(asked, key)
            if answer.error is not None and not is_cycle(answer.error):
                s.broken(f"something for {name_of_key(key)}", answer_text(Raised(answer.error)), hint=_unserved(key))
            if answer.error is None and answer.given is None:
                s.broken(f"something for {name_of_key(key)}", "None", hint=_unserved(key))
    if s.binding.generic:
        generic = " and ".join(s.binding.generic)
        s.learned = f"nobody asks for {generic} without its type: ports = [{s.binding.generic[0]}[...]]"


@check("CONT-04", random=False)
def nothing_depends_on_itself(s: ContainerScenario) -> None:
    error = s.start()
    if error is not None:
        if is_cycle(error):
            s.broken("nothing depends on itself", answer_text(Raised(error)), hint=_CYCLE)
        s.set_aside("it is not built, as CONT-01 tells", left_to_another_clause=True)
    with s.scope() as asked:
        for key in s.each_alone(s.binding.asked):
            answer = s.answer(asked, key)
            if answer.error is not None and is_cycle(answer.error):
                s.broken(f"something for {name_of_key(key)}", answer_text(Raised(answer.error)), hint=_CYCLE)


@check("CONT-05", random=False)
def what_is_served_satisfies_its_port(s: ContainerScenario) -> None:
    with s.scope() as asked:
        for key, port in s.each_alone(s.binding.ports.items()):
            answer = s.answer(asked, key)
            if answer.error is None and answer.given is not None:
                _is_one(s, key, answer.given)
                for shape in _SHAPES:
                    shape.run(_Given(s, port, answer.given))


class _Given:
    """What a container gave for a port, as the checks on structure look at an adapter."""

    def __init__(self, s: ContainerScenario, port: Port, adapter: Any) -> None:
        self.port = port
        self.adapter = adapter
        self._s = s

    def broken(self, expected: str, got: str, path: str = "", hint: str = "") -> NoReturn:
        """What is given does not fit."""
        self._s.broken(f"{expected}, as {self.port.name} says", got, path, hint)


def _is_one(s: ContainerScenario, key: Any, given: Any) -> None:
    """What is given is no class, coroutine or context manager in the place of the object that it would give."""
    name = name_of_key(key)
    if inspect.isclass(given):
        s.broken(f"an object that serves {name}", f"the class {given.__name__}", hint="it was registered as a value")
    if inspect.iscoroutine(given) or inspect.isasyncgen(given) or inspect.isgenerator(given):
        kind = type(given).__name__
        if inspect.iscoroutine(given):
            given.close()
        s.broken(f"an object that serves {name}", f"a {kind}", hint="its factory is not awaited, or is left half done")


def _unserved(key: Any) -> str:
    return f'where no container serves it, say so: without = {{{name_of_key(key)}: "the reason"}}'


_CYCLE = "let one of the two be given what makes the other, or take out what both need"
