"""What `dovetail init` writes runs as it stands, and nothing that is there is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from post_office import DOMAIN, MEMORY, POST, contents, init

from apart import hypothesis_caches
from dovetail.cli import main
from dovetail.starting.hooks import with_hook
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")


@pytest.mark.usefixtures("few_plugins")
def test_what_it_writes_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Suites of an adapter in memory, of one in SQL that a mapper is given to, and of the mapper; then the lint."""
    said = init(write(tmp_path, POST), capsys)

    assert "left to fill in" not in said
    settings = "from hypothesis import settings\nsettings.register_profile('few', max_examples=3, deadline=None)\n"
    (tmp_path / "conftest.py").write_text(settings + "settings.load_profile('few')\n", encoding="utf-8")
    hypothesis_caches(tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "--dovetail-json=run.json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    suites = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["suites"]
    names = {each["suite"].rpartition("::")[2] for each in suites}
    assert names == {"TestMemoryParcels", "TestParcelMapper", "TestSqlParcels"}, ran.stdout
    for each in suites:
        outcomes = {clause["outcome"] for clause in each["clauses"]}
        assert "held" in outcomes
        assert "broken" not in outcomes, ran.stdout
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_a_dry_run_shows_the_texts_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be new, line by line."""
    before = contents(write(tmp_path, POST))

    said = init(tmp_path, capsys, "--dry-run")

    assert contents(tmp_path) == before
    assert "    | class ParcelsContract(RepositoryContract):\n    |     port = Parcels\n" in said
    assert "nothing was written" in said


def test_nothing_is_ever_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that are there stay as they are; a second run changes nothing at all."""
    kept = {"contracts/parcels.py": "# mine\n", ".github/workflows/dovetail.yml": "# mine\n"}
    write(tmp_path, {**POST, **kept})

    said = init(tmp_path, capsys)

    assert "kept         contracts/parcels.py: it is there already\n" in said
    for name, text in kept.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    after = contents(tmp_path)
    init(tmp_path, capsys)
    assert {name: text for name, text in contents(tmp_path).items() if "cache" not in name} == after


def test_pyproject_keeps_its_comments_and_its_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table comes at the end, in the file's own line endings, and all before it stays to the byte."""
    before = b'# first\r\n[project]\r\nversion = "1"   # why\r\nname = "post"\r\n[tool.ruff]\r\nline-length = 90'
    write(tmp_path, POST)
    (tmp_path / "pyproject.toml").write_bytes(before)

    init(tmp_path, capsys)

    after = (tmp_path / "pyproject.toml").read_bytes()
    assert after.startswith(before + b"\r\n\r\n[tool.dovetail]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert tomllib.loads(after.decode())["tool"]["dovetail"] == {"root_packages": ["post"], "architecture": "hexagonal"}


def test_a_pyproject_that_takes_no_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the lines to write by hand; and nothing is written."""
    write(tmp_path, {**POST, "pyproject.toml": "tool = {ruff = {line-length = 90}}\n"})
    before = contents(tmp_path)

    assert main(["init", "--root", str(tmp_path)]) == 2
    assert 'architecture = "hexagonal"' in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_ports_of_one_name_get_modules_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Named by the context that tells them apart."""
    files = {"shop/__init__.py": ""}
    for name in ("sales", "stock"):
        files |= {
            f"shop/{name}/__init__.py": "",
            f"shop/{name}/domain.py": DOMAIN,
            f"shop/{name}/adapters.py": MEMORY.format(root=f"shop.{name}"),
        }
    init(write(tmp_path, files), capsys)

    assert {path.name for path in (tmp_path / "contracts").glob("*_parcels.py")} == {
        "sales_parcels.py",
        "stock_parcels.py",
    }
    assert "class SalesParcelsContract" in (tmp_path / "contracts/sales_parcels.py").read_text(encoding="utf-8")
    assert (tmp_path / "tests/suites/test_stock_memory_parcels.py").is_file()


def test_todays_findings_go_into_a_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that the gate holds from the first day on."""
    files = {**POST, "src/post/domain/rules.py": "import sqlalchemy\nfrom post.adapters import memory\n"}

    said = init(write(tmp_path, files), capsys)

    assert "dovetail-baseline.json: today's " in said
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_a_contract_that_is_there_is_not_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor the suite of an adapter that some suite names; what else there is gets its own."""
    suite = """
        from dovetail import RepositoryContract
        from post.domain import Parcels
        class Promise(RepositoryContract):
            port = Parcels
    """
    said = init(write(tmp_path, {**POST, "tests/test_parcels.py": suite}), capsys)

    assert "note: Parcels has its contract already: Promise\n" in said
    assert not (tmp_path / "contracts/parcels.py").exists()


def test_an_adapter_that_only_a_usual_conftest_names_gets_its_suite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fixture for the team's own tests holds nothing to a contract."""
    fixture = """
        import pytest
        from post.adapters.memory import MemoryParcels

        @pytest.fixture
        def parcels():
            return MemoryParcels()
    """
    write(tmp_path, {**POST, "tests/conftest.py": fixture, "tests/test_usual.py": "def test_one(parcels): ...\n"})

    init(tmp_path, capsys)

    assert (tmp_path / "tests/suites/test_memory_parcels.py").is_file()


def test_an_adapter_that_a_suite_names_already_is_said_to_get_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its port has no contract of its own that could be found; two suites of one adapter would be one too many."""
    suite = """
        from dovetail import RepositoryContract
        from post.adapters.memory import MemoryParcels

        class TestOurs(RepositoryContract):
            adapter = MemoryParcels
    """
    said = init(write(tmp_path, {**POST, "tests/test_ours.py": suite}), capsys)

    assert "MemoryParcels: no suite is written, since a suite that is there names it" in said
    assert not (tmp_path / "tests/suites/test_memory_parcels.py").exists()


@pytest.mark.parametrize(
    ("before", "end"),
    [
        ("repos:\n- repo: a\n  hooks: []\n", "\n- repo: local\n  hooks:\n    - id: dovetail-lint\n"),
        ("repos:\n  - repo: a\n    hooks: []", "\n  - repo: local\n    hooks:\n      - id: dovetail-lint\n"),
        ("repos:  # all\n  - repo: a\n\n# last\nci:\n  skip: []\n", "\n  - repo: local\n    hooks:\n"),
    ],
)
def test_the_hook_is_added_to_the_list_of_repositories(before: str, end: str) -> None:
    """In its own indentation, before what comes after the list, and all else stays."""
    grown = with_hook(before)

    assert grown is not None
    after, added = grown
    assert end in after
    assert after.replace(added, "").rstrip("\n") == before.rstrip("\n")
    assert after.rstrip().endswith(("pass_filenames: false", "skip: []"))


@pytest.mark.parametrize("before", ["repos: [{repo: a, hooks: []}]\n", "ci: {}\n", "repos:\n"])
def test_a_list_in_another_form_is_left_to_a_person(before: str) -> None:
    """Nothing is guessed."""
    assert with_hook(before) is None
