"""Why a clause says nothing of a reader; None where it does."""

from __future__ import annotations

from dovetail.suites.kernel.check import needs
from dovetail.suites.kernel.source import Source
from dovetail.suites.reader.binding import ReaderBinding
from dovetail.suites.reader.readings import Gives, Reading


def readable(binding: ReaderBinding, _source: Source) -> str | None:
    """Something of the port can be read."""
    views = [each for each in binding.readings.values() if each.gives is not Gives.TOTAL]
    if views:
        return None
    unread = ", ".join(binding.unread) or "none"
    return (
        f"no operation gives views that can be told apart ({unread}); say which aggregates one gives: "
        'queries = {"find_open": lambda order: order.is_open}'
    )


def filtering(binding: ReaderBinding, _source: Source) -> str | None:
    """An operation has filters."""
    several = [each for each in binding.readings.values() if each.gives is not Gives.ONE]
    return None if any(each.filters for each in several) else "no operation takes a filter"


parted = needs(
    lambda binding, _: any(_parted(each) for each in binding.readings.values()), "no operation gives pages or a limit"
)
limited = needs(
    lambda binding, _: any(each.limited for each in binding.readings.values()), "no operation takes a limit"
)


def _parted(reading: Reading) -> bool:
    return reading.gives is Gives.MANY and bool(reading.windows)


totalling = needs(
    lambda binding, _: any(says_total(each) for each in binding.readings.values()), "nothing says how many there are"
)


def says_total(reading: Reading) -> bool:
    """Whether a total is said of all that is picked, by an operation of its own or on a page."""
    if reading.gives is Gives.TOTAL:
        return reading.everything or reading.predicate is not None
    return reading.page is not None and reading.page.total is not None


def searching(binding: ReaderBinding, _source: Source) -> str | None:
    """An operation looks for a text."""
    if any(each.search for each in binding.readings.values()):
        return None
    stated = [each.name for each in binding.readings.values() if each.predicate is not None]
    beside = f", but for what queries states, which QRY-01 holds ({', '.join(stated)})" if stated else ""
    return f"no operation looks for a text{beside}"


rebuilding = needs(
    lambda binding, _: binding.rebuild is not None,
    "nothing says how the read model is rebuilt; say it: rebuild = lambda opened: opened.projector.rebuild()",
)
