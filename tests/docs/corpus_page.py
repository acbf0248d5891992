"""The tables of docs/strategies.md, written from the corpus: `python tests/docs/corpus_page.py` renews the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dovetail.values import code
from dovetail.values.strategies.corpus import EXTREME, HOSTILE, NAIVE_DATETIMES, UTC_DATETIMES, ZONED_DATETIMES

PAGE = Path(__file__).parents[2] / "docs" / "strategies.md"
START, END = "<!-- corpus: start -->\n", "<!-- corpus: end -->\n"


def tables() -> str:
    """All specimens by their type, each with the bug that it catches."""
    datetimes = {
        "datetime, naive": NAIVE_DATETIMES,
        "datetime in UTC": UTC_DATETIMES,
        "datetime in a zone": ZONED_DATETIMES,
    }
    hostile = {kind.__name__: specimens for kind, specimens in HOSTILE.items()} | datetimes
    extreme = {kind.__name__: specimens for kind, specimens in EXTREME.items()}
    lines = ["### Values that every store must keep", "", *_table(hostile)]
    lines += ["", "### Values that a column may refuse, but not alter", "", *_table(extreme)]
    return "\n".join(lines) + "\n"


def written(page: str) -> str:
    """The page with its tables renewed."""
    before, _, rest = page.partition(START)
    return f"{before}{START}\n{tables()}\n{END}{rest.partition(END)[2]}"


def _table(kinds: dict[str, Any]) -> Iterator[str]:
    yield "| type | value | catches |"
    yield "|---|---|---|"
    for name, specimens in kinds.items():
        for specimen in specimens:
            yield f"| {name} | `{_shown(specimen.value)}` | {specimen.catches.replace('|', chr(92) + '|')} |"


def _shown(value: Any) -> str:
    if isinstance(value, str | bytes):
        repeated = len(value) > 40 and len(set(value)) == 1
        text = f"{value[:1]!a} * {len(value)}" if repeated else ascii(value)
    elif isinstance(value, dt.datetime):
        text = value.isoformat() + (" fold=1" if value.fold else "")
    else:
        text = code(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
