"""`dovetail lint` as a person or a hook starts it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dovetail.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent
HOLDS = EXAMPLES / "correct/architecture/hexagonal"
BROKEN = EXAMPLES / "faulty/architecture/arch_02_the_domain_imports_sqlalchemy"


def test_what_holds_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--root", str(HOLDS)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("holds: ")


def test_what_is_broken_exits_1_and_says_where_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--root", str(BROKEN)]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "src/shop/domain/orders.py:4:1: ARCH-02 shop.domain.orders imports sqlalchemy, which the core may not",
        "    fix: declare a port and let an adapter import sqlalchemy, "
        'or allow it: [tool.dovetail] allow = ["sqlalchemy"]',
    ]


def test_what_cannot_be_evaluated_exits_2_with_one_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--root", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: nothing to judge")


def test_json_is_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--root", str(BROKEN), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["id"] == "ARCH-02"


def test_the_settings_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "dovetail.toml"
    elsewhere.write_text('[tool.dovetail]\nroot_packages = ["shop"]\nallow = ["attrs", "sqlalchemy"]\n')

    assert main(["lint", "--root", str(BROKEN), "--config", str(elsewhere)]) == 0


@pytest.mark.parametrize("arguments", [["lint", "--bogus"], ["nothing"], ["lint", "--format", "pdf"]])
def test_a_wrong_command_line_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code: str | int | None
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    assert capsys.readouterr().err


def test_lint_pays_for_neither_hypothesis_nor_pytest() -> None:
    """It is a pre-commit hook: what it imports is what everybody waits for."""
    script = (
        "import sys; from dovetail.cli import main; "
        f"main(['lint', '--root', {str(HOLDS)!r}]); "
        "print(sorted({'hypothesis', 'pytest', 'sqlalchemy', 'shop'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_two_runs_print_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = set()
    for _ in range(2):
        main(["lint", "--root", str(EXAMPLES / "faulty/architecture/arch_03_two_adapters_need_each_other")])
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_the_last_lines_say_what_was_found_and_what_could_not_be_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the verdict, which stays the last line."""
    assert main(["lint", "--root", str(HOLDS), "--no-cache"]) == 0

    lines = capsys.readouterr().out.splitlines()
    layers = next(line for line in lines if line.startswith("layers: "))
    assert "domain shop.domain" in layers
    ports = next(line for line in lines if line.startswith("ports: "))
    assert "OrderRepository (" in ports
    assert lines[lines.index("not judged:") + 1].startswith("  ARCH-")
    assert lines[-1].startswith("holds: ")


def test_a_subfolder_is_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest folder above that says something is the repository; git's own end is the end of the search."""
    inner = tmp_path / "shop" / "domain" / "orders"
    inner.mkdir(parents=True)
    for folder in (tmp_path / "shop", tmp_path / "shop/domain", inner):
        (folder / "__init__.py").touch()
    (inner / "__init__.py").write_text("import requests\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.dovetail]\nroot_packages = ["shop"]\n', encoding="utf-8")
    monkeypatch.chdir(inner)

    assert main(["lint", "--no-cache"]) == 1
    assert capsys.readouterr().out.startswith("shop/domain/orders/__init__.py:1:1: ARCH-02 ")
    (inner / ".git").mkdir()
    assert main(["lint", "--no-cache"]) == 2
    assert "nothing to judge" in capsys.readouterr().err


def test_a_preset_that_finds_nothing_around_the_core_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It holds, and a person must know that it has held nothing apart."""
    for name in ("shop/__init__.py", "shop/domain.py", "shop/stuff.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "pyproject.toml").write_text('[tool.dovetail]\nroot_packages = ["shop"]\n', encoding="utf-8")

    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0

    said = capsys.readouterr().out
    assert "note: no module of entrypoints, composition, adapters was found" in said
    assert 'write layers = {adapters = ["shop..."]}' in said
