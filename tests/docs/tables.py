"""The tables of the documentation: options as the kinds declare them, clauses as the TOML files have them.

python tests/docs/tables.py     # writes them into the pages anew
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import dovetail
from dovetail.catalogue import kind
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import options_of

DOCS = Path(__file__).parents[2] / "docs"
OPTIONS = {
    "repositories": dovetail.RepositoryContract,
    "mappers": dovetail.MapperContract,
    "unit-of-work": dovetail.UnitOfWorkContract,
    "event-store": dovetail.EventStoreContract,
    "readers": dovetail.ReaderContract,
    "gateway": dovetail.GatewayContract,
    "cache": dovetail.CacheContract,
    "mail": dovetail.MailContract,
    "migrations": dovetail.MigrationContract,
    "container": dovetail.ContainerContract,
    "operations": dovetail.OperationsContract,
    "identity": (dovetail.PasswordHasherContract, dovetail.IdentityProviderContract, dovetail.AccessRevokerContract),
}
"""The contract of each page, or one for each of its tables, in their order."""
CLAUSES = {
    "repositories": ("port", "repository"),
    "mappers": ("mapper",),
    "unit-of-work": ("port", "unit_of_work"),
    "event-store": ("event_store",),
    "readers": ("reader",),
    "gateway": ("gateway",),
    "cache": ("port", "cache"),
    "mail": ("mail",),
    "container": ("container",),
    "operations": ("operations",),
    "identity": ("password_hasher", "identity_provider", "access_revoker"),
    "migrations": ("migration",),
    "lint": ("architecture",),
}
LAST = ("compare", "waived", "strict", "settings")
"""What every kind has, below what is its own."""


def options(contract: type[Contract]) -> Iterator[str]:
    """A row for each option of a contract, its own before those that every kind has."""
    declared = options_of(contract)
    names = [name for name in declared if name not in LAST] + [name for name in LAST if name in declared]
    for name in names:
        yield _row(f"`{name}`", declared[name].text, declared[name].otherwise)


def clauses(names: Iterable[str]) -> Iterator[str]:
    """A row for each clause of some kinds."""
    for name in names:
        for clause in kind(name):
            yield _row(clause.id, clause.title)


def written(name: str) -> str:
    """The page as it should be: with its tables as they would be made today."""
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    if name in OPTIONS:
        held = OPTIONS[name]
        tables = [options(each) for each in (held if isinstance(held, tuple) else (held,))]
        page = _replaced(page, r"\| attribute \| meaning \|", *tables)
    return _replaced(page, r"\| (?:clause \| promise|rule \|)[^\n]*", clauses(CLAUSES[name]))


def _row(*cells: str) -> str:
    return f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"


def _replaced(page: str, heading: str, *tables: Iterable[str]) -> str:
    """The page with other rows in the tables whose first line begins so."""
    table = re.compile(rf"^({heading}[^\n]*\n\|[-|]+\|\n)(?:\|[^\n]*\n)*", flags=re.MULTILINE)
    bodies = iter(["".join(f"{row}\n" for row in rows) for rows in tables])
    count = len(table.findall(page))
    assert count == len(tables), f"{count} tables begin with {heading}"
    return table.sub(lambda found: found[1] + next(bodies), page)


if __name__ == "__main__":
    for each in CLAUSES:
        text = written(each)
        (DOCS / f"{each}.md").write_text(text, encoding="utf-8")
