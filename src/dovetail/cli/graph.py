"""`dovetail graph`: draw the layers, and in red what is not allowed between them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from dovetail.architecture.drawing import draw
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply
from dovetail.cli.repository import add_repository

FORMATS = ("mermaid", "dot", "svg")


def run(arguments: Sequence[str]) -> Reply:
    """The drawing.

    Raises:
        ContractError: the repository draws no layers.
    """
    parser = argparse.ArgumentParser(prog="dovetail graph", description=COMMANDS["graph"], allow_abbrev=False)
    add_repository(parser)
    parser.add_argument("--format", choices=FORMATS, default="mermaid", help="default: mermaid")
    options = parser.parse_args(arguments)
    drawing = draw(Path(options.root), options.config)
    rendered: str = import_module(f"dovetail.report.graph.{options.format}").render(drawing)
    return 0, rendered.encode(), True
