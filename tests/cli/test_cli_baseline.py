"""The baseline only shrinks, and `--since` judges only what a change brought."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dovetail.architecture.baseline import FILE
from dovetail.cli import main

SETTINGS = '[tool.dovetail]\nroot_packages = ["shop"]\n'
CONTRACT = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = adapters stay out\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.adapters\n"
)
ORDERS = Path("shop/domain/orders.py")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with one fault that two contracts see."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    for name in ("shop/__init__.py", "shop/domain/__init__.py", "shop/util.py", "shop/adapters.py"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    ORDERS.write_text("import shop.adapters\n")
    Path("pyproject.toml").write_text(SETTINGS)
    Path(".importlinter").write_text(CONTRACT)


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["lint", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_what_is_recorded_no_longer_breaks_and_is_still_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint"]) == 1

    assert main(["baseline"]) == 0

    code, document = lint(capsys)
    assert code == 0
    assert {(finding["id"], finding["baseline"]) for finding in document["findings"]} == {
        ("ARCH-01", True),
        ("adapters stay out", True),
    }
    assert {contract["reason"] for contract in document["contracts"]} == {"1 finding in the baseline"}


def test_moved_lines_and_other_chains_are_the_same_finding(capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline"])

    ORDERS.write_text("\n\n\nimport shop.util\n")
    Path("shop/util.py").write_text("import shop.adapters\n")

    assert lint(capsys)[0] == 0


def test_a_new_finding_breaks_and_does_not_slip_into_the_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline"])
    before = Path(FILE).read_text()
    Path("shop/domain/prices.py").write_text("import shop.adapters\n")

    assert lint(capsys)[0] == 1
    assert main(["baseline"]) == 1
    assert "shop/domain/prices.py:1:1: ARCH-01" in capsys.readouterr().out
    assert Path(FILE).read_text() == before

    assert main(["baseline", "--grow"]) == 0
    assert lint(capsys)[0] == 0


def test_what_is_fixed_is_reported_and_taken_out_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline"])
    ORDERS.write_text("")

    code, document = lint(capsys)
    assert code == 0
    assert any("fixed: ARCH-01 shop.domain.orders" in note for note in document["notes"])

    assert main(["baseline"]) == 0
    assert len(json.loads(Path(FILE).read_text())["findings"]) == 2
    assert main(["baseline", "--prune"]) == 0
    assert json.loads(Path(FILE).read_text())["findings"] == []

    ORDERS.write_text("import shop.adapters\n")
    assert lint(capsys)[0] == 1


def test_nothing_is_called_fixed_that_could_not_be_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline"])
    before = Path(FILE).read_text()
    Path(".importlinter").write_text(CONTRACT.replace("type = forbidden", "type = forbiddn"))

    assert main(["baseline", "--prune"]) == 2
    assert Path(FILE).read_text() == before


@pytest.mark.parametrize(
    "text", ["", "{}", '{"version": 2, "findings": []}', '{"version": 1, "findings": ["x"]}', "[]"]
)
def test_a_baseline_that_cannot_be_read_is_no_pass(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(FILE).write_text(text)

    assert main(["lint"]) == 2
    assert "dovetail baseline" in capsys.readouterr().err


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_only_what_changed_since_a_revision_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    ORDERS.write_text("\nimport shop.adapters\n")

    assert main(["lint"]) == 1
    assert lint(capsys, "--since", "HEAD")[0] == 0

    Path("shop/domain/prices.py").write_text("import shop.adapters\n")
    code, document = lint(capsys, "--since", "HEAD")
    assert code == 1
    assert {finding["path"] for finding in document["findings"] if not finding["baseline"]} == {"shop/domain/prices.py"}


def test_what_a_link_out_of_the_tree_leads_to_was_there_before(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As with a package that a build keeps elsewhere: its findings are those of before, and no error."""
    outside = tmp_path_factory.mktemp("outside") / "generated.py"
    outside.write_text("import shop.adapters\n")
    Path("shop/domain/generated.py").symlink_to(outside)
    Path("shop/domain/relative.py").symlink_to(os.path.relpath(outside, "shop/domain"))
    git("init")
    git("add", ".")
    git("commit", "-m", "first")

    assert main(["lint"]) == 1
    assert lint(capsys, "--since", "HEAD")[0] == 0

    Path("shop/domain/second.py").symlink_to(outside)
    code, document = lint(capsys, "--since", "HEAD")
    assert code == 1
    assert {finding["path"] for finding in document["findings"] if not finding["baseline"]} == {"shop/domain/second.py"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x"])
def test_a_revision_that_git_does_not_know(revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    git("init")

    assert main(["lint", f"--since={revision}"]) == 2
    assert "name a commit" in capsys.readouterr().err


def test_a_folder_in_its_place_is_told() -> None:
    """Nothing is known then, and dovetail neither judges without it nor writes over it."""
    Path(FILE).mkdir()

    for command in (["lint"], ["baseline"]):
        assert main(command) == 2
