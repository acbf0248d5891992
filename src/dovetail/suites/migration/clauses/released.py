"""What is released stays as it is, and keeps working on the new schema: MIG-09 and MIG-13."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.migration.held import held_in_a_process
from dovetail.suites.migration.preconditions import has_repositories, is_released
from dovetail.suites.migration.scenario import MigrationScenario
from dovetail.suites.migration.sources import meaning
from dovetail.suites.migration.versions import release


@check("MIG-09", all_of(is_released, has_repositories), random=False)
def last_release_works_on_the_new_schema(s: MigrationScenario) -> None:
    last = release(s.binding.contract.released, s.binding.root)
    for contract, make in s.binding.contract.repositories.items():
        s.begin_at_head()
        with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
            checkout = Path(folder).resolve() / "release"
            last.write(checkout)
            answer = held_in_a_process(s, contract, make, checkout, last.top)
        _tell(s, answer, contract.__name__)


def _tell(s: MigrationScenario, answer: dict[str, Any], contract: str) -> None:
    if answer.get("error"):
        raise ContractError(
            f"the adapters of {s.binding.contract.released} cannot be held to {contract}: {answer['error']}",
            "what repositories names has to be in that release under the same name, or be importable beside it",
        )
    for finding in answer["findings"]:
        s.say(f"git checkout {s.binding.contract.released}  # the adapters of the last release, on the schema at head")
        s.say(*finding["scenario"])
        s.broken(
            f"{finding['clause']} of {contract}: {finding['expected']}",
            finding["got"],
            hint="while a release is rolled out, or rolled back, the one before it runs on the new schema",
        )


@check("MIG-13", is_released, random=False)
def released_files_have_not_changed(s: MigrationScenario) -> None:
    last = release(s.binding.contract.released, s.binding.root)
    files = {
        key: (name, text)
        for folder in s.tree.folders
        for name, text in last.files(folder).items()
        if (key := s.tree.key_of(name, text))
    }
    if not files:
        s.no_case(
            f"{s.binding.contract.released} has no migrations in {s.tree.folder.name}", left_to_another_clause=True
        )
    now = {each.id: each for each in s.tree.revisions}
    for key, (name, text) in files.items():
        s.lines[:] = [f"git diff {s.binding.contract.released} -- {name}"]
        if key in s.tree.replaced:
            continue
        if key not in now:
            s.broken(f"the revision {key} is there", "it is gone", hint="databases that are at it have no way on")
        if meaning(text) != meaning(now[key].path.read_text(encoding="utf-8")):
            s.broken(
                f"{name} does what it did in {s.binding.contract.released}",
                "it does something else",
                hint="databases that have run it already do not run it again: write a new revision",
            )
