"""What `dovetail lint` costs, beside what else a team would run.

    python benchmarks/lint.py [--folder DIR] [--rounds N]

Makes an environment with the peers (import-linter, tach, pytest-archon), unpacks two large packages, and runs everybody
on the same contracts in turn, so that what else the machine does falls on all alike. Prints medians in milliseconds,
their ratios with the limits that are to be kept, and the peak memory; then the cost on generated trees against their
size. "With rules" has the preset's contracts and all rules on classes beside the same import contract.

A lint in which nothing changed asks two processors at once. Where other programs keep them busy, it loses more than its
peers: `chrt -f 1 python benchmarks/lint.py`, as root, measures as if nobody else were there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("import-linter", "tach", "pytest-archon")


@dataclass(frozen=True)
class Subject:
    """A large package, and the contracts that everybody checks on it.

    Attributes:
        package: its name, and that of its wheel.
        source: what must not import `target` directly.
        target: that.
        limits: the highest ratio allowed: of nothing changed to `python -c pass`, of one file touched to lint-imports.
        layers: what it is taken to be made of, from the outside in, for the rules on classes.
    """

    package: str
    source: str
    target: str
    limits: tuple[float, float]
    layers: dict[str, str]


SUBJECTS = (
    Subject(
        "django",
        "django.utils",
        "django.contrib.gis",
        (1.6, 0.7),
        {"entrypoints": "django.views", "adapters": "django.contrib", "domain": "django.utils"},
    ),
    Subject(
        "homeassistant",
        "homeassistant.util",
        "homeassistant.components.hue",
        (2.3, 0.45),
        {"adapters": "homeassistant.components", "domain": "homeassistant.util"},
    ),
)

# Of the rules on classes beside the same import contracts without them, when nothing is cached, by processor time.
RULES_LIMIT = 1.7


@dataclass(frozen=True)
class Run:
    """One program's time, that of the processor and memory."""

    milliseconds: float
    processor: float
    megabytes: float


def run(command: list[str], folder: Path) -> Run:
    """Start a program and wait for it; what it says does not matter here."""
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "PYTHONDONTWRITEBYTECODE")}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} could not be run in {folder}")
    elapsed = time.perf_counter() - started
    return Run(elapsed * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)


def prepare(folder: Path) -> Path:
    """An environment with dovetail and its peers; gives its folder of programs."""
    programs = folder / "environment" / "bin"
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet"]
    if not programs.exists():
        venv.create(folder / "environment", with_pip=True)
        # As in the environments of pre-commit: the console scripts of the pip that comes with Python import `re`.
        subprocess.run([*install, "--upgrade", "pip"], check=True)
        subprocess.run([*install, *PEERS], check=True)
    subprocess.run([*install, "--force-reinstall", "--no-deps", str(HERE.parent)], check=True)
    return programs


