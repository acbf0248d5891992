"""What the files of migrations depend on, and which models they know: MIG-11 and MIG-12."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import importlib.util
from pathlib import Path
from typing import Any

from dovetail.conventions import words
from dovetail.records import is_mapped
from dovetail.suites.kernel.check import check
from dovetail.suites.migration.scenario import MigrationScenario
from dovetail.suites.migration.sources import imports

_MOST = 5


@check("MIG-11", random=False)
def all_models_are_known(s: MigrationScenario) -> None:
    s.say(f"# what {s.tree.tool} imports by itself")
    stated = s.binding.contract.unmodelled
    found = [each for each in s.tree.unknown_models(s.database) if not any(f" {name}" in each for name in stated)]
    if found:
        s.broken(
            f"{s.tree.tool} knows every model",
            "; ".join(found[:_MOST]),
            hint="what it does not know, the next migration drops, or never makes",
        )


@check("MIG-12", random=False)
def migrations_import_no_domain(s: MigrationScenario) -> None:
    for revision in s.tree.revisions:
        for each in imports(revision.path.read_text(encoding="utf-8")):
            why = _reason(each.name, s)
            if why is not None:
                s.say(f"{revision.path.name}:{each.line}")
                s.broken(
                    "a migration that says itself what it needs",
                    f"it imports {each.name}, {why}",
                    hint="code goes on, and the migration with it: copy the values that it needs into it",
                )


def _reason(name: str, s: MigrationScenario) -> str | None:
    """Why a name is none that a migration may import; None where it may."""
    if not _is_own(name.partition(".")[0], s):
        return None
    module, held = _found(name)
    if module is None or not _is_own(module, s):
        return None
    stated = s.binding.contract.domain
    if stated is not None:
        return f"a part of {stated}" if (module + ".").startswith(f"{stated}.") else None
    if set(module.split(".")) & words("packages.core"):
        return "a part of the domain"
    if isinstance(held, type):
        if is_mapped(held) or hasattr(held, "_meta"):
            return "a model, which has the columns of today"
        if issubclass(held, enum.Enum):
            return "an enum, which has the members of today"
        if dataclasses.is_dataclass(held):
            return "a class of the domain"
    return None


def _found(name: str) -> tuple[str | None, Any]:
    """The module of a dotted name, and what it stands for there; the module alone, where it is one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        try:
            held: Any = importlib.import_module(module)
        except Exception:  # noqa: BLE001 - whatever a module raises on import; then a shorter name is tried
            continue
        for part in parts[end:]:
            held = getattr(held, part, None)
        return module, held
    return None, None


def _is_own(module: str, s: MigrationScenario) -> bool:
    """Whether a module is the project's own, and none of those that belong to the migrations."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return False
    places = [] if spec is None else [spec.origin] if spec.has_location else list(spec.submodule_search_locations or ())
    if not places or places[0] is None:
        return False
    file = Path(places[0]).resolve()
    inside = file.is_relative_to(s.binding.root.resolve()) and "site-packages" not in file.parts
    return inside and not file.is_relative_to(s.tree.folder.resolve())
