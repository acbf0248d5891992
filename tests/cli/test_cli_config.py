"""`--config` may be repeated, and means the same to every command that reads a repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dovetail.cli import main

CONTRACT = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:inner]\nname = inner\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.infrastructure\n"
)


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository without settings of its own; the ones to be named break one a contract, one a rule."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("shop/__init__.py", "shop/infrastructure.py"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("")
    Path("shop/domain.py").write_text("import shop.infrastructure\n")
    Path("contracts.ini").write_text(CONTRACT)
    layers = 'layers = {domain = ["shop.domain"], adapters = ["shop.infrastructure"]}\n'
    Path("rules.toml").write_text(f'[tool.dovetail]\narchitecture = "hexagonal"\nroot_packages = ["shop"]\n{layers}')


BOTH = ("--config", "contracts.ini", "--config", "rules.toml")


def test_lint_judges_what_each_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", *BOTH, "--format", "json"]) == 1
    found = {finding["id"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert found == {"inner", "ARCH-01"}


def test_baseline_records_what_lint_finds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", *BOTH]) == 0
    assert capsys.readouterr().out.startswith("2 findings recorded")
    assert main(["lint", *BOTH]) == 0


def test_graph_draws_the_layers_of_whichever_file_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", *BOTH]) == 0
    assert "shop.infrastructure" in capsys.readouterr().out


def test_ports_reads_the_layers_of_whichever_file_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ports", *BOTH, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["ports"] == []


@pytest.mark.usefixtures("few_plugins")
def test_check_judges_what_lint_does(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tests").mkdir()
    Path("tests/test_one.py").write_text("def test_one(): pass\n")

    assert main(["check", *BOTH, "--format", "json", "--", "-p", "no:cacheprovider", "-p", "no:randomly"]) == 1

    found = {finding["id"] for finding in json.loads(capsys.readouterr().out)["lint"]["findings"]}
    assert found == {"inner", "ARCH-01"}
