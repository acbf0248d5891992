"""Run the tests with the newest or with the lowest versions of what dovetail needs, on every Python that is installed.

    python requirements/try_versions.py newest|lowest UV [3.11 3.12 ...]

`make test-newest` and `make test-lowest` call it. The newest are those that the package index offers today, the lowest
those that pyproject.toml claims. Without versions of Python it tries each that dovetail serves, and says which of them
are not installed. Needs the package index.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESOLUTIONS = {"newest": "highest", "lowest": "lowest-direct"}
SERVED = ("3.11", "3.12", "3.13", "3.14")
SHOWN = ("pytest", "hypothesis", "grimp", "import-linter", "sqlalchemy", "redis")
SEEDED = ("--hypothesis-seed=1", "--randomly-seed=1")  # as in `make test`, so that it differs in the versions alone
ONE_IS_MISSING = 2


@dataclass(frozen=True)
class Run:
    """What one Python gave: the versions, pytest's last line and its exit code."""

    python: str
    versions: str
    said: str
    exit_code: int


def main(which: str, uv: str, *pythons: str) -> int:
    """Try each Python, and sum up.

    Returns:
        0 where all tests passed, 1 where one failed, 2 where a Python that was asked for is not installed.
    """
    runs = [_run(which, uv, python) for python in pythons or SERVED]
    print(f"\n== {which}")
    for run in runs:
        print(f"Python {run.python}: {run.said}\n  {run.versions}")
    missing = any(run.exit_code == ONE_IS_MISSING for run in runs)
    if any(run.exit_code not in {0, ONE_IS_MISSING} for run in runs):
        return 1
    return ONE_IS_MISSING if missing and pythons else 0


def _run(which: str, uv: str, version: str) -> Run:
    interpreter = find(version)
    if interpreter is None:
        return Run(version, "", "not installed, not tried", ONE_IS_MISSING)
    venv = ROOT / f".venv-{which}-{version}"
    python = str(venv / "bin/python")
    print(f"== {which} on Python {version}, {interpreter}", flush=True)
    subprocess.run([uv, "venv", "--quiet", "--seed", "--clear", "--python", interpreter, str(venv)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", python, "--resolution", RESOLUTIONS[which]]
    subprocess.run([*install, "--editable", ".[dev]"], cwd=ROOT, check=True)
    listed = [uv, "pip", "list", "--python", python, "--format=freeze"]
    freeze = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
    versions = " ".join(line for line in freeze if line.partition("==")[0] in SHOWN)
    began = time.monotonic()
    log = venv / "pytest.log"
    with log.open("w", encoding="utf-8") as output:
        tests = [python, "-m", "pytest", "-n", "4", "--dist", "worksteal", "-m", "not long", *SEEDED, "tests"]
        code = subprocess.run(tests, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False).returncode
    lines = log.read_text(encoding="utf-8").splitlines() or ["it said nothing"]
    print("\n".join(line for line in lines if line.startswith(("FAILED ", "ERROR "))), flush=True)
    seconds = time.monotonic() - began
    said = f"{lines[-1].strip('= ')}, {seconds:.0f} s in all; the whole of it is in {venv.name}/{log.name}"
    return Run(version, versions, said, 1 if code == ONE_IS_MISSING else code)


def find(version: str) -> str | None:
    """The interpreter of one version: the first on the path that runs, or else the newest that pyenv has."""
    places = [Path(folder) / f"python{version}" for folder in os.get_exec_path()]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places += sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)
    return next((str(place) for place in places if place.is_file() and _runs(place, version)), None)


def _runs(interpreter: Path, version: str) -> bool:
    """Whether it is what its name says: pyenv puts a script in the path for versions that are switched off."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([str(interpreter), "-c", program], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
