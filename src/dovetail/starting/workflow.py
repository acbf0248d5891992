"""The workflow that runs the gate on every push, with the dependencies as the repository installs them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dovetail.errors import ContractError

_WORKFLOW = """\
name: dovetail

on:
  push:
  pull_request:

jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "{python}"
{install}
      - uses: actions/cache@v4
        with:
          path: |
            .hypothesis
            .dovetail_cache
          key: dovetail-${{{{ github.ref_name }}}}-${{{{ github.run_id }}}}
          restore-keys: |
            dovetail-${{{{ github.ref_name }}}}-
            dovetail-
      - name: the whole gate, with annotations on the lines
        run: {run}dovetail check --format github --html dovetail.html --markdown dovetail.md{pytest}
      - name: the report in the job's summary
        if: always()
        run: test ! -f dovetail.md || cat dovetail.md >> "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: dovetail
          path: dovetail.html
          if-no-files-found: ignore
"""


def workflow(root: Path) -> tuple[str, str]:
    """The workflow of a repository, and what tells how it is installed."""
    install, run, why = _installed(root)
    # In CI, Hypothesis keeps nothing that a later run could try first, unless a profile says so.
    pytest = "" if _loads_a_profile(root) else " -- --hypothesis-profile=default"
    steps = "\n".join(f"      {line}" for line in install)
    text = _WORKFLOW.format(python=_python(root), install=steps, run=run, pytest=pytest)
    return text, why


def _loads_a_profile(root: Path) -> bool:
    """Whether the tests choose a profile of Hypothesis's themselves."""
    folders = (root, *(root / name for name in ("tests", "test")))
    files = (folder / "conftest.py" for folder in folders)
    return any(b"load_profile(" in file.read_bytes() for file in files if file.is_file())


def _installed(root: Path) -> tuple[list[str], str, str]:
    if (root / "uv.lock").is_file():
        steps = ["- run: pip install uv", "- run: uv sync --all-extras", "- run: uv pip install pytest-dovetail"]
        return steps, "uv run --no-sync ", "uv.lock"
    if (root / "poetry.lock").is_file():
        steps = ["- run: pip install poetry", "- run: poetry install", "- run: poetry run pip install pytest-dovetail"]
        return steps, "poetry run ", "poetry.lock"
    found = [name for name in ("requirements.txt", "requirements-dev.txt") if (root / name).is_file()]
    if found:
        files = " ".join(f"-r {name}" for name in found)
        return [f"- run: pip install {files} pytest-dovetail"], "", " and ".join(found)
    if "project" in _pyproject(root):
        return ["- run: pip install . pytest-dovetail"], "", "pyproject.toml"
    return ["- run: pip install pytest-dovetail"], "", ""


def _python(root: Path) -> str:
    """The lowest Python that the repository says it runs on, or the lowest that dovetail does."""
    said = str(_pyproject(root).get("project", {}).get("requires-python", ""))
    versions = [
        part.strip(" >=~^").removesuffix(".*")
        for part in said.split(",")
        if part.strip().startswith((">=", "~=", "=="))
    ]
    named = ".".join((versions or [""])[0].split(".")[:2])
    return named if named in ("3.11", "3.12", "3.13", "3.14") else "3.12"


def _pyproject(root: Path) -> dict[str, dict[str, object]]:
    file = root / "pyproject.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContractError(f"{file} is not valid TOML: {error}", "correct that line") from error
