"""What the body of a unit was asked to do, so that it can be done again where the unit runs its body a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.unit_of_work.hosts.host import RanAway


@dataclass(frozen=True, slots=True)
class Step:
    """One call that a clause makes inside of a unit."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    awaited: bool


@dataclass(frozen=True, slots=True)
class End:
    """The end of a body, with an error or without."""

    error: BaseException | None

    def come(self) -> None:
        """End a body as the clause says.

        Raises:
            BaseException: the error that it is to end with.
        """
        if self.error is not None:
            raise self.error


@dataclass(slots=True)
class Script:
    """The steps of one body.

    Attributes:
        part: of what a unit gives its body, the part that was given for another unit's, such as its repository.
        entered: what the unit gave its body first.
        steps: what was done.
        runs: how often the unit has run its body.
        failures: the errors with which steps were answered in the first run.
    """

    part: Callable[[Any, Any, Any], Any]
    entered: Any = None
    steps: list[Step | End] = field(default_factory=list)
    runs: int = 0
    failures: list[BaseException] = field(default_factory=list)

    def begins(self, entered: Any) -> bool:
        """Note that the body runs; whether it does for the first time."""
        self.runs += 1
        if self.runs == 1:
            self.entered = entered
        return self.runs == 1

    def answers(self, answer: Answer) -> Answer:
        """Note what a step answers."""
        if isinstance(answer, Raised):
            self.failures.append(answer.error)
        return answer

    def ends_again(self, end: End) -> None:
        """End a later run of the body, with no error that a step had in the first one."""
        if not any(end.error is each for each in self.failures):
            end.come()

    def outcome(self, value: Any) -> Answer:
        """What the life of a unit answers that came to an end with a value; one that ran no body answers nothing."""
        if not self.runs:
            return Raised(RanAway("what it was given was not run"))
        return open_result(value) or Returned(None)

    def again(self, step: Step, entered: Any) -> Step:
        """A step as it is done in a later run of the body: to the parts of what the unit gives it now."""
        args = tuple(self.part(each, self.entered, entered) for each in step.args)
        return Step(self._of_now(step.function, entered), args, step.kwargs, step.awaited)

    def _of_now(self, function: Callable[..., Any], entered: Any) -> Callable[..., Any]:
        """A function; where it is a method of a part that another run was given, that of the part of this one."""
        owner = getattr(function, "__self__", None)
        part = self.part(owner, self.entered, entered) if owner is not None else None
        return function if part is None or part is owner else getattr(part, function.__name__, function)
