"""Metrics as Prometheus and OpenMetrics write them: a line for each series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SERIES = re.compile(r"^([A-Za-z_:][\w:.]*)(?:\{(.*)\})?\s+(\S+)")
_LABEL = re.compile(r'([A-Za-z_][\w.]*)\s*=\s*"((?:[^"\\]|\\.)*)"')
_STAMPS = "_created"
"""The end of the names of series that only say since when another one is counted."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series.

    Attributes:
        name: `parcels_total`.
        labels: each with its value, in order of their names.
        value: what it stands at.
    """

    name: str
    labels: tuple[tuple[str, str], ...]
    value: float

    @property
    def text(self) -> str:
        """`parcels_total{outcome="sent"}`."""
        inside = ",".join(f'{name}="{value}"' for name, value in self.labels)
        return f"{self.name}{{{inside}}}" if inside else self.name


def series_in(text: str) -> Iterator[Series]:
    """The series of a page of metrics."""
    for line in text.splitlines():
        found = _SERIES.match(line)
        if found is None or line.startswith("#") or found[1].endswith(_STAMPS):
            continue
        try:
            value = float(found[3])
        except ValueError:
            continue
        yield Series(found[1], tuple(sorted(_LABEL.findall(found[2] or ""))), value)


def total(text: str, counter: str) -> float | None:
    """The sum over the series of a counter; None where there is none of that name.

    Args:
        text: the page.
        counter: its name, with or without `_total`; labels in braces restrict it to the series that have them.
    """
    name, _, braces = counter.partition("{")
    wanted = set(_LABEL.findall(braces))
    names = {name, f"{name}_total", name.removesuffix("_total")}
    found = [each.value for each in series_in(text) if each.name in names and wanted <= set(each.labels)]
    return sum(found) if found else None
