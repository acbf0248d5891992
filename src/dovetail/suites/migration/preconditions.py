"""When a clause applies to a tree of migrations: each gives the reason why it does not."""

from __future__ import annotations

import os
import shutil
import sysconfig
from typing import Any

from dovetail.suites.kernel.check import needs, stating
from dovetail.suites.migration.binding import MigrationBinding

is_released = stating("released", 'nothing says which release is out: released = "v1.2", a git revision')
has_repositories = needs(
    lambda binding, _: binding.contract.repositories,
    "nothing says which repositories work on the schema: repositories = {OrderRepositoryContract: orders_on}, "
    "each contract with a function of an engine that gives the store",
)


def locks_are_known(_binding: MigrationBinding, source: Any) -> str | None:
    """It runs on PostgreSQL, and the program is there that has a list of what locks there for long."""
    if source.store.dialect != "postgresql":
        return "squawk knows what locks for long on PostgreSQL: give the URL of a scratch database there as url"
    if squawk() is None:
        return "squawk is not installed, whose list of long locks this is: pip install squawk-cli"
    return None


def squawk() -> str | None:
    """The program, on the search path or beside the interpreter: an environment need not be activated."""
    return shutil.which("squawk", path=os.pathsep.join([os.environ.get("PATH", ""), sysconfig.get_path("scripts")]))