def unpack(subject: Subject, folder: Path, programs: Path) -> Path:
    """The package's source in a folder of its own, with the contracts in each tool's words."""
    place = folder / subject.package
    if not place.exists():
        fetch = [str(programs / "python"), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*fetch, "--dest", str(folder), subject.package], check=True)
        (wheel,) = folder.glob(f"{subject.package}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)
    for cache in (".dovetail_cache", ".import_linter_cache", ".tach", ".grimp_cache"):
        shutil.rmtree(place / cache, ignore_errors=True)
    write_contracts(place, subject)
    return place


def write_contracts(place: Path, subject: Subject) -> None:
    """The same rule for each of them: the source does not import the target."""
    (place / ".importlinter").write_text(
        f"[importlinter]\nroot_package = {subject.package}\n\n"
        "[importlinter:contract:one]\nname = one\ntype = forbidden\n"
        f"source_modules = {subject.source}\nforbidden_modules = {subject.target}\nallow_indirect_imports = true\n"
    )
    (place / "tach.toml").write_text(
        f'source_roots = ["."]\n[[modules]]\npath = "{subject.source}"\ndepends_on = []\n'
        f'[[modules]]\npath = "{subject.target}"\ndepends_on = []\n'
    )
    (place / "test_archon.py").write_text(
        "from pytest_archon import archrule\n\ndef test_one():\n"
        f'    archrule("one").match("{subject.source}*").should_not_import("{subject.target}*")'
        f'.check("{subject.package}", only_direct_imports=True)\n'
    )
    one = (
        f'[tool.importlinter]\nroot_package = "{subject.package}"\n[[tool.importlinter.contracts]]\nname = "one"\n'
        f'type = "forbidden"\nsource_modules = ["{subject.source}"]\nforbidden_modules = ["{subject.target}"]\n'
        "allow_indirect_imports = true\n"
    )
    inward = '[[tool.importlinter.contracts]]\nname = "inward"\ntype = "layers"\n'
    (place / "contracts.toml").write_text(f"{one}{inward}layers = {json.dumps([*subject.layers.values()])}\n")
    layers = "".join(f'{name} = ["{module}"]\n' for name, module in subject.layers.items())
    (place / "rules.toml").write_text(
        f'{one}[tool.dovetail]\nroot_packages = ["{subject.package}"]\n'
        f'architecture = "hexagonal"\n[tool.dovetail.layers]\n{layers}'
    )


def measure(subject: Subject, place: Path, programs: Path, rounds: int) -> list[str]:
    """Run everybody in turn; gives the limits that were not kept."""
    dovetail, lint_imports = [str(programs / "dovetail"), "lint"], [str(programs / "lint-imports")]
    python, tach = [str(programs / "python"), "-c", "pass"], [str(programs / "tach"), "check"]
    archon = [str(programs / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_archon.py"]
    touched = next(path for path in sorted((place / subject.package).rglob("*.py")) if path.stat().st_size > 2000)

    def touch() -> None:
        with touched.open("a") as file:
            file.write("# touched\n")
        time.sleep(0.1)

    rules = [*dovetail, "--config", "rules.toml"]
    for command in (dovetail, rules, lint_imports, dovetail, rules):
        run(command, place)
        time.sleep(0.1)
    unchanged = rounds_of({"python -c pass": python, "dovetail lint": dovetail, "with rules": rules}, place, rounds)
    edited = rounds_of(
        {"dovetail lint": dovetail, "with rules": rules, "lint-imports": lint_imports, "tach check": tach},
        place,
        rounds,
        touch,
    )
    colder = {
        "dovetail lint": [*dovetail, "--no-cache"],
        "and its layers": [*dovetail, "--config", "contracts.toml", "--no-cache"],
        "with rules": [*rules, "--no-cache"],
        "lint-imports": [*lint_imports, "--no-cache"],
    }
    cold = rounds_of(colder, place, max(3, rounds // 3))
    others = rounds_of({"pytest-archon": archon}, place, 1)
    for title, table in (("nothing changed", unchanged), ("one file touched", edited), ("cold", cold), ("", others)):
        for name, result in table.items():
            print(
                f"{subject.package:<14}{title:<18}{name:<16}{result.milliseconds:8.0f} ms"
                f"{result.processor:8.0f} ms of the processor{result.megabytes:7.0f} MB"
            )
    ratios = {
        "nothing changed / python -c pass": (ratio(unchanged, "dovetail lint", "python -c pass"), subject.limits[0]),
        "one file touched / lint-imports": (ratio(edited, "dovetail lint", "lint-imports"), subject.limits[1]),
        "one file touched / tach": (ratio(edited, "dovetail lint", "tach check"), 1.0),
        "cold / lint-imports --no-cache": (ratio(cold, "dovetail lint", "lint-imports"), 1.0),
        "cold memory / lint-imports": (
            cold["dovetail lint"].megabytes / cold["lint-imports"].megabytes,
            1.0,
        ),
        "cold, with rules on classes / without": (
            cold["with rules"].processor / cold["and its layers"].processor,
            RULES_LIMIT,
        ),
    }
    for name, (value, limit) in ratios.items():
        print(f"{subject.package:<14}{name:<40}{value:6.2f}   limit {limit}")
    return [f"{subject.package}: {name}" for name, (value, limit) in ratios.items() if value > limit]


def rounds_of(
    commands: dict[str, list[str]], place: Path, rounds: int, before: Callable[[], None] = lambda: None
) -> dict[str, Run]:
    """The medians of several rounds, each of which runs every program once."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            before()
            runs[name].append(run(command, place))
    return {
        name: Run(
            statistics.median(one.milliseconds for one in many),
            statistics.median(one.processor for one in many),
            statistics.median(one.megabytes for one in many),
        )
        for name, many in runs.items()
    }


def ratio(table: dict[str, Run], ours: str, theirs: str) -> float:
    """How many times as long."""
    return table[ours].milliseconds / table[theirs].milliseconds


def growth(folder: Path, programs: Path, sizes: tuple[int, ...]) -> None:
    """Time a module on generated trees: linear cost is a constant here."""
    for size in sizes:
        place = folder / f"generated-{size}"
        if not (place / "rules.toml").exists():
            generate(place, size)
        lint = [str(programs / "dovetail"), "lint", "--no-cache", "--config"]
        runs = rounds_of({name: [*lint, f"{name}.toml"] for name in ("contracts", "rules")}, place, 3)
        for name, result in runs.items():
            took = result.milliseconds
            print(f"generated {size:>6} modules, {name:<10}{took:8.0f} ms {took / size * 1000:6.0f} us a module")
        processor = runs["rules"].processor / runs["contracts"].processor
        print(f"generated {size:>6} modules, rules on classes / contracts alone {processor:6.2f}")


def generate(place: Path, size: int) -> None:
    """A hexagonal repository in which every module imports three others further in."""
    layers = ("adapters", "application", "domain")
    for number in range(size):
        layer = layers[number % 3]
        inner = [
            f"import big.domain.p{(number + step) // 100 % 10}.m{(number + step) // 3 * 3 + 2}" for step in (3, 30, 300)
        ]
        imports = inner if number + 300 < size // 2 and layer != "domain" else []
        path = place / "big" / layer / f"p{number // 100 % 10}" / f"m{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "\n".join([*imports, f"class Thing{number}:", "    def value(self) -> int:", "        return 1", ""])
        )
    for package in [place / "big", *(path for path in (place / "big").rglob("*") if path.is_dir())]:
        (package / "__init__.py").touch()
    contracts = (
        '[tool.importlinter]\nroot_package = "big"\n[[tool.importlinter.contracts]]\nname = "layers"\n'
        'type = "layers"\nlayers = ["big.adapters", "big.application", "big.domain"]\n'
    )
    (place / "contracts.toml").write_text(contracts)
    (place / "rules.toml").write_text(f'{contracts}[tool.dovetail]\nroot_packages = ["big"]\n')


def main() -> int:
    """Run it all; 1 where a limit was not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dovetail-benchmark")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 50_000])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    programs = prepare(options.folder)
    missed = [
        limit
        for subject in SUBJECTS
        for limit in measure(subject, unpack(subject, options.folder, programs), programs, options.rounds)
    ]
    growth(options.folder, programs, tuple(options.sizes))
    for limit in missed:
        print(f"limit not kept: {limit}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
