"""Hold real repositories to the contracts and drawings that stand here, and compare what is found with what was read.

    python downstream/run.py CHECKOUTS [NAME ...]

CHECKOUTS, or the environment variable DOVETAIL_DOWNSTREAM, is a folder with a checkout of each repository under the
name of its folder here. Exit codes: 0 what was found is what is recorded, 1 it is not, 2 it could not be evaluated.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checkouts import UnevaluableError, checkout_of, folder_of_checkouts

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent


@dataclass(frozen=True)
class Downstream:
    """One repository, and what is known of it.

    Attributes:
        name: of its folder here and of its checkout.
        repository: `owner/name`.
        commit: the one that was read.
        python: the version that it needs.
        requires: what its repositories import.
        paths: where its packages lie in the checkout.
        findings: by suite, the clauses that it breaks; under `lint`, the rules, alone or each with its place.
        mistaken: likewise, those of which dovetail accuses it wrongly: they may go, and none may be added.
    """

    name: str
    repository: str
    commit: str
    python: str
    requires: tuple[str, ...]
    paths: tuple[str, ...]
    findings: dict[str, list[str]]
    mistaken: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Downstream:
        """Read `downstream.toml` in a folder."""
        stated = tomllib.loads((folder / "downstream.toml").read_text(encoding="utf-8"))
        path = stated.pop("path")
        paths = (path,) if isinstance(path, str) else tuple(path)
        return cls(folder.name, **{**stated, "requires": tuple(stated["requires"]), "paths": paths})

    def python_path(self, checkout: Path) -> str:
        """Where Python finds its packages, and first this dovetail: an environment may be another clone's."""
        return os.pathsep.join(map(str, (PROJECT / "src", *(checkout / path for path in self.paths))))


def main(arguments: Sequence[str]) -> int:
    """Run all repositories, or those that are named."""
    named, *names = [*arguments] or [""]
    try:
        place = folder_of_checkouts(named, recorded(), "python downstream/run.py")
        results = [_run(one, place) for one in recorded(names)]
    except UnevaluableError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0 if all(results) else 1


def recorded(names: Sequence[str] = ()) -> list[Downstream]:
    """The repositories that are named, or all.

    Raises:
        UnevaluableError: there is none of that name.
    """
    known = {folder.parent.name: folder.parent for folder in sorted(HERE.glob("*/downstream.toml"))}
    for name in names:
        if name not in known:
            raise UnevaluableError(f"there is no {name!r} here; there are {', '.join(known)}")
    return [Downstream.read(known[name]) for name in names or known]


def _run(one: Downstream, checkouts: Path) -> bool:
    checkout = checkout_of(one, checkouts)
    python = environment_of(one, checkouts)
    found = contracts_of(one, checkout, python)
    if "lint" in one.findings:
        found["lint"] = _lint(one, checkout, python)
    same = [_compare(one, name, found.get(name, [])) for name in sorted(one.findings.keys() | found.keys())]
    return all(same)


def _compare(one: Downstream, name: str, found: list[str]) -> bool:
    """Say what was found beside what is recorded, and whether it is the same."""
    recorded, mistaken = one.findings.get(name, []), one.mistaken.get(name, [])
    same = set(recorded) <= set(found) <= {*recorded, *mistaken}
    verdict = "as recorded" if same else f"recorded: {', '.join(recorded) or 'nothing'}"
    if gone := set(mistaken) - set(found):
        verdict += f"; no longer mistaken in {', '.join(sorted(gone))}: take that out of downstream.toml"
    with_places = any(" " in finding for finding in found)
    shown = f"findings: {len(found)}" if with_places else ", ".join(found) or "nothing"
    print(f"{one.name:<18}{name:<26}{shown:<42} {verdict}", flush=True)
    return same


def environment_of(one: Downstream, checkouts: Path) -> Path:
    """The interpreter of the repository's own environment, made beside the checkouts where it is not there yet."""
    folder = checkouts / f".venv-{one.name}"
    python = folder / "bin" / "python"
    if not python.exists():
        interpreter = shutil.which(f"python{one.python}")
        if interpreter is None and sys.version_info[:2] == tuple(map(int, one.python.split("."))):
            interpreter = sys.executable
        if interpreter is None:
            raise UnevaluableError(
                f"{one.repository} needs Python {one.python}, and there is no python{one.python} on the path"
            )
        subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
        installed = subprocess.run(
            [python, "-m", "pip", "install", "-q", "-e", str(PROJECT), *one.requires], check=False
        )
        if installed.returncode:
            shutil.rmtree(folder)
            raise UnevaluableError(f"what {one.repository} needs could not be installed: {', '.join(one.requires)}")
    return python


def contracts_of(
    one: Downstream,
    checkout: Path,
    python: Path,
    options: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> dict[str, list[str]]:
    """By suite, the clauses that are broken; none where only the architecture is held to something.

    Args:
        one: the repository.
        checkout: the folder of its checkout.
        python: its environment's interpreter.
        options: more of pytest's.
        variables: more of the environment's; a `PYTHONPATH` comes after dovetail's and the repository's own.

    Raises:
        UnevaluableError: its tests could not be collected.
    """
    if not (HERE / one.name / "test_contract.py").exists():
        return {}
    written = checkout.parent / f".findings-{one.name}.json"
    written.unlink(missing_ok=True)
    command: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-q",
        "-c",
        os.devnull,
        f"--rootdir={HERE / one.name}",
        "-p",
        "no:cacheprovider",
    ]
    command += [f"--dovetail-json={written}", "-W", "ignore", *options, str(HERE / one.name / "test_contract.py")]
    given = {**(variables or {})}
    path = os.pathsep.join(filter(None, (one.python_path(checkout), given.pop("PYTHONPATH", ""))))
    ran = subprocess.run(
        command,
        cwd=checkout.parent,
        env={**os.environ, **given, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    if not written.exists():
        raise UnevaluableError(f"the contracts of {one.name} could not be collected (exit code {ran.returncode})")
    suites = json.loads(written.read_text(encoding="utf-8"))["suites"]
    return {suite["suite"].rpartition("::")[2]: list(_broken(suite)) for suite in suites}


def _broken(suite: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for clause in suite["clauses"]:
        if clause["outcome"] == "broken":
            yield clause["id"] if clause["finding"] else f"{clause['id']} (not evaluated)"


def _lint(one: Downstream, checkout: Path, python: Path) -> list[str]:
    """The rules that the drawing beside the contract finds broken, with their places where these are recorded."""
    drawing = HERE / one.name / "dovetail.toml"
    gate = [str(python.parent / "dovetail"), "lint", "--no-cache", "--format=json", f"--config={drawing}"]
    document = json.loads(_output(*gate, f"--root={checkout}", path=one.python_path(checkout)) or "{}")
    if "findings" not in document:
        raise UnevaluableError(f"the architecture of {one.name} could not be evaluated: {' '.join(gate)}")
    if any(" " in recorded for recorded in one.findings["lint"]):
        return [f"{finding['id']} {finding['path']}:{finding['line']}" for finding in document["findings"]]
    return sorted({finding["id"] for finding in document["findings"]})


def _output(*command: str, path: str) -> str:
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
