"""What is counted, and under which labels: OPS-17 and OPS-18."""

from __future__ import annotations

import time
from collections import Counter

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.operations.exposition import Series, series_in, total
from dovetail.suites.operations.performed import Performed, new_unique
from dovetail.suites.operations.preconditions import states, with_metrics
from dovetail.suites.operations.process.asking import Ask
from dovetail.suites.operations.scenario import OperationsScenario

_TICK = 0.02
_TURNS = 2
_MANY = 6

_COUNTS = states("counter", 'counter = "parcels_total"', "what counts the request")


@check("OPS-17", all_of(with_metrics, _COUNTS), random=False)
def counted_once(s: OperationsScenario) -> None:
    s.perform()  # a series may come to be with the first operation
    if _count(s) is None:
        names = sorted({each.name for each in _series(s) if each.name.endswith("_total")})
        raise ContractError(
            f"counter of {s.contract.__name__} is {s.contract.counter!r}, and no series has that name",
            f"its counters are {', '.join(names) or 'none'}",
        )
    for option in ("request", "failing") if s.states("failing") else ("request",):
        for _ in range(_TURNS):
            _judge(s, _moved(s, option)[1])
    if not s.states("failing"):
        s.learned = "failures were not asked for: failing = ..."
    elif s.session.outside.gateways:
        with s.failing_gateways():
            made, moved = _moved(s, "request")
        # What is taken all the same may be done, and counted, when the gateway is there again.
        if not made.succeeded:
            _judge(s, moved)


def _judge(s: OperationsScenario, moved: float) -> None:
    if moved != 1:
        s.say(f"# {s.contract.counter} moved by {moved:g}")
        s.broken("a counter that moves by 1", f"by {moved:g}")


@check("OPS-18", with_metrics, random=False)
def labels_are_bounded(s: OperationsScenario) -> None:
    marks = [mark for each in s.sample.performed for mark in each.marks]
    over_http = isinstance(s.sample.requests[0].asked, Ask)
    if over_http:
        marks.append(_lost(s))
    before = _series(s)
    for option in ("request", "failing") if s.states("failing") else ("request",):
        for _ in range(_MANY):
            marks += s.perform(option).marks
    if over_http:
        marks += [_lost(s) for _ in range(_MANY)]
    after = _series(s)
    for each in after:
        name = next((name for name, value in each.labels for mark in marks if mark in value), None)
        if name is not None:
            s.broken("labels of which there are few", each.text, name, "the pattern of the route, and no path or id")
    new = Counter(each.name for each in set(_names(after)) - set(_names(before)))
    name, count = max(new.items(), key=lambda each: each[1], default=("", 0))
    if count >= _MANY:
        s.broken("as many series as before", f"{count} new ones of {name}, for {_MANY} operations of a kind")


def _count(s: OperationsScenario) -> float | None:
    """What the counter stands at, over all its series."""
    stated = s.contract.counter
    page = s.asked(Ask("GET", s.contract.metrics)).body
    found = [total(page, each) for each in ([stated] if isinstance(stated, str) else stated)]
    return None if all(each is None for each in found) else sum(each or 0.0 for each in found)


def _moved(s: OperationsScenario, option: str) -> tuple[Performed, float]:
    """An operation, and by how much the counter moves with it; what each look at it adds is left out."""
    first, second = _count(s) or 0.0, _count(s) or 0.0
    each_look, looks = second - first, 0
    made = s.perform(option)
    until = time.monotonic() + s.contract.patience
    while True:
        looks += 1
        moved = (_count(s) or 0.0) - second - each_look * looks
        if moved >= 1 or time.monotonic() > until:
            break
        time.sleep(_TICK)
    s.wait_for_entries(
        s.process, 0, [made], hurried=True
    )  # what is counted twice is so by the time that all was logged
    return made, (_count(s) or 0.0) - second - each_look * (looks + 1)


def _lost(s: OperationsScenario) -> str:
    """Ask for a path that there is not; gives what is in it and nowhere else."""
    mark = new_unique()
    s.probe(f"/{mark}/{mark}")
    return mark


def _series(s: OperationsScenario) -> list[Series]:
    page = s.probe(s.contract.metrics)
    found = list(series_in(page.body))
    if not page.is_good or not found:
        raise ContractError(
            f"GET {s.contract.metrics} of {s.contract.__name__} is answered {page.text}, without a series",
            'state the path of metrics in the format of Prometheus: metrics = "/metrics"',
        )
    return found


def _names(series: list[Series]) -> set[Series]:
    return {Series(each.name, each.labels, 0.0) for each in series}
