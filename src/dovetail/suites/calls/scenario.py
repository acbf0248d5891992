"""A scenario that calls the operations of a port: the one path that every call of every kind of contract takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dovetail.policies import Answer, Policy, Raised, Returned, Returns
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.owner import BY_OBJECT, Owner, OwnerObjects
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.scenario import Line, Scenario
from dovetail.values import code, identical, picture
from dovetail.values.changes.mutable_places import disturbed
from dovetail.values.choosing import number

T = TypeVar("T")

_TRIES = 40


class CallingScenario(Scenario):
    """One example of a clause that is about operations.

    A kind may say more of five things: what its roles stand for (`completed`), what its objects are called (`text`),
    how an answer is seen (`seen`), what is made of an absent key (`absence_made_of`), and whose data is meant
    (`owned`).
    """

    _owner_objects: OwnerObjects | None = None

    @property
    def owned(self) -> Owner | None:
        """Whose the data of the port is, where its operations ask for that."""
        return None

    def some(self, most: int) -> int:
        """A number from 0 to `most`."""
        return number(self.draw, 0, most) if most else 0

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices; the first is the simplest."""
        return choices[self.some(len(choices) - 1)]

    def another(self, strategy: Any, known: list[Any], what: str) -> Any:
        """A drawn value that is none of those that are known; it is one of them from here on."""
        for _ in range(_TRIES):
            drawn = self.draw(strategy)
            if not any(identical(drawn, each) for each in known):
                known.append(drawn)
                return drawn
        return self.set_aside(f"no other {what} was drawn")

    def changes_in_place(self, value: Any, name: str) -> bool:
        """Change anything in an object in place, and say so; whether anything could be changed."""
        line = disturbed(self.draw, value, name)
        if line is not None:
            self.say(line)
        return line is not None

    def succeeds(self, reply: Reply, expected: str) -> None:
        """An operation has succeeded, as was expected."""
        if not isinstance(reply.answer, Returned):
            self.broken(expected, str(reply))

    def as_stated(self, policy: Policy | None, name: str, reply: Reply, said: str = "") -> None:
        """Hold a reply to the policy that is stated; where none is, note it for the report, in other words if given."""
        if policy is None:
            self.observed[name] = said or reply.as_policy()
        elif not policy.accepts(reply.answer):
            self.broken(str(policy), str(reply))

    def completed(self, given: dict[str, Any]) -> dict[str, Any]:
        """A value for each role, from those that a clause gave."""
        return given

    def text(self, value: Any) -> Line:
        """The code of a value as it is now."""
        now = picture(value)
        return lambda: code(now)

    def seen(self, answer: Answer, operation: OperationCall) -> Reply:  # noqa: ARG002 - kinds ask it
        """The reply to a call, while the connection is open over which it came."""
        return Reply(answer, picture(answer.value)) if isinstance(answer, Returned) else Reply(answer)

    def prepared(self, operation: OperationCall, **given: Any) -> PreparedCall:
        """A call of an operation with a value for each role: an owner is given as the operation asks for it."""
        self.reached |= operation.reaches
        given = self.completed(given)
        asking = next((parameter for parameter, role in operation.roles if role == BY_OBJECT), None)
        if asking is not None:
            given[BY_OBJECT] = self.owner_as(given["scope"], asking.hint)
        args, kwargs = operation.arguments(**given)
        if not self.recording:
            return PreparedCall(operation, args, kwargs, given=given)
        called = self.called
        texts = [("", self.text(each)) for each in args] + [(f"{name}=", self.text(kwargs[name])) for name in kwargs]

        def text() -> str:
            return operation.called(
                called, [name + (part if isinstance(part, str) else part()) for name, part in texts]
            )

        return PreparedCall(operation, args, kwargs, text, given)

    def owner_as(self, value: Any, cls: Any) -> Any:
        """The owner of that value as an object of a class that an operation asks for, the same one every time."""
        assert self.owned is not None  # else no parameter would have that role
        if self._owner_objects is None:
            self._owner_objects = OwnerObjects(self.owned)
        owner = self._owner_objects.of(value, cls, self.draw)
        if owner is None:
            self.set_aside(f"no {cls.__name__} can have that {self.owned.held_in(cls)}")
        return owner

    def call(self, operation: OperationCall, **given: Any) -> Reply:
        """Call an operation with a value for each role."""
        return self.make(self.prepared(operation, **given))

    def answered(self, call: PreparedCall) -> Reply:
        """The reply of the adapter to a call."""
        answer = self.driver.call(call.on, self.adapter, _awaited=call.operation.awaited)
        return self.seen(self.told_apart(call, answer), call.operation)

    def told_apart(self, call: PreparedCall, answer: Answer) -> Answer:
        """An answer to a call; what the contract makes of the key of what is absent is said to be that."""
        absence = self.absence_made_of(call)
        if absence is None or not isinstance(answer, Returned) or not absence.accepts(answer):
            return answer
        return replace(answer, absent=True)

    def absence_made_of(self, call: PreparedCall) -> Returns | None:  # noqa: ARG002 - kinds ask it
        """What the contract makes of what a call asks for, where it says so and nothing is stored there."""
        return None

    def make(self, call: PreparedCall) -> Reply:
        """Make a call over the current connection, which ends with it where a unit of work commits for the adapter."""
        self.say(call.line)
        reply = self.answered(call)
        answer = reply.answer
        if not self.source.commits:
            return reply
        if isinstance(answer, Raised):
            self.abandon(answer.error)
            return reply
        closed = self.disconnect()
        return Reply(closed, of_unit=True) if isinstance(closed, Raised) else reply
