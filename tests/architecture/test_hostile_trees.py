"""Whatever a tree holds, the run ends with a verdict or a finding: links in circles, pipes, names that are no text."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint
from dovetail.architecture.imports.scan import Scan
from dovetail.architecture.source.depth import DEEPEST, is_too_deep
from dovetail.architecture.source.files_of_tests import LINKED, find_test_files
from dovetail.architecture.source.tree import read_portion
from dovetail.architecture.source.walk import walk

IMPORT = "import shop.adapters.orders\n"
BROKEN = {**SHOP, "shop/domain/broken.py": IMPORT}


def found(root: Path) -> set[tuple[str, str]]:
    return {(finding.id, finding.path) for finding in lint(root).findings}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A shop with one fault, which is to be found whatever else there is."""
    return write_tree(tmp_path, BROKEN)


ONE = {("ARCH-01", "shop/domain/broken.py")}


@pytest.mark.parametrize("target", ["..", ".", "../..", "../../shop", "itself"])
def test_a_link_to_a_folder_above_is_not_followed_for_ever(broken: Path, target: str) -> None:
    for layer in ("domain", "adapters", "application"):
        (broken / "shop" / layer / "itself").symlink_to(target)

    assert found(broken) == ONE


def test_links_from_each_folder_to_all_others_end(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(10)]
    for name in names:
        (tmp_path / name).mkdir()
        for other in names:
            (tmp_path / name / f"to_{other}").symlink_to(tmp_path / other)

    assert sum(1 for _ in walk(str(tmp_path))) < 10_000


def test_a_link_to_a_sibling_is_followed_from_every_side(tmp_path: Path) -> None:
    """As Python follows it: each path is a module of its own."""
    (tmp_path / "a/inner").mkdir(parents=True)
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("a")

    folders = [os.path.relpath(folder.path, tmp_path) for folder in walk(str(tmp_path))]
    assert folders == [".", "a", "a/inner", "b", "b/inner", "c", "c/inner"]


def test_only_regular_files_are_modules(broken: Path) -> None:
    os.mkfifo(broken / "shop/domain/pipe.py")
    (broken / "shop/domain/off.py").symlink_to(os.devnull)
    (broken / "shop/domain/folder.py").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(broken / "shop/domain")  # the path of a socket may not be long
        server.bind("talk.py")
        os.chdir(here)
        assert found(broken) == ONE


def test_links_below_the_tests_into_huge_trees_end(tmp_path: Path) -> None:
    """Data that a test needs may be a whole disk; a suite in the tests themselves is found all the same."""
    root, huge = write_tree(tmp_path / "shop_repository", BROKEN), tmp_path / "huge"
    for number in range(1200):
        (huge / f"f{number}").mkdir(parents=True)
    (root / "tests/data").mkdir(parents=True)
    for number in range(9):
        (root / f"tests/data/to_{number}").symlink_to(huge)
    suite = "from dovetail import RepositoryContract\nclass Orders(RepositoryContract):\n    port = OrderRepository\n"
    (root / "tests/test_orders.py").write_text(suite)

    tests, report = find_test_files(root), lint(root)

    assert len(tests.folders) < 2 * LINKED
    assert {finding.id for finding in report.findings} == {"ARCH-01", "ARCH-15"}
    assert any(note.startswith(f"links below the tests lead to more than {LINKED} folders") for note in report.notes)


def test_shared_tests_are_looked_at_through_a_link_and_environments_are_not(tmp_path: Path) -> None:
    root, shared = write_tree(tmp_path / "shop_repository", SHOP), tmp_path / "shared"
    shared.mkdir()
    suite = "from dovetail import RepositoryContract\nclass Orders(RepositoryContract):\n    port = OrderRepository\n"
    (shared / "test_orders.py").write_text(suite)
    (root / "tests").mkdir()
    for name in (".venv", "env/lib", "node_modules"):
        (root / "tests" / name).mkdir(parents=True)
        (root / "tests" / name / "test_other.py").write_text(suite)
    (root / "tests/env/pyvenv.cfg").write_text("")
    assert lint(root).findings == ()

    (root / "tests/shared").symlink_to(shared)

    assert {finding.id for finding in lint(root).findings} == {"ARCH-15"}
    assert not any(note.startswith("links below") for note in lint(root).notes)


@pytest.mark.parametrize("folder", ["tests", "contracts"])
def test_whatever_lies_among_the_tests(broken: Path, folder: str) -> None:
    (broken / folder).mkdir()
    (broken / folder / "gone.py").symlink_to("/nowhere/at/all")
    (broken / folder / "circle.py").symlink_to("circle.py")
    (broken / folder / "up").symlink_to("..")
    (broken / folder / "folder.py").mkdir()
    os.mkfifo(broken / folder / "pipe.py")
    (broken / folder / "deep.py").write_text("x = " + "-" * 100_000 + "1\n")
    Path(os.fsdecode(os.fsencode(broken / folder) + b"/caf\xe9.py")).touch()

    assert found(broken) == ONE


