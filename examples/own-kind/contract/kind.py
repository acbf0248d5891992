"""The kind: its option, a check for each clause, and the class that suites are made of."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dovetail.kernel import PortScenario, Returned, Source, StoreContract, check, option

_MANY = 40


def _given(s: PortScenario) -> Any:
    """The next identifier; anything else is no answer."""
    reply = s.invoke("next_id")
    if not isinstance(reply.answer, Returned) or reply.value is None:
        s.broken("an identifier", str(reply))
    return reply.value


def _new(s: PortScenario, identifier: Any, known: set[Any]) -> None:
    if identifier in known:
        s.broken("an identifier that was not given before", repr(identifier))


def _ordered(binding: Any, _source: Source) -> str | None:
    return None if binding.contract.order is not None else "no order is promised"


def _restarts(_binding: Any, source: Source) -> str | None:
    return None if source.fresh else "there is no store over which a generator could start again"


@check("IDG-01", random=False)
def given_once(s: PortScenario) -> None:
    known: set[Any] = set()
    for _ in range(_MANY):
        identifier = _given(s)
        _new(s, identifier, known)
        known.add(identifier)


@check("IDG-02", _ordered, random=False)
def in_order(s: PortScenario) -> None:
    place = s.binding.contract.order
    before = _given(s)
    for _ in range(_MANY):
        identifier = _given(s)
        if not place(before) < place(identifier):
            s.broken(f"an identifier after {before!r}", repr(identifier))
        before = identifier


@check("IDG-03", random=False)
def safe_in_threads(s: PortScenario) -> None:
    generator = s.adapter
    s.say(f"# in four threads, {_MANY} times each: {s.called}.next_id()")
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(generator.next_id) for _ in range(4 * _MANY)]
    failed = [each.exception() for each in asked if each.exception() is not None]
    if failed:
        s.broken("identifiers", f"raises {failed[0]!r}")
    known: set[Any] = set()
    for each in asked:
        _new(s, each.result(), known)
        known.add(each.result())


@check("IDG-04", _restarts, most=20)
def never_given_again(s: PortScenario) -> None:
    known = {_given(s) for _ in range(s.draw(st.integers(1, 12)))}
    s.reconnect()
    for _ in range(len(known)):
        _new(s, _given(s), known)


@check("IDG-05", random=False)
def fit_for_addresses(s: PortScenario) -> None:
    identifier = _given(s)
    if not re.fullmatch(r"[\w-]+", str(identifier), re.ASCII):
        s.broken("letters, digits, - and _ alone", repr(identifier))


class IdentifierContract(StoreContract):
    """What every generator of identifiers promises."""

    order = option(
        text="a function that gives an identifier's place in the order",
        otherwise="no order is promised",
        called_with="an identifier",
    )
    clauses = Path(__file__).with_name("identifiers.toml")
    checks = (given_once, in_order, safe_in_threads, never_given_again, fit_for_addresses)
