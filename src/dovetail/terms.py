"""Until when an exception is granted, and who decided it: of waivers, ignored rules and entries of the baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from dovetail.errors import ContractError


class Terms(NamedTuple):
    """The terms of an exception.

    Attributes:
        until: the day on which it is due; None where it has no end.
        who: who decided it, or nothing.
    """

    until: dt.date | None = None
    who: str = ""

    @property
    def due(self) -> bool:
        """Whether its day has come."""
        return self.until is not None and _today() >= self.until

    def told(self) -> str:
        """That it is due, and who decided it; nothing where it is not."""
        if not self.due:
            return ""
        return f"due since {self.until}" + (f", decided by {self.who}" if self.who else "")


NONE = Terms()


def _today() -> dt.date:
    return dt.date.today()


def read_terms(until: Any, who: Any, example: str) -> Terms:
    """The terms as somebody wrote them.

    Args:
        until: a date, or its text in ISO form; None for no end.
        who: a name; None for nobody's.
        example: how they are written here, for the message.

    Raises:
        ContractError: the day is no date, or the name no text.
    """
    if isinstance(until, str):
        try:
            until = dt.date.fromisoformat(until)
        except ValueError as error:
            raise ContractError(f"until = {until!r} is no date", f"write: {example}") from error
    if until is not None and (not isinstance(until, dt.date) or isinstance(until, dt.datetime)):
        raise ContractError(f"until = {until!r} is no date", f"write: {example}")
    if who is not None and not (isinstance(who, str) and who.strip()):
        raise ContractError(f"who = {who!r} is no name", f"write: {example}")
    return Terms(until, who or "")


def next_due(terms: Iterable[Terms]) -> int:
    """The moment from which one more of these is due, in seconds since 1970; 0 where none will be."""
    coming = [each.until for each in terms if each.until is not None and not each.due]
    return int(dt.datetime.combine(min(coming), dt.time()).timestamp()) if coming else 0


class Waiver(str):
    """The reason of a waiver, with its terms: a text like any other, so that it is shown as one."""

    terms: Terms

    __slots__ = ("terms",)


def waiver(reason: str, *, until: dt.date | str | None = None, who: str | None = None) -> str:
    """The reason for which a clause is waived, with the day on which that is due and who decided it.

    Written as `waived = {"REPO-21": waiver("the archive is read-only", until="2027-01-31", who="Ana")}`. A waiver that
    is due is told wherever its suite is; it breaks nothing by itself.

    Args:
        reason: why the clause is not met.
        until: the day, as a date or as `"2027-01-31"`; no end where it is left out.
        who: who decided it.

    Raises:
        ContractError: the day is no date, or the name no text.
    """
    made = Waiver(reason)
    made.terms = read_terms(until, who, 'waiver("the reason", until="2027-01-31", who="Ana")')
    return made


def terms_of(reason: str) -> Terms:
    """The terms of a waiver; none of one that is only a text."""
    return reason.terms if isinstance(reason, Waiver) else NONE
