"""The page as HTML. Every value passes through `in_html`, and the page's own script is the only one that may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import get_args

from dovetail.report.escaping import in_html
from dovetail.report.page.content import Content, Judged, Row
from dovetail.report.page.entries import Entry, State
from dovetail.report.suites.columns import CUT, NOT_EVALUATED

_SYMBOLS = {
    "held": ("h", "✓"),
    "broken": ("b", "✗"),
    "waived": ("w", "~"),
    "not applicable": ("n", "·"),
    "not stated": ("u", "?"),
    CUT: ("u", "…"),
    NOT_EVALUATED: ("b", "!"),
}
_CODE = frozenset({"expected", "got", "path"})


def render(content: Content) -> str:
    """Render the page.

    Returns:
        A whole HTML document, with its style and script inside.
    """
    body = "\n".join((*_header(content), "<main id=main>", *_main(content), "</main>", _footer(content)))
    script = _asset("page.js")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'; base-uri 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{in_html(content.verdict)}: {in_html(content.title)}</title>
<style>{_asset("page.css")}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


@cache
def _asset(name: str) -> str:
    return files("dovetail.report.page").joinpath(name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _header(content: Content) -> Iterator[str]:
    yield '<a class="skip" href="#main">Skip to the findings</a>'
    kind = content.verdict.replace(" ", "-")
    yield f'<header><h1><span class="verdict {kind}">{in_html(content.verdict)}</span> {in_html(content.title)}</h1>'
    counts = "".join(f"<li><strong>{number}</strong> {in_html(what)}</li>" for number, what in content.counts)
    yield f'<ul class="counts">{counts}</ul></header>'


def _main(content: Content) -> Iterator[str]:
    yield from _filter(content)
    yield '<section aria-labelledby="findings"><h2 id="findings">Findings</h2>'
    yield '<p class="legend" id="told" role="status"></p>'
    yield from map(_entry, content.entries)
    if not content.entries:
        yield '<p class="none">There are none.</p>'
    yield "</section>"
    if content.notes:
        yield '<section aria-labelledby="notes"><h2 id="notes">What was not held</h2><ul>'
        yield from (f"<li>{in_html(note)}</li>" for note in content.notes)
        yield "</ul></section>"
    if content.rows:
        yield from _matrix(content)
    if content.graph:
        yield '<section aria-labelledby="graph"><h2 id="graph">The architecture</h2>'
        yield '<p class="legend">Layers from the outside in; an import that is not allowed is red.</p>'
        yield '<div class="wide graph" role="region" aria-label="Drawing of the layers" tabindex="0">'
        yield f"{content.graph}</div>"
        yield "</section>"
    yield from _rules(content.rules)


def _filter(content: Content) -> Iterator[str]:
    ports = "".join(f"<option>{in_html(port)}</option>" for port in content.ports)
    boxes = "".join(
        f'<label><input type="checkbox" name="state" value="{state}" checked> {state}</label>'
        for state in get_args(State)
    )
    yield '<form id="filter" class="filter" role="search" aria-label="Findings and suites">'
    yield '<label>Search <input type="search" name="q" autocomplete="off" spellcheck="false"></label>'
    yield f'<label>Port <select name="port"><option value="">all</option>{ports}</select></label>'
    yield f"<fieldset><legend>Findings that are</legend>{boxes}</fieldset>"
    yield '<button type="reset">Show all</button></form>'


def _entry(entry: Entry) -> str:
    state = in_html(entry.state)
    facts = "".join(_fact(name, text) for name, text in entry.facts)
    scenario = (
        '<div class="scenario"><pre tabindex="0" aria-label="scenario">'
        + in_html("\n".join(entry.scenario))
        + '</pre><button type="button" class="copy">Copy</button></div>'
        if entry.scenario
        else ""
    )
    opened = " open" if entry.state == "new" else ""
    return (
        f'<details class="entry {state}" data-state="{state}" data-port="{in_html(entry.port)}"{opened}>'
        f'<summary><span class="state {state}">{state}</span> <span class="id">{in_html(entry.id)}</span> '
        f'{in_html(entry.title)} <span class="where">{in_html(entry.where)}</span></summary>'
        f'<div class="body">{scenario}{f"<dl>{facts}</dl>" if facts else ""}</div></details>'
    )


def _fact(name: str, text: str) -> str:
    kind = ' class="code"' if name in _CODE else ""
    return f"<dt>{in_html(name)}</dt><dd{kind}>{in_html(text)}</dd>"


def _matrix(content: Content) -> Iterator[str]:
    yield '<section aria-labelledby="matrix"><h2 id="matrix">Ports, adapters and clauses</h2>'
    legend = ", ".join(f"{symbol} {outcome}" for outcome, (_, symbol) in _SYMBOLS.items())
    yield f'<p class="legend">{in_html(legend)}; an empty cell is a clause of another contract.</p>'
    for number, (contract, clauses, rows) in enumerate(content.rows):
        yield f'<div class="wide" role="region" aria-label="{in_html(contract)}, suite {number + 1}" tabindex="0">'
        yield f'<table class="matrix"><caption class="legend">{in_html(contract)}</caption><thead><tr>'
        yield '<th scope="col">port</th><th scope="col">adapter</th>'
        yield "".join(f'<th scope="col">{in_html(each)}</th>' for each in clauses)
        yield "</tr></thead><tbody>"
        yield from (_row(row, clauses) for row in rows)
        yield "</tbody></table></div>"
    yield "</section>"


def _row(row: Row, clauses: Iterable[str]) -> str:
    cells = "".join(_cell(row.outcomes.get(each)) for each in clauses)
    return (
        f'<tr data-port="{in_html(row.port)}"><th scope="row">{in_html(row.port)}</th>'
        f'<th scope="row">{in_html(row.adapter)}</th>{cells}</tr>'
    )


def _cell(outcome: str | None) -> str:
    if outcome is None:
        return "<td></td>"
    kind, symbol = _SYMBOLS.get(outcome, ("u", "?"))
    return f'<td class="{kind}"><abbr title="{in_html(outcome)}">{symbol}</abbr></td>'


def _rules(rules: tuple[Judged, ...]) -> Iterator[str]:
    if not rules:
        return
    yield '<section aria-labelledby="rules"><h2 id="rules">Contracts and rules of the architecture</h2>'
    yield '<div class="wide" role="region" aria-label="Contracts and rules" tabindex="0"><table><thead><tr>'
    yield '<th scope="col">rule</th><th scope="col">verdict</th><th scope="col">about it</th></tr></thead><tbody>'
    for each in rules:
        yield (
            f'<tr><th scope="row">{in_html(each.name)}</th><td>{in_html(each.verdict)}</td>'
            f"<td>{in_html(each.reason)}</td></tr>"
        )
    yield "</tbody></table></div></section>"


def _footer(content: Content) -> str:
    more = "<code>dovetail explain ID</code> says more of each clause."
    return f"<footer>Made by dovetail {in_html(content.version)}. {more}</footer>"
