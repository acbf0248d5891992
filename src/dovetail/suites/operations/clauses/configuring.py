"""What is missing or wrong is told before anything is done: OPS-21 and OPS-22."""

from __future__ import annotations

from dovetail.suites.kernel.check import check
from dovetail.suites.operations.preconditions import states
from dovetail.suites.operations.scenario import OperationsScenario
from dovetail.suites.operations.starting import RefusedStart, refused_start

_REQUIRED = states("required", 'required = ["DATABASE_URL"]', "which settings it cannot start without")


@check("OPS-21", _REQUIRED, random=False)
def missing_are_named_at_start(s: OperationsScenario) -> None:
    _judge(s, refused_start(s, dict.fromkeys(s.binding.required())))


@check("OPS-22", _REQUIRED, random=False, needs_a_case=True)
def wrong_are_named_at_start(s: OperationsScenario) -> None:
    # What is missing is left to OPS-21: who tells first of all that is missing has looked at no value by then.
    wrong = {name: value for name, value in s.binding.required().items() if value is not None}
    if not wrong:
        s.no_case('no wrong value is stated: required = {"PORT": "not a number"}')
    _judge(s, refused_start(s, wrong))


def _judge(s: OperationsScenario, start: RefusedStart) -> None:
    s.say(start.line)
    if not start.code:
        late = "read the settings before anything is served; a file .env in the folder may have given them"
        again = "gunicorn starts a worker again that exits (SystemExit), and ends where its application raises an error"
        ends = start.starts or start.code is not None
        s.broken("it does not start", start.came, hint=late if ends else again)
    said = start.said.lower()
    prefix = _shared(list(start.changed))
    unnamed = [name for name in start.changed if not {name.lower(), name[len(prefix) :].lower()} & _words(said)]
    if unnamed:
        last = [each for each in start.said.splitlines() if each.strip()][-1:] or ["nothing"]
        hint = "look at all of them before the first is complained of" if len(unnamed) < len(start.changed) else ""
        s.broken(
            f"all of them by name: {', '.join(start.changed)}", f"not {', '.join(unnamed)}: {last[0][:200]}", hint=hint
        )


def _words(text: str) -> set[str]:
    """The names that are in a text."""
    return set("".join(each if each.isalnum() or each == "_" else " " for each in text).split())


def _shared(names: list[str]) -> str:
    """What all names begin with, up to an underscore: libraries leave it out."""
    first, last = min(names), max(names)
    same = next((place for place, each in enumerate(first) if last[place : place + 1] != each), len(first))
    return first[: first.rfind("_", 0, same) + 1] if len(names) > 1 else first[: first.find("_") + 1]
