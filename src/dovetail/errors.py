"""The one error that tells a user what to change, and which word they may have meant."""

from __future__ import annotations

from collections.abc import Iterable


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


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Those of the known words that may have been meant, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 (a millisecond of every run in which nothing is misspelt)

    return get_close_matches(word, known, n=count)
