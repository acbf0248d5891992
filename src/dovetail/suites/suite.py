"""A suite: one contract class bound to one source of adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import Any

from hypothesis import Phase, settings

from dovetail.errors import ContractError
from dovetail.suites.blame import blamed
from dovetail.suites.check import Check
from dovetail.suites.contract import Contract
from dovetail.suites.driver import Driver
from dovetail.suites.outcome import Finding, Outcome, Verdict
from dovetail.suites.running import run_check
from dovetail.suites.scenario import Scenario
from dovetail.suites.stating import given, refuse_misstated


class Suite:
    """A contract held against one adapter.

    Attributes:
        contract: the class that binds it.
        binding: the port in the contract's words.
        source: where its adapters come from.
    """

    def __init__(self, contract: type[Contract], store: Any = None, adapter: Any = None, key: str = "") -> None:
        """Bind a contract class.

        Args:
            contract: a subclass with a port, and an adapter or a store.
            store: the store, where a fixture or a caller gives it.
            adapter: the adapter, likewise.
            key: what keeps its saved examples apart; its name where not given.

        Raises:
            ContractError: something is missing or cannot be inferred.
        """
        self.contract = contract
        self.key = key or f"{contract.__module__}.{contract.__qualname__}"
        refuse_misstated(contract)
        held: Any = contract
        self.binding = _bound(held)
        self.source = contract.source(self.binding, *given(contract, adapter, store))

    @property
    def name(self) -> str:
        """The class's name."""
        return self.contract.__name__

    @property
    def kind(self) -> str:
        """The contract's kind: the class of dovetail's that it is made from."""
        return next(base.__name__ for base in self.contract.__mro__ if base.__module__.startswith("dovetail."))

    def run(self, check: Check[Any]) -> Outcome:
        """Run one clause's check.

        Raises:
            ContractError: it could not be evaluated.
        """
        outcome = self._outcome(check, self.contract.settings)
        if outcome.verdict is Verdict.BROKEN and (clause := self._told_by(check)) is not None:
            reason = f"what one adapter stores shows in the next, as {clause} tells: mend that first"
            outcome = Outcome(check.clause, Verdict.NOT_APPLICABLE, reason, outcome.examples, outcome.seconds)
        return _waived(outcome, self.contract.waived.get(check.clause))

    def _outcome(self, check: Check[Any], profile: settings | None) -> Outcome:
        lacking = getattr(self.binding, "lacking", None) if check.random else None
        reason = lacking or check.applies(self.binding, self.source)
        if reason is not None:
            return Outcome(check.clause, Verdict.NOT_APPLICABLE, reason)
        with Driver() as driver, self._store_of(driver):
            explain = partial(blamed, self.contract)
            return run_check(check, self._opener(driver), self.key, profile, explain)

    def _told_by(self, check: Check[Any]) -> str | None:
        """The clause that tells why an example may have met what an earlier one stored; None where it cannot have."""
        apart = self.contract.apart
        if apart is None or check is apart or check.of_one or not check.random or apart.clause in self.contract.waived:
            return None
        afresh = settings(self.contract.settings, phases=[Phase.generate], database=None)  # whatever this run replays
        try:
            return apart.clause if self._outcome(apart, afresh).verdict is Verdict.BROKEN else None
        except ContractError:
            return None

    def _opener(self, driver: Driver) -> Callable[[Callable[[Any], Any]], Scenario]:
        def opened(draw: Callable[[Any], Any]) -> Scenario:
            scenario = self.contract.scenario(self.binding, driver, self.source, draw)
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


@cache
def _bound(contract: Any) -> Any:
    return contract.bind()


def _waived(outcome: Outcome, reason: str | None) -> Outcome:
    """The outcome of a clause that the team knowingly does not meet: strict, so that no waiver outlives its cause."""
    if reason is None:
        return outcome
    if outcome.verdict is Verdict.BROKEN:
        return replace(outcome, verdict=Verdict.WAIVED, reason=reason)
    clause = outcome.clause
    said = "is not applicable" if outcome.verdict is Verdict.NOT_APPLICABLE else "holds"
    return replace(
        outcome,
        verdict=Verdict.BROKEN,
        reason=f"waived ({reason}), and it {said}",
        finding=Finding(clause, (), "broken, as the waiver says", said, hint=f"remove {clause} from waived"),
    )
