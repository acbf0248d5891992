"""What a run of the whole gate came to, as a value, and the document in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

VERSION = 1
Document = Mapping[str, Any]
Verdict = Literal["holds", "broken", "not evaluated"]
EXIT_CODES: dict[Verdict, int] = {"holds": 0, "broken": 1, "not evaluated": 2}


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the gate saw when it was last recorded, and no longer sees.

    Attributes:
        what: of which kind: `suite`, `clause`, `operation`, `contract` or `rule`.
        name: which one.
        message: what happened, in one sentence.
    """

    what: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """One run of the gate.

    Attributes:
        lint: the document of the lint; None where it was left out.
        suites: the document of the suites; None where none ran.
        tests: the verdict of the pytest run, which other failures than a clause's can break.
        losses: what the gate no longer sees.
        notes: what was left out and why.
    """

    lint: Document | None
    suites: Document | None
    tests: Verdict
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Broken when anything is certainly broken, else not evaluated when anything could not be judged."""
        verdicts = {self.tests, self.lint["verdict"] if self.lint else "holds", "broken" if self.losses else "holds"}
        return "broken" if "broken" in verdicts else "not evaluated" if "not evaluated" in verdicts else "holds"

    @property
    def exit_code(self) -> int:
        """0 holds, 1 broken, 2 not evaluated."""
        return EXIT_CODES[self.verdict]

    def document(self) -> dict[str, Any]:
        """The document of `dovetail check --format json`, version 1: keys are only ever added."""
        return {
            "version": VERSION,
            "verdict": self.verdict,
            "lint": self.lint,
            "tests": self.tests,
            "suites": (self.suites or {}).get("suites", []),
            "disagreements": (self.suites or {}).get("disagreements", []),
            "losses": [asdict(each) for each in self.losses],
            "notes": list(self.notes),
        }
