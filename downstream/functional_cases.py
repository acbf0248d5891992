"""Compare `dovetail lint` with `lint-imports` on import-linter's own functional cases.

    python downstream/functional_cases.py [--folder DIR]

Fetches the source distribution of the import-linter that is installed, and runs both on each of its configurations.
Prints one line each, and exits 1 where they do not say the same.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from beside import Place, dovetail_says, lint_imports_says


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


def places(source: Path) -> list[Place]:
    """Each configuration of the functional tests, with the folder in which it is run."""
    assets = source / "tests" / "assets"
    files = sorted(path for path in assets.rglob("*") if path.suffix in (".ini", ".toml", ".cfg"))
    return [_place(assets / path.relative_to(assets).parts[0], path, source) for path in files]


def _place(folder: Path, config: Path, source: Path) -> Place:
    return Place(folder, config, [folder / "locationone", folder / "locationtwo", source])


def main() -> int:
    """Compare them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dovetail-corpus")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    source = fetch(options.folder.resolve())
    different = 0
    for place in places(source):
        theirs, ours = lint_imports_says(place), dovetail_says(place)
        same = (theirs.verdicts, theirs.chains) == (ours.verdicts, ours.chains)
        different += not same
        print("same     " if same else "DIFFERENT", place.config, ours.verdicts, *[theirs][: not same])
    print(f"{different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
