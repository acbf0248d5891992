"""Compare `dovetail lint` with `lint-imports` on import-linter's own functional cases.

    python downstream/functional_cases.py [--folder DIR] [--with VERSION ...]

With versions of import-linter (or `newest`), each is installed beside this dovetail in an environment of its own, and
the cases are run in that. Else this fetches the source distribution of the import-linter that is installed, runs both
on each of its configurations, prints one line each, and exits 1 where they do not say the same.
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


def run_with(wanted: str, folder: Path) -> int:
    """Run the cases in an environment that has this version of import-linter."""
    environment = folder / f"with-{wanted}"
    python = environment / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
    linter = "import-linter" if wanted == "newest" else f"import-linter=={wanted}"
    root = Path(__file__).resolve().parent.parent
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--editable", str(root), linter], check=True)
    print(f"--- import-linter {wanted}", flush=True)
    return subprocess.run([str(python), __file__, "--folder", str(folder)], check=False).returncode


def main() -> int:
    """Compare them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dovetail-corpus")
    parser.add_argument("--with", nargs="+", metavar="VERSION", dest="versions")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.versions:
        return max([run_with(wanted, options.folder.resolve()) for wanted in options.versions])
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
