"""The language of a gateway's clauses: draw calls, make them in front of a provider, judge what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NoReturn

from dovetail.faults.provider import Exchange, Request
from dovetail.policies import Answer, Fails, Raised, Returned
from dovetail.port import Port
from dovetail.suites.gateway.apart import are_apart
from dovetail.suites.gateway.bench import Bench, Script, Setting
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.live import is_asked_for
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.masking import credentials, masked
from dovetail.suites.gateway.source import GatewaySource
from dovetail.suites.gateway.telling import told
from dovetail.suites.gateway.trials import PATIENCE, Trial, run
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Scenario, answer_text

_EACH = 3  # calls of one operation
_DRAWN = 8  # examples in vain
_TRIES = 4  # on a machine that stands still each time


class Again(Exception):  # noqa: N818 - not an error: the clause is to be tried again
    """What broke a clause did so beside others, or on an adapter that had been used before."""


class GatewayScenario(Scenario):
    """One example of a gateway clause.

    Attributes:
        binding: the port in the contract's words.
        clause: the clause that is held.
    """

    clause = ""

    opens: type[Bench] = Bench
    """What an adapter is put in front of a provider with."""

    def __init__(self, binding: Binding, driver: Driver, source: GatewaySource, draw: Callable[[Any], Any]) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self.gateways = source
        self._drawn: list[Any] = []
        self._next = 0
        self._latest: Call | None = None
        self._begun_again = 0
        self._tried = 0

    @property
    def port(self) -> Port:
        """The port that the adapter is held to."""
        return self.binding.port

    @property
    def deadline(self) -> float | None:
        """The seconds that a call may take in all, where the port declares them."""
        return None if self.binding.contract.deadline is None else float(self.binding.contract.deadline)

    @property
    def sandbox(self) -> Setting | None:
        """What a bench is set up with that asks the provider's sandbox; None where nobody wants it to be asked."""
        upstream = getattr(self.binding.contract, "live", None)
        return Setting(upstream=str(upstream)) if upstream is not None and is_asked_for() else None

    # What is drawn

    def call(self, name: str) -> Call:
        """A call of an operation, with arguments that are drawn."""
        self.reached.add(name)
        if self._next == len(self._drawn):
            self._drawn.append(self.draw(self.binding.calls[name]))
        self._next += 1
        self._latest = self.binding.call(name, self._drawn[self._next - 1])
        return self._latest

    def calls(self) -> list[Call]:
        """A call of each operation."""
        return [self.call(name) for name in self.binding.calls]

    def several_calls(self) -> list[Call]:
        """A few calls of each operation; one, where there is but one."""
        return [
            self.call(name) for name in self.binding.calls for _ in range(1 if name in self.binding.fixed else _EACH)
        ]

    def other_calls(self, reason: str) -> NoReturn:
        """These calls say nothing about the clause; where some are drawn, others may, and a few are tried."""
        drawn = len(self.binding.fixed) < len(self.binding.calls)
        self.gateways.in_vain[self.clause] += 1
        (self.set_aside if drawn and self.gateways.in_vain[self.clause] != _DRAWN else self.no_case)(reason)

    def has_case(self) -> None:
        """This example says something about the clause, and so may others, however many say nothing."""
        self.gateways.in_vain[self.clause] = _DRAWN

    def alone(self) -> None:
        """Begin again with the same calls, and an adapter for each trial."""
        self.lines.clear()
        self._next = 0
        self._begun_again += 1

    # What is done

    def trial(
        self,
        label: str,
        body: Callable[[Bench], Any],
        setting: Setting | None = None,
        *,
        patience: float | None = None,
        shares: str = "",
    ) -> Trial:
        """Something to be done with an adapter; of its own, unless it shares one with those that say the same."""
        made = Trial(body, label, setting or Setting(), patience or max(PATIENCE, 2 * (self.deadline or 0)))
        if shares and not self._begun_again and self.binding.contract.breaker is None:
            made.shares = f"{shares} {made.setting}"
        return made

    def calling(self, label: str, call: Call, script: Script, condition: str, setting: Setting | None = None) -> Trial:
        """A single call of a provider that answers in one way, or by a script; may be made where others were before."""
        name = call.operation.name
        return self.trial(label, lambda bench: bench.call(call, script, condition), setting, shares=name)

    def run(self, trials: Sequence[Trial], *, at_once: int = 8) -> Sequence[Trial]:
        """Run trials, some at the same time.

        One after the other, where the adapters have something in common, such as a URL that is an attribute of their
        class, or where one of the trials broke the clause beside others and held it alone.
        """
        if self._begun_again > 1 or (at_once > 1 and len(trials) > 1 and not self._are_apart()):
            at_once = 1
        run(trials, self.binding, self.gateways.factory, at_once=at_once, opens=self.opens)
        for each in trials:
            self.gateways.secrets |= self.credentials([request for made in each.made for request in made.requests])
        return trials

    def _are_apart(self) -> bool:
        if self.gateways.apart is None and self._latest is not None:
            first, second = (self.opens(self.binding, self.gateways.factory) for _ in range(2))
            self.gateways.apart = are_apart(first, second, self._latest)
        return self.gateways.apart is not False

    def made(self, trials: Sequence[Trial]) -> Iterator[tuple[Trial, Made]]:
        """Run trials, and give each with the last call that it made; one that is not back in time ends the example.

        The trial that broke the clause in an example before is run first and alone, so that this is made smaller soon.
        """
        for each in self.in_suspected_order(trials):
            if each.overdue:
                self.not_back(each)
            yield each, self.last(each)

    def not_back(self, trial: Trial) -> NoReturn:
        """End the example, since a call was not back in time."""
        made = self.last(trial)
        self.tell(trial)
        self.not_evaluated(
            f"{made.call.operation.name} was not back after {trial.patience:g} s with this: {made.condition}; "
            "hand over what it waits with: adapter = lambda url, sleep: ..., or shorten its settings"
        )

    def in_suspected_order(self, trials: Sequence[Trial], *, at_once: int = 8) -> Iterator[Trial]:
        """Run trials, the one that broke the clause in an example before first and alone."""
        first = [each for each in trials if each.label == self.gateways.suspect]
        others = [each for each in trials if each.label != self.gateways.suspect]
        for some in (first, others):
            for each in self.run(some, at_once=at_once):
                if each.overdue and not each.made:
                    self.not_evaluated("the adapter was not made in time: see to what its callable waits for")
                yield each

    @staticmethod
    def last(trial: Trial) -> Made:
        return trial.made[-1]

    # What is said

    def tell(self, trial: Trial) -> None:
        """Write down what was done in a trial, and what the provider saw."""
        secrets = self.secrets
        self.say(f"gateway = {self.source.name}({self._address()})")
        for made in trial.made:
            if made.condition:
                self.say(f"# the provider: {masked(made.condition, secrets)}")
            self.say(masked(made.call.line(), secrets))
            for line in self.told(made.exchanges, secrets):
                self.say(line)
            if made.slept:
                self.say(f"# it slept {', '.join(f'{each:g}' for each in made.slept[:5])} s")

    def told(self, exchanges: Sequence[Exchange], secrets: Collection[str]) -> list[str]:
        """What the provider saw, a line for each request."""
        return told(exchanges, secrets)

    def credentials(self, requests: Sequence[Request]) -> set[str]:
        """The secrets that requests carried."""
        return credentials(requests)

    @property
    def secrets(self) -> set[str]:
        """What must be told nowhere: the secrets that the contract states, and those that requests have carried."""
        return self.gateways.secrets | {str(each) for each in self.binding.contract.secrets}

    def accuse(self, trial: Trial, expected: str, got: str, hint: str = "", path: str = "") -> NoReturn:
        """The clause is broken by what came of a trial.

        Raises:
            Again: it is to be tried once more, alone.
        """
        self.broken_by(trial)
        self.tell(trial)
        if self.last(trial).gave_in:
            hint = f"after {self.last(trial).most} requests the provider gave in" + (f"; {hint}" if hint else "")
        secrets = self.secrets
        self.broken(masked(expected, secrets), masked(got, secrets), path, masked(hint, secrets))

    def accuse_last(self, trial: Trial, expected: str, got: str, hint: str = "", *, then: str = "") -> NoReturn:
        """The clause is broken by a trial that made many calls, of which the last is told; `then` is done after them.

        Raises:
            Again: it is to be tried once more, alone.
        """
        self.broken_by(trial)
        count = len(trial.made)
        trial.made[:] = trial.made[-1:]
        self.tell(trial)
        self.say(f"# and so {count} times")
        if then:
            self.say(then)
        self.broken(expected, got, hint=hint)

    def broken_by(self, trial: Trial) -> None:
        """Note that a trial breaks the clause, or keeps it from being held.

        Raises:
            Again: it is to be tried once more, alone: other trials ran meanwhile, or had used its adapter before, or
                the machine stood still.
        """
        self.gateways.suspect = trial.label
        self._tried += trial.was_disturbed
        if not self._begun_again or not trial.alone or (trial.was_disturbed and self._tried < _TRIES):
            raise Again

    def failed(self, trial: Trial, made: Made, *, or_refused: bool = False) -> None:
        answer = made.answer
        assert answer is not None
        declared = self.binding.fails(answer) or self.binding.unknown(answer)
        if not declared and not (or_refused and self.binding.refuses(answer)):
            self.accuse(trial, self.binding.expected_failure(), answer_text(answer), self.escaped(answer))

    def escaped(self, answer: Answer) -> str:
        """Which library's exception it is, or which class should be a Result and is not known as one."""
        if isinstance(answer, Raised) and not self.binding.refuses(answer):
            home = type(answer.error).__module__.partition(".")[0]
            return f"{type(answer.error).__name__} is of {home}, and no caller of the port knows it"
        if isinstance(answer, Returned) and not answer.opened and isinstance(self.binding.contract.failure, Fails):
            name = type(answer.value).__name__
            return f"{name} is not known as a Result: register_result({name}, succeeded=..., value=..., error=...)"
        return ""

    def value(self, trial: Trial, made: Made) -> Any:
        """What a call gave that the provider let succeed; where it gave nothing, GATE-01 tells."""
        answer = made.answer
        if not isinstance(answer, Returned):
            self.broken_by(trial)
            said = f"{made.call.operation.name} does not succeed: {made.said}, as GATE-01 tells"
            self.no_case(said, left_to_another_clause=True)
        return answer.value

    def _address(self) -> str:
        given = {"sleep": "sleep=sleep", "clock": "clock=clock", "ca": "ca=..."}
        return ", ".join(
            [*self.gateways.called, *(given[each] for each in sorted(self.gateways.factory.takes & given.keys()))]
        )
