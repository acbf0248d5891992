"""What `dovetail init` found and why, which files it writes, and what is left to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dovetail.architecture.baseline import FILE as BASELINE
from dovetail.report.alike import alike
from dovetail.report.escaping import in_text, visible
from dovetail.starting.construction import read_construction
from dovetail.starting.files_to_write import Plan, Planned
from dovetail.starting.ports import FoundPort
from dovetail.starting.survey import Survey

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class

_MOST = 20
"""Of the lines of a baseline, in a dry run."""
_NAMES = 8
"""Of the ports for which no contract is written."""


def render(found: Survey, plan: Plan, *, dry_run: bool) -> str:
    """Render a survey and its plan.

    Args:
        found: the survey.
        plan: what is written.
        dry_run: whether nothing was written, so that the texts themselves are shown.
    """
    lines = [*_found(found), "", *_files(plan, dry_run=dry_run)]
    lines += [f"note: {note}" for note in plan.notes]
    lines += ["", *_next(plan, dry_run=dry_run)]
    return in_text("\n".join(lines)) + "\n"


def _found(found: Survey) -> Iterator[str]:
    yield f"packages    {', '.join(map(visible, found.packages.names))}: {found.packages.why}"
    yield from _layers(found)
    if found.linter is not None:
        where = visible(found.linter.file.name)
        number = len(found.linter.contracts)
        yield f"contracts   {number} of import-linter's in {where}: kept, and judged by dovetail lint"
    held = [port for port in found.ports if port.kind.contract]
    for port in held:
        yield from _port(port, found)
    for mapper in found.mappers:
        between = f"between {mapper.domain.name} and {mapper.model.name}"
        yield f"mapper      {visible(mapper.cls.dotted)}: {mapper.why}, {between}"
    if not held and not found.mappers:
        yield "ports       none that a kind of contract is for"
    others: dict[str, list[str]] = {}
    for port in found.ports:
        if not port.kind.contract:
            others.setdefault(port.kind.why, []).append(visible(port.cls.name))
    for why, names in others.items():
        yield f"no contract {_some(names)}: {why}"


def _some(names: list[str]) -> str:
    """The first names, and how many more there are: `dovetail ports` lists them all."""
    if len(names) <= _NAMES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more (dovetail ports lists them)"


def _layers(found: Survey) -> Iterator[str]:
    layering = found.layering
    if layering.layers is None:
        yield f"layers      none: {layering.why}"
        return
    yield f"layers      {layering.architecture}, {layering.why}"
    width = max(11, *map(len, layering.layers.modules))
    for layer in layering.layers.preset.layers:
        if modules := layering.layers.modules.get(layer):
            yield f"  {layer:<{width}} {', '.join(alike(modules))}"


def _port(port: FoundPort, found: Survey) -> Iterator[str]:
    since = f"{port.kind.contract}, since {port.kind.why}"
    if port.is_its_own:
        yield f"no port     {visible(port.cls.dotted)}, held to its own operations: {since}"
        yield f"  opened    {_opened(port, port.cls, found)}"
        return
    yield f"port        {visible(port.cls.dotted)}, {port.why}: {since}"
    if not port.adapters:
        yield "  adapter   none"
    for adapter in port.adapters:
        yield f"  adapter   {visible(adapter.dotted)}: {_opened(port, adapter, found)}"


def _opened(port: FoundPort, adapter: Class, found: Survey) -> str:
    made = read_construction(adapter, found.architecture)
    commit = "; it commits nothing itself" if made.commit and port.kind.contract == "RepositoryContract" else ""
    where = "in memory" if made.store == "none" else made.store
    return f"{where}, since {made.why}{commit}"


def _files(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    for each in plan.files:
        if each.what == "kept":
            yield f"kept         {visible(each.path)}: {each.why}"
            continue
        verb = "would write" if each.what == "new" and dry_run else "would add to" if dry_run else ""
        yield f"{verb or ('wrote' if each.what == 'new' else 'added to'):<13}{visible(each.path)}: {each.why}"
        if dry_run:
            yield from (f"    | {line}".rstrip() for line in _shown(each))


def _shown(planned: Planned) -> list[str]:
    """The lines of a file; of a long baseline the first ones, for each other line is one more of its kind."""
    lines = planned.added.splitlines()
    if planned.path != BASELINE or len(lines) <= _MOST:
        return lines
    return [*lines[:_MOST], f"... and {len(lines) - _MOST} more lines"]


def _next(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    lines = [f"  {visible(each.path)}:{number}: {text}" for each in plan.files for number, text in each.fill_in]
    if lines:
        yield f"{len(lines)} {'line is' if len(lines) == 1 else 'lines are'} left to fill in:"
        yield from lines
    if dry_run:
        yield "nothing was written: leave out --dry-run"
    else:
        yield "next: pytest, dovetail lint; or both, with one verdict: dovetail check"
