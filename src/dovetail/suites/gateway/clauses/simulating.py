"""Whether the real provider answers as the contract says that it does: GATE-34, only with `pytest --live`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dovetail.port import MISSING
from dovetail.suites.gateway.bench import Setting
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.clauses.success import replies_to
from dovetail.suites.gateway.documents import shown
from dovetail.suites.gateway.live import is_asked_for
from dovetail.suites.gateway.preconditions import all_of, states
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.kernel.check import needs
from dovetail.values import code

_DEEPEST = 8


_with_live = needs(lambda *_: is_asked_for(), "the real provider is asked with pytest --live alone")


@check(
    "GATE-34",
    all_of(states("live", 'live = "https://sandbox.example.com"', "where a sandbox of the provider is"), _with_live),
)
def provider_answers_as_recorded(s: GatewayScenario) -> None:
    setting = Setting(upstream=str(s.binding.contract.live))
    trials = [s.trial(call.operation.name, partial(replies_to, call), setting) for call in s.calls()]
    for trial, made in s.made(trials):
        if trial.bench is None or not trial.bench.replies:
            s.not_evaluated(f"{setting.upstream} gave no answer to {made.call.operation.name}: {made.said}")
        expected, got = made.call.reply, trial.result[-1]
        if expected.status != got.status:
            s.accuse(trial, f"status {expected.status}, as in replies", f"status {got.status}")
        for path, wanted, found in _drift(expected, got, set(s.binding.optional(made.call))):
            hint = f"the provider has changed, or the record is wrong: correct replies[{made.call.operation.name!r}]"
            s.accuse(trial, f"{path}: {wanted}, as in replies", found, hint, path)


def _drift(expected: Reply, got: Reply, optional: set[str]) -> Iterator[tuple[str, str, str]]:
    """The fields of a record that the real answer does not have, or has with another type."""
    if expected.json is MISSING:
        return
    if got.json is MISSING:
        yield "the body", "a JSON document", code(got.content[:60])
        return
    yield from _of(expected.json, got.json, (), optional)


def _of(
    wanted: Any, found: Any, path: tuple[str | int, ...], optional: set[str], depth: int = 0
) -> Iterator[tuple[str, str, str]]:
    where = shown(path) or "the document"
    if _kind(wanted) != _kind(found):
        if found is not None or where not in optional:
            yield where, _kind(wanted), f"{code(found)[:60]}, which is {_kind(found)}"
    elif isinstance(wanted, dict) and depth < _DEEPEST:
        for name, each in wanted.items():
            inner = (*path, name)
            if name in found:
                yield from _of(each, found[name], inner, optional, depth + 1)
            elif shown(inner) not in optional:
                yield shown(inner), _kind(each), "no such field"
    elif isinstance(wanted, list) and wanted and found:
        yield from _of(wanted[0], found[0], (*path, 0), optional, depth + 1)


def _kind(value: Any) -> str:
    """The JSON type of a value; integers and other numbers are one."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
