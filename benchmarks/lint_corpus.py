"""Compare `dovetail lint` with `lint-imports` on import-linter's own functional cases.

    python benchmarks/lint_corpus.py [--folder DIR]

Fetches the source distribution of the import-linter that is installed, and runs both on each of its configurations.
Prints one line each, and exits 1 where a verdict differs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

PROGRAMS = Path(sys.executable).parent


def fetch(folder: Path) -> Path:
    """The unpacked source distribution."""
    name = f"import_linter-{version('import-linter')}"
    if not (folder / name).exists():
        wanted = f"import-linter=={version('import-linter')}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*command, "--dest", str(folder), wanted], check=True)
        with tarfile.open(folder / f"{name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
    return folder / name


def configurations(source: Path) -> list[tuple[Path, Path]]:
    """Each configuration of the functional tests, with the folder in which it is run."""
    assets = source / "tests" / "assets"
    files = sorted(path for path in assets.rglob("*") if path.suffix in (".ini", ".toml", ".cfg"))
    return [(assets / path.relative_to(assets).parts[0], path) for path in files]


def start(program: str, arguments: list[str], folder: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the two as the functional tests do."""
    portions = [folder / "locationone", folder / "locationtwo", source]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, portions)), "COLUMNS": "300"}
    command = [str(PROGRAMS / program), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def verdicts(folder: Path, config: Path, source: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What lint-imports says of each contract, and what dovetail does; empty where nothing could be evaluated."""
    printed = start("lint-imports", ["--no-cache", "--config", str(config)], folder, source).stdout
    theirs = {
        name.strip(): verdict.lower() for name, verdict in re.findall(r"^(.+?) (KEPT|BROKEN)\b", printed, re.MULTILINE)
    }
    document = json.loads(
        start("dovetail", ["lint", "--no-cache", "--format", "json", "--config", str(config)], folder, source).stdout
    )
    ours = {contract["name"]: contract["verdict"] for contract in document["contracts"]}
    return theirs, {name: verdict for name, verdict in ours.items() if verdict != "not evaluated"}


def main() -> int:
    """Compare them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dovetail-corpus")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    source = fetch(options.folder.resolve())
    different = 0
    for folder, config in configurations(source):
        theirs, ours = verdicts(folder, config, source)
        different += theirs != ours
        print(
            "same     " if theirs == ours else "DIFFERENT",
            config.relative_to(source),
            ours,
            *[theirs][: theirs != ours],
        )
    print(f"{different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
