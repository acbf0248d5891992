"""The last run's answer, given again where files have changed and their imports have not.

What import contracts say depends on who imports whom, and on nothing else in a file. So where the only changes are
within files that still import what they imported, the answer stands; where a finding lies in such a file, every import
must also stand where it stood.

This saves building the graph and loading import-linter. It says nothing about rules on classes, which read more of a
file than its imports, nor about contract types of the user's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dovetail.architecture.cache.imports import ImportCache
from dovetail.architecture.imports.scan import Scan
from dovetail.architecture.replay.answers import State, last_answer, remember, settled, state_of
from dovetail.architecture.source.sources import Sources
from dovetail.architecture.source.tree import Portion
from dovetail.replay import folder_for

# More changed files than this are a branch, not an edit.
_FEW = 30


def describe(scans: Sequence[Scan], places: Mapping[str, list[tuple[int, int]]]) -> str:
    """What `still_true` needs to know of a run.

    Args:
        scans: those whose graphs were judged.
        places: the files in which findings lie, and at which lines and columns.
    """
    kept = [
        {
            "portions": [[part.package, str(part.directory), sorted(part.namespaces)] for part in scan.portions],
            "key": scan.key,
            "external": scan.external,
            "type_checking": scan.type_checking,
        }
        for scan in scans
    ]
    return json.dumps({"scans": kept, "places": places})


def still_true(arguments: Sequence[str], started: int) -> tuple[int, bytes, bool] | None:
    """The last answer, if no import has changed since.

    Args:
        arguments: those of the command.
        started: when this run began.

    Returns:
        Its exit code, its report and whether that is for machines; or None where the repository is to be judged anew.
    """
    answer, folder = last_answer(arguments), folder_for(arguments)
    if answer is None or folder is None or not answer.detail:
        return None
    changes = {path: state for path, state in answer.states.items() if state != state_of(path)}
    if not _only_edits(changes):
        return None
    changed = [Path(path).absolute() for path in changes]
    detail = json.loads(answer.detail)
    cache = ImportCache(Path(folder), started)
    places: dict[str, list[list[int]]] = detail["places"]
    if not all(_same_imports(scan, changed, places, cache) for scan in detail["scans"]):
        return None
    # All others keep the state that they were judged in: whatever changes one of them meanwhile, the next run sees it.
    states = settled(changes, started)
    if states is not None:
        remember(arguments, answer._replace(states={**answer.states, **states}))
    return answer.code, answer.report, answer.for_machines


def _only_edits(changes: Mapping[str, State]) -> bool:
    """Whether all that has changed is the text of a few modules; a file that was not there has no state before."""
    return 0 < len(changes) <= _FEW and all(
        before and path.endswith(".py") and Path(path).is_file() for path, before in changes.items()
    )


def _same_imports(
    kept: Mapping[str, Any], changed: Sequence[Path], places: Mapping[str, list[list[int]]], cache: ImportCache
) -> bool:
    entries = cache.read(kept["key"])
    portions = [_portion(kept_portion, entries) for kept_portion in kept["portions"]]
    modules = {_module(path, portions): path for path in changed}
    if not modules.keys() <= entries.keys():
        return False
    for portion in portions:
        portion.modules.update((name, str(path)) for name, path in modules.items() if name in portion.modules)
    scan = Scan(tuple(portions), kept["external"], kept["type_checking"])
    imports, failures = scan.read_imports(modules)
    return not failures and all(
        _meaning(imports[module]) == _meaning(entries[module].imports)
        and (str(path) not in places or _unmoved(path, imports[module], entries[module].imports, places[str(path)]))
        for module, path in modules.items()
    )


def _meaning(imports: Iterable[Sequence[Any]]) -> set[tuple[str, bool]]:
    return {(imported, lazy) for imported, _, _, lazy in imports}


def _unmoved(path: Path, now: Iterable[Any], before: Iterable[Any], places: Iterable[list[int]]) -> bool:
    """Whether every import, and every finding, stands where it stood."""
    sources = Sources(path.parent)
    return sorted(map(list, now)) == sorted(map(list, before)) and all(
        sources.column(path, line) == column for line, column in places
    )


def _portion(kept: Sequence[Any], modules: Iterable[str]) -> Portion:
    """A portion as it was, its files left out: few of them are read."""
    package, directory, namespaces = kept
    inside = [name for name in modules if f"{name}.".startswith(f"{package}.")]
    return Portion(package, Path(directory), dict.fromkeys(inside, ""), set(namespaces))


def _module(path: Path, portions: Sequence[Portion]) -> str:
    """The name of a file's module; empty where it is in none of the portions."""
    for portion in portions:
        if path.is_relative_to(portion.directory):
            parts = (portion.package, *path.relative_to(portion.directory).with_suffix("").parts)
            return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return ""
