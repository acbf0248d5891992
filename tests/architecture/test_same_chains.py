"""Of chains that are as short as each other, every run shows the same."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path

from trees import write_tree

from dovetail.architecture.findings import Finding

WAYS = [f"way_{number}" for number in range(12)]
CONFIG = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:one]\nname = one\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.infra\n"
)


def test_chains_do_not_depend_on_the_run(tmp_path: Path) -> None:
    """Twelve modules of the domain reach twelve outside of it through one: a single chain is shown, and a baseline
    that knows it must know it tomorrow."""
    write_tree(tmp_path, {
        ".importlinter": CONFIG,
        "shop/middle.py": "".join(f"import shop.infra.{way}\n" for way in WAYS),
        **{f"shop/domain/{way}.py": "import shop.between\n" for way in WAYS},
        "shop/between.py": "import shop.middle\n",
        **{f"shop/infra/{way}.py": "" for way in WAYS},
    })  # fmt: skip
    command = [sys.executable, "-m", "dovetail", "lint", "--no-cache"]

    said = {
        subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, check=False
        ).stdout
        for seed in range(4)
    }

    (report,) = said
    assert b"1 broken; 1 finding" in report


def test_what_is_said_twice_of_a_line_has_an_order() -> None:
    """A line that leads to the same module by several ways."""
    chains = [("shop.a", way, "shop.b") for way in WAYS[:3]]
    findings = [
        Finding("ARCH-01", "a.py", 1, 1, "shop.a", "a reaches b", "do not", "shop.b", chain) for chain in chains
    ]

    reports = {tuple(sorted(order, key=lambda finding: finding.place)) for order in permutations(findings)}

    assert len(reports) == 1
