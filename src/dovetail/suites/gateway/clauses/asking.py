"""How what is asked for is written into a request: GATE-35."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from dovetail.faults.provider import Request
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.texts import replaced, texts_of

_DRAWN = 12
_MARK = "7046125"
_MEANING = frozenset('?#&+%"\\')
"""The characters that mean something in a URL or in JSON. A slash is left alone: the keys of some stores have them."""

_IS_ADDRESS = re.compile(r"/|\w+://|[\w.-]+=")  # a text that is a part of a URL, and goes out as it is
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


@check("GATE-35", most=4, needs_a_case=True)
def what_is_asked_for_arrives(s: GatewayScenario) -> None:
    cases = {
        f"{name}, {where}: {text!r}": (call, where, text)
        for name in s.binding.calls
        for call, where, text in _with_meaning(s, name)
    }
    if not cases:
        s.other_calls("no text of a call has a character that means something in a URL: let calls draw st.text()")
    trials = [
        s.trial(label, partial(_both, call, replaced(call, where, _MARK))) for label, (call, where, _) in cases.items()
    ]
    for trial, made in s.made(trials):
        text = cases[trial.label][2]
        for tame, request in zip(trial.made[0].requests, made.requests, strict=False):
            if (found := _misread(tame.target, request.target, text)) is not None:
                hint = "urllib.parse.quote(text, safe='') in a path, and the client's own params for a query"
                s.accuse(trial, f"a request that asks for {text!r}", f"one that asks for {found}", hint)
            if _is_json(tame) and not _is_json(request):
                s.accuse(trial, f"a document that holds {text!r}", "one that is no JSON", "json.dumps writes texts")


def _with_meaning(s: GatewayScenario, name: str) -> Iterator[tuple[Call, int | str, str]]:
    """Calls of an operation with a text in which something has a meaning, one for each such character."""
    known: set[tuple[int | str, str]] = set()
    for _ in range(1 if name in s.binding.fixed else _DRAWN):
        call = s.call(name)
        for where, text in texts_of(call):
            met = {(where, each) for each in _MEANING & set(text)}
            if met - known and not _IS_ADDRESS.match(text):
                known |= met
                yield call, where, text


def _both(call: Call, tame: Call, bench: Bench) -> None:
    bench.succeed(tame)
    bench.succeed(call)


def _misread(tame: str, target: str, text: str) -> str | None:
    """What a provider reads where a text stands in a target as it is, and means something else there.

    Args:
        tame: the target of the same call with a mark in place of the text.
        target: the target with the text.
        text: the text.
    """
    if tame.count(_MARK) != 1:
        return None
    before, after = tame.split(_MARK)
    if not target.startswith(before):
        return None
    rest = target[len(before) :]
    head, _, tail = text.partition("#")
    if tail and "#" not in rest and _is_same(unquote(rest), head):
        return repr(unquote(rest))
    if not rest.endswith(after):
        return None
    written = rest.removesuffix(after)
    in_query = "?" in before
    if _ESCAPE.search(text) and not _is_same(unquote(written), text) and _is_same(unquote(written), unquote(text)):
        return repr(unquote(written))
    if not _is_same(unquote(written), text):
        return None
    ends = next((each for each in ("#&" if in_query else "#?") if each in written), None)
    if ends is not None:
        return f"{unquote(written.partition(ends)[0])!r}, and for something else besides"
    return repr(unquote(written.replace("+", " "))) if in_query and "+" in written else None


def _is_same(one: str, other: str) -> bool:
    """Whether two texts are one, but for what an adapter may change: letters large or small, and blanks."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _is_json(request: Request) -> bool:
    """Whether a body is a document in JSON; the mark by itself is a text that looks like a number."""
    try:
        return isinstance(json.loads(request.body), (dict, list, str))
    except ValueError:
        return False
