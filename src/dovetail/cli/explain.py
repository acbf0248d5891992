"""`dovetail explain`: a clause in full, or all of them for machines."""

from __future__ import annotations

import argparse
import textwrap
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.settings import read_settings
from dovetail.catalogue import Clause, all_clauses, clause, register
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people
from dovetail.errors import ContractError
from dovetail.report.escaping import as_json

GROUP = "dovetail.kinds"
"""The entry points of installed packages, each the class of a contract kind."""

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> Reply:
    """The clause, or every clause.

    Raises:
        ContractError: no clause has that id; the message offers the nearest. Or `[tool.dovetail] clauses` names a file
            that cannot be read.
    """
    options = _parser().parse_args(arguments)
    if options.all == (options.clause is not None):
        raise ContractError("explain takes one id, or --all", "dovetail explain REPO-07")
    found = _every_clause() if options.all else [_known(options.clause)]
    if options.format == "json":
        document = {"version": 1, "clauses": [each._asdict() for each in found]}
        return 0, as_json(document).encode(), True
    return for_people(0, "\n\n".join(map(_in_full, found)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail explain", description=COMMANDS["explain"])
    parser.add_argument("clause", nargs="?", help="its id, e.g. REPO-07")
    parser.add_argument("--all", action="store_true", help="every clause and rule")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    return parser


def _in_full(wanted: Clause) -> str:
    head = f"{wanted.id}  {wanted.title}  ({wanted.level})"
    return f"{head}\n\n{_paragraph(wanted.statement)}\n\nwhy\n{_paragraph(wanted.why)}"


def _every_clause() -> list[Clause]:
    _know_other_kinds()
    return list(all_clauses().values())


def _known(clause_id: str) -> Clause:
    """The clause; other kinds than dovetail's own are looked for only where it is none of theirs."""
    try:
        return clause(clause_id)
    except ContractError:
        _know_other_kinds()
        return clause(clause_id)


def _know_other_kinds() -> None:
    """Read the clauses that are not dovetail's: of this repository's own kinds, and of kinds that are installed."""
    here = Path.cwd()
    found = (folder for folder in (here, *here.parents) if (folder / "pyproject.toml").is_file())
    if (root := next(found, None)) is not None:
        settings = read_settings(root / "pyproject.toml")
        for path in settings.clauses if settings else ():
            register(root / path)
    for kind in entry_points(group=GROUP):
        _load(kind)


def _load(kind: EntryPoint) -> None:
    """Import a kind's class, which makes its clauses known."""
    try:
        kind.load()
    except ContractError:
        raise
    except Exception as error:  # an import runs the package's own code, which may raise anything
        package = kind.dist.name if kind.dist is not None else "a package"
        raise ContractError(
            f"{package} names a kind of contract, {kind.name} = {kind.value}, that cannot be imported: "
            f"{type(error).__name__}: {error}",
            f'mend or uninstall {package}; the line is in its [project.entry-points."{GROUP}"]',
        ) from error


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), width=100, initial_indent="  ", subsequent_indent="  ")
