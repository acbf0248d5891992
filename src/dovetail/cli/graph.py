"""`dovetail graph`: draw the layers, and in red what is not allowed between them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from dovetail.architecture.drawing import draw
from dovetail.cli.commands import COMMANDS

FORMATS = ("mermaid", "dot", "svg")


def run(arguments: Sequence[str]) -> int:
    """Write the drawing to standard output.

    Raises:
        ContractError: the repository draws no layers.
    """
    parser = argparse.ArgumentParser(prog="dovetail graph", description=COMMANDS["graph"], allow_abbrev=False)
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", help="the one file to read settings and contracts from")
    parser.add_argument("--format", choices=FORMATS, default="mermaid", help="default: mermaid")
    options = parser.parse_args(arguments)
    drawing = draw(Path(options.root), Path(options.config) if options.config else None)
    sys.stdout.write(import_module(f"dovetail.report.lint_{options.format}").render(drawing))
    return 0
