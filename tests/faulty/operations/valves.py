"""Faulty valves: each is wrong in one thing."""

from __future__ import annotations

import os
import sys

from correct.operations.applications.valves import Valves


class PassedOn(Valves):
    """OPS-09: the log and the answer have an id that was looked at, and the pump has what the caller sent."""

    def pump(self, identity: str, given: str) -> None:
        self.ask_the_pump({"Pump-Operation": given or identity})


class OutagesUncounted(Valves):
    """OPS-17: what is refused is counted, and what the pump fails is only logged."""

    def failed(self, bed: str, identity: str) -> None:
        self.say("failed", bed, identity)


class FirstWrong(Valves):
    """OPS-22: the first that is wrong ends it."""

    def refuse(self, wrong: list[str]) -> None:
        super().refuse(wrong[:1])


class ShowsWhatIsThere(Valves):
    """OPS-12: where a setting is missing, those that are there are shown beside it."""

    def read_settings(self, environ: object) -> None:
        there = {name: value for name, value in os.environ.items() if name in ("PUMP_KEY", "BEDS", "LITRES_MOST")}
        if "BEDS" not in there:
            sys.exit(f"BEDS: field required, PUMP_URL, LITRES_MOST too; input {there}")
        super().read_settings(os.environ)


class Untold(Valves):
    """OPS-05: the pump is not told for which request it runs."""

    def pump(self, identity: str, given: str) -> None:
        self.ask_the_pump({})
