"""`dovetail explain`: a clause in full."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from dovetail.catalogue import clause
from dovetail.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Print the clause.

    Raises:
        ContractError: no clause has that id; the message offers the nearest.
    """
    parser = argparse.ArgumentParser(prog="dovetail explain", description=COMMANDS["explain"])
    parser.add_argument("clause", help="its id, e.g. REPO-07")
    wanted = clause(parser.parse_args(arguments).clause)
    print(f"{wanted.id}  {wanted.title}  ({wanted.level})\n")
    print(_paragraph(wanted.statement))
    print(f"\nwhy\n{_paragraph(wanted.why)}")
    return 0


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), width=100, initial_indent="  ", subsequent_indent="  ")
