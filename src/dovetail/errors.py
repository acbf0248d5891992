"""The one error that tells a user what to change."""

from __future__ import annotations


class ContractError(Exception):
    """A contract, a setting or a configuration that cannot be evaluated.

    Never raised for a clause that does not hold: that is a finding. The message says the cause, the remedy, and the
    setting or line to change; commands answer it with exit code 2.

    Args:
        cause: what is wrong, in one sentence.
        remedy: the line or setting that puts it right.
    """

    def __init__(self, cause: str, remedy: str = "") -> None:
        self.cause = cause
        self.remedy = remedy
        super().__init__(f"{cause}\n  {remedy}" if remedy else cause)
