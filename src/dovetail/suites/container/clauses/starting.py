"""What is missing is told when a container starts: CONT-02, CONT-03 and CONT-19."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dovetail.policies import Raised
from dovetail.suites.container.binding import ContainerBinding, name_of_key
from dovetail.suites.container.errors import names
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check, needs
from dovetail.suites.kernel.scenario import answer_text

_BY_NAME = "say what is missing, by its name; where it lacks more than that, let incomplete name all of it"
_AT_THE_START = "ask for all of it where the container is built: what is first missed by a request fails that request"


_incomplete = needs(
    lambda binding, _: binding.contract.incomplete,
    'nothing builds an incomplete container; one that does: incomplete = {"Orders": lambda: ...}',
)
_settings = needs(
    lambda binding, _: binding.contract.configuration,
    'nothing says which settings it needs: configuration = {"DATABASE_URL": "..."}',
)


def _several(binding: ContainerBinding, _source: Any) -> str | None:
    contract = binding.contract
    if len(contract.configuration) > 1 or any(len(_missing(each)) > 1 for each in contract.incomplete):
        return None
    return (
        "nothing is built that lacks two things at once: two settings, or incomplete = {(Orders, Clock): lambda: ...}"
    )


@check("CONT-02", _incomplete, random=False)
def an_incomplete_container_does_not_start(s: ContainerScenario) -> None:
    for missing, make in s.binding.contract.incomplete.items():
        error = _started_without(s, missing, make)
        first = _missing(missing)[0]
        if not any(names(error, each) for each in _missing(missing)):
            s.broken(f"an error that names {first}", answer_text(Raised(error)), hint=_BY_NAME)


@check("CONT-03", _several, random=False)
def all_that_is_missing_is_told_at_once(s: ContainerScenario) -> None:
    for wanted, error in _errors(s):
        for each in wanted:
            if not names(error, each):
                s.broken(
                    f"one error that names {' and '.join(wanted)}",
                    answer_text(Raised(error)),
                    hint="gather what is missing, and raise once: nobody starts a service six times to learn six names",
                )


@check("CONT-19", _settings, random=False)
def a_missing_setting_is_told_by_its_name(s: ContainerScenario) -> None:
    for name in s.each_alone(s.binding.contract.configuration):
        error = _started_with(s, {each: value for each, value in s.source.settings.items() if each != name})
        if error is None:
            s.broken(
                f"an error that names {name}", "it starts without", hint=f"{_AT_THE_START}; a default is no setting"
            )
        if not names(error, name):
            s.broken(f"an error that names {name}", answer_text(Raised(error)), hint="say which setting is missing")


def _errors(s: ContainerScenario) -> Iterator[tuple[tuple[str, ...], Exception]]:
    """The names that are missing, and the error that told of them."""
    for missing, make in s.binding.contract.incomplete.items():
        if len(_missing(missing)) > 1:
            yield _missing(missing), _started_without(s, missing, make, left=True)
    settings = tuple(s.binding.contract.configuration)
    if len(settings) > 1:
        s.lines.clear()
        error = _started_with(s, {})
        if error is None:
            s.set_aside("it starts without its settings, as CONT-19 tells", left_to_another_clause=True)
        yield settings, error


def _started_without(s: ContainerScenario, missing: Any, make: Callable[[], Any], *, left: bool = False) -> Exception:
    """What is raised where a container is built that lacks something."""
    s.lines.clear()
    listed = " and ".join(_missing(missing))
    s.say(f"# built without {listed}")
    error = s.start(lambda: s.source.built_by(make))
    if error is not None:
        return error
    if not left:
        s.broken(f"an error that names {listed}", "it starts", hint=_AT_THE_START)
    return s.set_aside("it starts all the same, as CONT-02 tells", left_to_another_clause=True)


def _started_with(s: ContainerScenario, settings: dict[str, Any]) -> Exception | None:
    """What is raised where a container is built with some of its settings."""
    s.say(f"# with no setting but {' and '.join(settings) or 'none at all'}")
    error = s.start(lambda: s.source.building(settings, {}))
    s.disconnect()
    return error


def _missing(said: Any) -> tuple[str, ...]:
    each = said if isinstance(said, tuple) else (said,)
    return tuple(one if isinstance(one, str) else name_of_key(one) for one in each)
