"""`dovetail check` on a small repository: one command, one verdict."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from apart import hypothesis_caches
from dovetail.checking.gate import Asked
from dovetail.checking.result import Result
from dovetail.checking.sight import FILE
from dovetail.cli import main
from dovetail.errors import ContractError
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")

FILES = {
    "pyproject.toml": """
        [tool.dovetail]
        root_packages = ["post"]
        architecture = "hexagonal"
        [tool.pytest.ini_options]
        pythonpath = ["src", "."]
        testpaths = ["tests"]
        addopts = ["-n0"]
    """,
    "src/post/__init__.py": "",
    "src/post/domain/__init__.py": """
        from dataclasses import dataclass
        from typing import Protocol

        @dataclass
        class Parcel:
            id: int
            weight: int

        class Parcels(Protocol):
            def save(self, parcel: Parcel) -> None: ...
            def get(self, id: int) -> Parcel | None: ...
    """,
    "src/post/adapters/__init__.py": """
        from copy import copy
        from post.domain import Parcel, Parcels

        class MemoryParcels(Parcels):
            def __init__(self) -> None:
                self.kept: dict[int, Parcel] = {}

            def save(self, parcel: Parcel) -> None:
                self.kept[parcel.id] = copy(parcel)

            def get(self, id: int) -> Parcel | None:
                found = self.kept.get(id)
                return copy(found) if found else None
    """,
    "tests/test_parcels.py": """
        from hypothesis import settings
        from dovetail import RepositoryContract
        from post.adapters import MemoryParcels
        from post.domain import Parcels

        class TestMemoryParcels(RepositoryContract):
            port = Parcels
            adapter = MemoryParcels
            settings = settings(max_examples=5)
    """,
    "tests/test_others.py": """
        def test_that_the_gate_does_not_run() -> None:
            assert False
    """,
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def check(repository: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main(["check", "--root", str(repository), *options])
    return code, capsys.readouterr().out


def forget_to_save(repository: Path) -> None:
    adapter = repository / "src/post/adapters/__init__.py"
    text = adapter.read_text(encoding="utf-8")
    adapter.write_text(
        text.replace("self.kept[parcel.id] = copy(parcel)", "self.kept.setdefault(parcel.id, copy(parcel))")
    )


@pytest.mark.usefixtures("few_plugins")
def test_the_whole_way(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A gate that holds is recorded; a fault is new, then known, replayed until it is fixed; a lost suite is a loss."""
    hypothesis_caches(repository)
    code, out = check(repository, capsys, "--record")
    assert (code, out.splitlines()[-1].partition(";")[0]) == (0, "holds: no findings")
    assert (repository / FILE).is_file()

    forget_to_save(repository)
    page = repository / "page.html"
    code, out = check(repository, capsys, "--html", str(page))
    assert code == 1
    assert "new: REPO-07" in out
    assert "REPO-07" in page.read_text(encoding="utf-8")

    code, out = check(repository, capsys, "--replay")
    assert code == 1
    assert "only what was broken last time was run" in out

    (repository / "src/post/adapters/__init__.py").write_text(
        dedent(FILES["src/post/adapters/__init__.py"]), encoding="utf-8"
    )
    code, out = check(repository, capsys, "--replay")
    assert code == 0
    assert "note: fixed: REPO-07 in tests/test_parcels.py::TestMemoryParcels" in out

    (repository / "tests/test_parcels.py").unlink()
    code, out = check(repository, capsys, "--format", "json")
    document = json.loads(out)
    assert code == 1
    assert [each["what"] for each in document["losses"]] == ["suite", "rule"]


def test_live_is_handed_on(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To pytest, under the name that no conftest has."""
    handed: list[tuple[str, ...]] = []

    def noted(asked: Asked, *, record: bool) -> Result:
        handed.append(asked.arguments)
        raise ContractError("enough", "")

    monkeypatch.setattr("dovetail.cli.check.check", noted)
    main(["check", "--live", "--", "-x"])

    assert handed == [("-x", "--dovetail-live")]


def test_there_is_nothing_to_replay(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(repository), "--replay"]) == 2
    assert "run the whole gate once: dovetail check" in capsys.readouterr().err


def test_shards_are_put_together(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = []
    for number, outcome in enumerate(("held", "broken")):
        clauses = [{"id": "REPO-01", "outcome": outcome, "reason": None, "examples": 1, "seconds": 0, "finding": None}]
        suite = {
            "suite": f"t::{number}",
            "contract": "C",
            "port": "a:P",
            "adapter": "A",
            "store": None,
            "clauses": clauses,
        }
        path = repository / f"{number}.json"
        path.write_text(json.dumps({"version": 1, "suites": [suite], "disagreements": []}), encoding="utf-8")
        parts.append(str(path))

    code, out = check(repository, capsys, "--format", "json", "--merge", *parts)

    assert code == 1
    assert [each["suite"] for each in json.loads(out)["suites"]] == ["t::0", "t::1"]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("sarif", '{\n  "$schema"'), ("junit", "<?xml"), ("github", "::error ")],
)
def test_each_format_is_written(form: str, begins: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To standard output, or to a file beside another one; each with the verdict's exit code."""
    path = repository / "report"
    broken = {"id": "REPO-01", "outcome": "broken", "reason": "r", "examples": 1, "seconds": 0, "finding": None}
    found = {"suite": "t::T", "contract": "C", "port": "a:P", "adapter": "A", "store": None, "clauses": [broken]}
    path.write_text(json.dumps({"version": 1, "suites": [found], "disagreements": []}), encoding="utf-8")

    code, out = check(repository, capsys, "--format", form, "--merge", str(path))

    assert code == 1
    assert out.startswith(begins)
    if form == "github":
        assert out.splitlines()[-1].startswith("broken: findings: 1 new")
    else:
        code, said = check(repository, capsys, f"--{form}", str(path.with_suffix(".out")), "--merge", str(path))
        assert code == 1
        assert path.with_suffix(".out").read_text(encoding="utf-8") == out
        assert said.splitlines()[-1].startswith("broken")


def test_a_shard_that_is_none(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "part.json").write_text("{}", encoding="utf-8")

    assert main(["check", "--root", str(repository), "--merge", str(repository / "part.json")]) == 2
    assert "pytest --dovetail-json=PATH" in capsys.readouterr().err


def test_a_collection_that_fails_is_not_evaluated(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "tests/test_parcels.py").write_text("import nowhere\n", encoding="utf-8")

    code, out = check(repository, capsys)

    assert code == 2
    assert out.splitlines()[-1].startswith("not evaluated")
