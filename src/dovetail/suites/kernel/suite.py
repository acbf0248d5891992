"""A suite: one contract class bound to one source of adapters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import Phase, settings

from dovetail.catalogue import level_of
from dovetail.errors import ContractError
from dovetail.suites.kernel.blame import blamed
from dovetail.suites.kernel.budget import Budget, seconds_of
from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.examples import Plan
from dovetail.suites.kernel.options import Given, fixtures_of, kind_of
from dovetail.suites.kernel.outcome import Finding, Outcome, Verdict
from dovetail.suites.kernel.pool import FreshDraw, Pool
from dovetail.suites.kernel.refusals import refuse_misstated
from dovetail.suites.kernel.runner import run_check
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.subject import bound
from dovetail.terms import terms_of


class Suite:
    """A contract held against one adapter.

    Attributes:
        contract: the class that binds it.
        binding: what the contract knows of its subject.
        source: where its adapters come from.
    """

    def __init__(
        self,
        contract: type[Contract],
        *,
        key: str = "",
        strict: bool = False,
        pool: Pool | None = None,
        start: int | None = None,
        budget: Budget | None = None,
        settled: set[str] | None = None,
        **given: Any,
    ) -> None:
        """Bind a contract class.

        Args:
            contract: a subclass that says what is held to it.
            key: what keeps its saved examples apart; its name where not given.
            strict: whether broken clauses of level `should` fail a run.
            pool: what was drawn for it already.
            budget: the time that its clauses share; what the contract says where not given.
            start: where chance starts from in what is drawn for it, so that several processes draw the same.
            settled: what clauses of the suite have seen to hold already; see `Scenario.settled`.
            **given: by the name of an option that may be a fixture, what a fixture or a caller gives, if not None.

        Raises:
            ContractError: something is missing or cannot be inferred.
        """
        self.contract = contract
        self.pool = pool
        self.key = key or f"{contract.__module__}.{contract.__qualname__}"
        self._start = start
        self.budget = budget if budget is not None else _stated_budget(contract)
        self._strict = strict or contract.strict
        self._reached: set[str] = set()
        self._settled: set[str] = set() if settled is None else settled
        refuse_misstated(contract)
        _refuse_unknown(contract, given)
        self.binding = bound(contract)
        outright = {name: each for name, each in given.items() if each is not None}
        self.source = contract.source(self.binding, Given(contract, outright))

    @property
    def name(self) -> str:
        """The class's name."""
        return self.contract.__name__

    @property
    def kind(self) -> str:
        """The contract's kind, e.g. `RepositoryContract`."""
        return kind_of(self.contract).__name__

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of the operations that are there to be called; none where the subject is no port."""
        return tuple(getattr(self.binding.subject, "operations", ()))

    def run(self, check: Check[Any]) -> Outcome:
        """Run one clause's check.

        Raises:
            ContractError: it could not be evaluated.
        """
        self._reached.clear()
        started = time.monotonic()
        try:
            outcome = self._outcome(
                check, self.contract.settings, None if self.budget is None else self.budget.deadline()
            )
        finally:
            if self.budget is not None:
                self.budget.spend(time.monotonic() - started)
        called = tuple(each for each in self.operations if each in self._reached)
        broken = outcome.verdict is Verdict.BROKEN and outcome.evaluated
        if broken and (clause := self._blamed_on_sharing(check)) is not None:
            reason = f"what one adapter stores shows in the next, as {clause} tells: mend that first"
            outcome = Outcome(check.clause, Verdict.NOT_APPLICABLE, reason, outcome.examples, outcome.seconds)
        return replace(self._levelled(_waived(outcome, self.contract.waived.get(check.clause))), called=called)

    @contextmanager
    def scenario(self, many: int) -> Iterator[Any]:
        """A scenario of no clause, over an empty store; what is drawn in it is new each time.

        Args:
            many: how many values it may draw at once.
        """
        explain, profile = partial(blamed, self.contract), settings(self.contract.settings)
        with Driver() as driver, self._store_of(driver):
            yield self._opener(driver)(FreshDraw(many, profile, explain))

    def _levelled(self, outcome: Outcome) -> Outcome:
        """The outcome with its clause's level: a broken "should" fails a run only where that is asked for."""
        level = level_of(outcome.clause)
        advisory = outcome.verdict is Verdict.BROKEN and outcome.evaluated and level == "should" and not self._strict
        return replace(outcome, level=level, advisory=advisory)

    def _outcome(self, check: Check[Any], profile: settings | None, deadline: float | None = None) -> Outcome:
        lacking = getattr(self.binding, "lacking", None) if check.random else None
        reason = lacking or self._inapplicable(check)
        if reason is not None:
            return Outcome(check.clause, Verdict.NOT_APPLICABLE, reason)
        with Driver() as driver, self._store_of(driver):
            explain = partial(blamed, self.contract)
            plan = Plan(self._opener(driver), self.key, settings(profile), explain, self._shared(), deadline)
            return run_check(check, plan)

    def _inapplicable(self, check: Check[Any]) -> str | None:
        """Why the clause does not apply, or None where it does."""
        try:
            return check.applies(self.binding, self.source)
        except ContractError:
            raise
        except Exception as error:
            explained = blamed(self.contract, error)
            if explained is error:
                raise
            raise explained from error

    def _shared(self) -> Pool | None:
        """The values that the clauses share; none where they cannot be copied."""
        if self.pool is None:
            strategy = self.contract.shared(self.binding)
            if strategy is not None:
                explain = partial(blamed, self.contract)
                self.pool = Pool(
                    strategy, settings(self.contract.settings), explain, self._start, hurried=self.budget is not None
                )
        return self.pool

    def _blamed_on_sharing(self, check: Check[Any]) -> str | None:
        """The clause that adapters share nothing, where it is broken and may be why this one is; else None."""
        apart = self.contract.apart
        if apart is None or check is apart or check.single or not check.random or apart.clause in self.contract.waived:
            return None
        afresh = settings(self.contract.settings, phases=[Phase.generate], database=None)  # whatever this run replays
        try:
            return apart.clause if self._outcome(apart, afresh).verdict is Verdict.BROKEN else None
        except ContractError:
            return None

    def _opener(self, driver: Driver) -> Callable[[Callable[[Any], Any]], Scenario]:
        max_examples = settings(self.contract.settings).max_examples

        def opened(draw: Callable[[Any], Any]) -> Scenario:
            scenario = self.contract.scenario(self.binding, driver, self.source, draw)
            scenario.reached, scenario.settled = self._reached, self._settled
            scenario.max_examples = max_examples
            scenario.clear()
            return scenario

        return opened

    @contextmanager
    def _store_of(self, driver: Driver) -> Iterator[None]:
        """Close the store's resources, where it has any, on the event loop that opened them."""
        try:
            yield
        finally:
            close = getattr(self.source.store, "close", None)
            if close is not None:
                driver.call(close)


