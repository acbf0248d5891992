"""Which suites a change concerns."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dovetail.checking.changed import concerned
from dovetail.errors import ContractError
from files import write

SUITES = ("tests/test_letters.py", "tests/test_parcels.py")
FILES = {
    "src/post/__init__.py": "",
    "src/post/letters.py": "from post import stamps\n",
    "src/post/stamps.py": "",
    "src/post/parcels.py": "",
    "contracts/letters.py": "from post.letters import Letter\n",
    "tests/test_letters.py": "from contracts.letters import Contract\n",
    "tests/test_parcels.py": "import post.parcels\n",
    "docs/guide.md": "",
}


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


@pytest.mark.parametrize(
    ("touched", "files"),
    [
        ("src/post/stamps.py", ("tests/test_letters.py",)),
        ("contracts/letters.py", ("tests/test_letters.py",)),
        ("src/post/parcels.py", ("tests/test_parcels.py",)),
        ("tests/test_parcels.py", ("tests/test_parcels.py",)),
        ("src/post/__init__.py", SUITES),
        ("docs/guide.md", ()),
    ],
)
def test_by_what_is_imported(repository: Path, touched: str, files: tuple[str, ...]) -> None:
    (repository / touched).write_text("# touched\n", encoding="utf-8")
    found = concerned(repository, "HEAD", SUITES)

    assert found.files == files
    assert found.left == len(SUITES) - len(files)


def test_a_new_conftest_concerns_all_below_it(repository: Path) -> None:
    (repository / "tests/conftest.py").write_text("", encoding="utf-8")

    assert concerned(repository, "HEAD", SUITES).files == SUITES


def test_of_what_is_no_python_nobody_knows_who_reads_it(repository: Path) -> None:
    (repository / "schema.sql").write_text("", encoding="utf-8")
    found = concerned(repository, "HEAD", SUITES)

    assert found.files == SUITES
    assert "schema.sql" in found.reason


def test_a_commit_since_then_counts(repository: Path) -> None:
    (repository / "src/post/parcels.py").write_text("import post.stamps\n", encoding="utf-8")
    git(repository, "commit", "-qam", "second")

    assert concerned(repository, "HEAD~1", SUITES).files == ("tests/test_parcels.py",)


def test_a_revision_that_is_none(repository: Path) -> None:
    with pytest.raises(ContractError, match="name a commit"):
        concerned(repository, "nowhere", SUITES)