def test_a_link_to_itself_is_a_finding(broken: Path) -> None:
    (broken / "shop/domain/circle.py").symlink_to("circle.py")

    assert found(broken) == {*ONE, ("ARCH-04", "shop/domain/circle.py")}


@pytest.mark.parametrize(
    ("name", "statement", "line"),
    [
        ("a.py", "from .... import infra", 1),
        ("a.py", "x = 1\n\nfrom ... . import x", 3),
        ("__init__.py", "from ....x import y", 1),
    ],
)
def test_an_import_from_above_the_top_is_a_finding_at_its_line(
    broken: Path, name: str, statement: str, line: int, capfd: pytest.CaptureFixture[str]
) -> None:
    (broken / "shop/domain" / name).write_text(f"{statement}\n")
    above = next(finding for finding in lint(broken).findings if finding.id == "ARCH-04")

    assert (above.path, above.line) == (f"shop/domain/{name}", line)
    assert "above the top-level package" in above.message
    assert found(broken) > ONE
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", [b"caf\xe9.py", b"\xff\xfe.py", b"caf\xe9/__init__.py"])
def test_a_module_whose_name_is_no_text_is_a_finding(broken: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(broken / "shop/domain") + b"/" + name))
    path.parent.mkdir(exist_ok=True)
    path.write_text(IMPORT)

    (finding,) = [finding for finding in lint(broken).findings if finding.id == "ARCH-04"]
    assert "not UTF-8" in finding.message
    assert found(broken) > ONE


def test_a_repository_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    root.mkdir()
    write_tree(root, BROKEN)
    (root / "shop/domain/latin.py").write_bytes(b"x = '\xe9'\n")

    findings = lint(root).findings
    assert {(finding.id, finding.path) for finding in findings} == {*ONE, ("ARCH-04", "shop/domain/latin.py")}
    assert not any("dovetail-" in finding.message or str(root) in finding.message for finding in findings)


DEEP = {
    "a sum": "x = " + " + ".join(["1"] * 50_000),
    "a sum of calls": "x = (\n" + "\n + ".join(["call(1, a=2)"] * 50_000) + ")",
    "a sum of texts": "x = (\n" + "\n + ".join(["'a, b'"] * 50_000) + ")",
    "a sum on many lines": "x = " + " + \\\n".join(["1"] * 50_000),
    "attributes": "x = a" + ".a" * 50_000,
    "calls": "x = a" + "()" * 50_000,
    "subscripts": "x = a" + "[0]" * 50_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_to_be_read_is_a_finding(broken: Path, text: str) -> None:
    (broken / "shop/domain/deep.py").write_text(f"{text}\n")

    assert found(broken) == {*ONE, ("ARCH-04", "shop/domain/deep.py")}


FLAT = {
    "numbers": "x = [\n" + "(1.5, -2.5),\n" * 20_000 + "]",
    "a table": "x = {\n" + "'a.b': call(1 + 2),\n" * 10_000 + "}",
    "statements": "a.b(c + 1)\n" * 20_000,
    "statements on one line": "a.b(c + 1);" * 20_000,
    "text": "'''\n" + "1 + 1 + 1 ...... \n" * 20_000 + "'''\n# " + "-" * 20_000,
    "text in quotes": 'x = "' + "+" * 20_000 + '"',
}


@pytest.mark.parametrize("text", FLAT.values(), ids=FLAT)
def test_what_is_only_long_is_not_deep(text: str) -> None:
    assert len(text) > 2 * DEEPEST
    assert not is_too_deep(text.encode())


def test_a_file_that_is_no_source_at_all_is_a_finding(broken: Path) -> None:
    with (broken / "shop/domain/disk.py").open("wb") as file:
        file.truncate(10_000_000_000)

    assert found(broken) == {*ONE, ("ARCH-04", "shop/domain/disk.py")}


def test_a_file_that_cannot_be_read_is_a_finding(broken: Path) -> None:
    (broken / "shop/domain/memory.py").symlink_to("/proc/self/mem")

    assert found(broken) == {*ONE, ("ARCH-04", "shop/domain/memory.py")}


def test_a_file_that_goes_away_during_the_run_is_a_finding(broken: Path) -> None:
    """A generator, or another branch that is checked out, may take it away between the look and the reading."""
    late = broken / "shop/domain/late.py"
    late.write_text(IMPORT)
    portion = read_portion("shop", broken / "shop")
    late.unlink()

    (unparsed,) = Scan((portion,)).unparsed
    assert (unparsed.module, unparsed.reason) == ("shop.domain.late", "it went away during the run")