def _stated_budget(contract: type[Contract]) -> Budget | None:
    if contract.budget is None:
        return None
    return Budget(seconds_of(contract.budget, f"the budget of {contract.__name__}"), len(contract.checks))


def _refuse_unknown(contract: type[Contract], given: Mapping[str, Any]) -> None:
    """Refuse what a caller gives under a name that the contract does not know."""
    known = list(fixtures_of(contract))
    for name in given:
        if name not in known:
            said = f"it takes {' and '.join(known)}" if known else "it takes none"
            raise ContractError(f"{contract.__name__} takes no {name}", said)


def _waived(outcome: Outcome, reason: str | None) -> Outcome:
    """The outcome of a clause that the team knowingly does not meet: strict, so that no waiver outlives its cause."""
    if reason is None:
        return outcome
    if not outcome.evaluated or outcome.verdict is Verdict.CUT_SHORT:
        return outcome
    if outcome.verdict is Verdict.BROKEN:
        return replace(outcome, verdict=Verdict.WAIVED, reason=str(reason), due=terms_of(reason).told())
    clause = outcome.clause
    said = "is not applicable" if outcome.verdict is Verdict.NOT_APPLICABLE else "holds"
    return replace(
        outcome,
        verdict=Verdict.BROKEN,
        reason=f"waived ({reason}), and it {said}",
        finding=Finding(clause, (), "broken, as the waiver says", said, hint=f"remove {clause} from waived"),
    )
