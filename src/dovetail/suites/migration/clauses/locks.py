"""What is still to be run locks nothing for long: MIG-10."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.migration.preconditions import is_released, locks_are_known, squawk
from dovetail.suites.migration.scenario import MigrationScenario

_ABOUT_LOCKS = {
    "adding-field-with-default",
    "adding-foreign-key-constraint",
    "adding-not-nullable-field",
    "adding-serial-primary-key-field",
    "ban-alter-domain-with-add-constraint",
    "ban-concurrent-index-creation-in-transaction",
    "changing-column-type",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
}
"""The rules of squawk's that are about locks; the others are about names, types and taste."""
_CHANGES = ("ALTER", "CREATE", "DROP", "REINDEX", "VACUUM", "CLUSTER", "REFRESH", "TRUNCATE")


@check("MIG-10", all_of(locks_are_known, is_released), random=False)
def nothing_is_locked_for_long(s: MigrationScenario) -> None:
    out = s.released_ids()
    for revision in s.revisions():
        s.up(revision)
        sent = [each.strip() for each in s.database.sent if each.lstrip().upper().startswith(_CHANGES)]
        if revision.id in out or not sent:
            continue
        for found in about_locks(sent):
            s.say(sent[min(found["statement"], len(sent) - 1)])
            s.broken(
                f"{revision.name} locks no table for long",
                f"{found['rule_name']}: {found['message']}",
                hint=found.get("help") or "",
            )


def about_locks(statements: list[str]) -> list[dict[str, Any]]:
    """What squawk says about locks in some statements, each with the number of the one that it is about."""
    lines = [" ".join(each.rstrip(";").split()) + ";" for each in statements]
    with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
        file = Path(folder) / "migration.sql"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [squawk() or "squawk", "--reporter", "json"]
        if not any("CONCURRENTLY" in each.upper() for each in lines):  # it cannot be said in a transaction
            command.append("--assume-in-transaction")  # a table that is made in it is nobody else's yet
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False, cwd=folder)
    try:
        said: list[dict[str, Any]] = json.loads(done.stdout or "[]")
    except json.JSONDecodeError as error:
        raise ContractError(
            f"squawk gives no answer: {(done.stderr or done.stdout).strip()[:200]}", "pip install --upgrade squawk-cli"
        ) from error
    return [{**each, "statement": int(each.get("line", 0))} for each in said if each["rule_name"] in _ABOUT_LOCKS]
