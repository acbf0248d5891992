"""The cache: an answer is given again only where nothing that it depended on has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import grimp
import importlinter
import pytest

import dovetail
from dovetail.architecture.project import open_repository
from dovetail.architecture.replay import touched
from dovetail.architecture.replay.answers import State, settled
from dovetail.architecture.replay.inputs import inputs_of
from dovetail.catalogue import directory
from dovetail.cli import main

SETTINGS = '[tool.dovetail]\nroot_packages = ["shop"]\n'
CONTRACT = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = a\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.adapters\n"
)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that holds, judged once, so that its answer is kept."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    for name in ("shop/__init__.py", "shop/domain/__init__.py", "shop/domain/orders.py", "shop/adapters.py"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("import os\n")
    Path("shop/domain/orders.py").write_text("import shop.domain  # adapters\n")
    Path("pyproject.toml").write_text(SETTINGS)
    Path("tests").mkdir()
    settle()
    return tmp_path


def settle() -> None:
    """Until what was just written counts as settled."""
    time.sleep(0.08)


def answers(folder: str = ".dovetail_cache") -> list[Path]:
    return sorted(Path(folder).glob("lint-*"))


def judged(*arguments: str) -> int:
    return main(["lint", *arguments])


def test_an_answer_is_kept_and_given_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged() == 0
    first = capsys.readouterr().out
    (kept,) = answers()
    kept_at = kept.stat().st_mtime_ns

    assert judged() == 0

    assert capsys.readouterr().out == first
    assert kept.stat().st_mtime_ns == kept_at


def test_a_replayed_answer_imports_neither_grimp_nor_import_linter() -> None:
    look = "print({'grimp', 'importlinter', 'ast'} & {*sys.modules})"
    script = f"import sys; from dovetail.cli import main; main(['lint']); {look}"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True) for _ in "12"]
    assert "'grimp'" in runs[0].stdout
    assert runs[1].stdout.splitlines()[-1] == "set()"


def break_it() -> None:
    orders = Path("shop/domain/orders.py")
    orders.write_text(orders.read_text().replace("import shop.domain  # adapters", "import shop.adapters # domain!"))


def restore_times() -> None:
    orders = Path("shop/domain/orders.py")
    before = orders.stat()
    content = "import shop.adapters # adapter\n"
    assert len(content) == before.st_size
    orders.write_text(content)
    os.utime(orders, ns=(before.st_atime_ns, before.st_mtime_ns))


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def move() -> None:
    Path("shop/adapters.py").unlink()
    write("shop/adapters/x.py", "import shop.domain\n")


@pytest.mark.parametrize(
    "change",
    [
        break_it,
        restore_times,
        lambda: write("shop/domain/new.py", "import shop.adapters\n"),
        lambda: write("shop/domain/hidden/new.py", "import shop.adapters\n"),
        lambda: write("pyproject.toml", SETTINGS + 'layers = {domain = "shop.adapters", adapters = "shop.domain"}\n'),
        lambda: write(".importlinter", CONTRACT.replace("shop.adapters", "shop.nowhere")),
        lambda: write("setup.cfg", CONTRACT.replace("root_package = shop", "root_package = nowhere")),
        move,
    ],
    ids=["edited", "times restored", "added", "added without init", "settings", ".importlinter", "setup.cfg", "moved"],
)
def test_a_change_is_seen(change: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    assert judged() == 0
    settle()

    change()
    with_cache = judged()
    output = capsys.readouterr().out

    assert judged("--no-cache") == with_cache
    assert output.endswith(capsys.readouterr().out)
    settle()
    assert judged() == with_cache


def test_a_module_added_changes_what_other_imports_mean() -> None:
    """`from shop import adapters` in an unchanged file may name a function, until there is a module of that name."""
    write("shop/__init__.py", "def late(): ...\n")
    write("shop/domain/orders.py", "from shop import late\n")
    write("pyproject.toml", SETTINGS + 'layers = {adapters = ["shop.adapters"]}\n')
    settle()
    assert judged() == 0

    write("shop/late.py", "import shop.adapters\n")

    assert judged() == 1


def test_sets_of_options_share_nothing() -> None:
    """grimp's own cache shares modification times between them, and so can miss a violation."""
    write("shop/domain/orders.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.adapters\n")
    write("pyproject.toml", SETTINGS + "type_checking_imports = false\n")
    settle()
    assert judged() == 0

    write("pyproject.toml", SETTINGS)
    assert judged() == 1


@pytest.mark.parametrize("damage", [b"", b"00000000\n", b"\xff\xfe", b'{"verdict": "holds"}', None])
def test_a_corrupt_cache_is_not_used(damage: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    break_it()
    settle()
    assert judged() == 1
    expected = capsys.readouterr().out
    for kept in Path(".dovetail_cache").iterdir():
        content = kept.read_bytes()
        kept.write_bytes(content.replace(b"broken", b"holds!") if damage is None else damage)

    assert judged() == 1
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    "hostile", [b"[]", b"[" * 100_000, b'{"shop": [[1,2,3,4], [[{}, 1, "", false]]]}', b'{"a": 1}']
)
def test_a_hostile_cache_of_imports_is_not_used(hostile: bytes) -> None:
    """With a right checksum: whoever can write the cache can write that too."""
    from dovetail.architecture.cache.files import keep

    assert judged() == 0
    (kept,) = Path(".dovetail_cache").glob("imports-*")
    keep(str(kept), hostile)
    settle()
    break_it()

    assert judged() == 1


def test_in_ci_no_cache_is_trusted_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert judged() == 0
    assert not Path(".dovetail_cache").exists()

    assert judged("--cache-dir", "named") == 0
    assert answers("named")


def test_a_file_that_has_only_just_changed_is_not_remembered() -> None:
    """It may change again within the same tick of the file system's clock."""
    write("shop/domain/orders.py", "import shop.domain\n")

    assert judged() == 0

    assert answers() == []


def test_two_runs_at_once_agree() -> None:
    command = [sys.executable, "-c", "from dovetail.cli import main; raise SystemExit(main(['lint']))"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [run.wait() for run in running] == [0, 0, 0, 0]
    assert judged() == 0


def test_a_contract_type_of_ones_own_is_asked_every_time() -> None:
    """It may look at anything."""
    write("rules.py", (
        "from pathlib import Path\nfrom importlinter import Contract, ContractCheck\n"
        "class Mood(Contract):\n"
        "    def check(self, graph, verbose):\n        return ContractCheck(kept=not Path('rain').exists())\n"
        "    def render_broken_contract(self, check): ...\n"
    ))  # fmt: skip
    config = "[importlinter]\nroot_package = shop\ncontract_types =\n    mood: rules.Mood\n"
    write(".importlinter", config + "[importlinter:contract:a]\nname = a\ntype = mood\n")
    settle()
    assert judged() == 0

    write("rain", "")

    assert judged() == 1


@pytest.fixture
def contracts_only() -> None:
    """Rules on classes read more than imports: only without them may an edit leave the answer standing."""
    Path("pyproject.toml").unlink()
    write(".importlinter", CONTRACT)
    settle()
    assert judged() == 0
    settle()


def loaded(*arguments: str) -> tuple[int, set[str]]:
    """The exit code, and what had to be loaded for it."""
    look = "print('loaded', *({'grimp', 'importlinter', 'rich'} & {*sys.modules}))"
    script = f"import sys; from dovetail.cli import main; code = main(['lint', *{arguments!r}]); {look}; sys.exit(code)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return ran.returncode, set(ran.stdout.splitlines()[-1].split()[1:])


@pytest.mark.usefixtures("contracts_only")
def test_an_edit_that_changes_no_import_leaves_the_answer_standing() -> None:
    assert loaded()[1] == {"grimp", "importlinter", "rich"}  # another way to start, another question
    settle()
    write("shop/domain/orders.py", "# a comment\nimport shop.domain\n\nvalue = 1\n")
    settle()

    assert loaded() == (0, {"grimp"})
    assert loaded() == (0, set())


@pytest.mark.usefixtures("contracts_only")
@pytest.mark.parametrize(
    "text",
    [
        "import shop.domain\nimport shop.adapters\n",
        "from shop import adapters\n",
        "def f():\n    import shop.adapters\n",
        "import shop.domain\ndef (\n",
        "",
    ],
)
def test_an_edit_that_changes_an_import_is_judged(text: str) -> None:
    write("shop/domain/orders.py", text)

    assert judged() == judged("--no-cache") == (0 if not text else 1)


@pytest.mark.usefixtures("contracts_only")
def test_what_changes_while_an_edit_is_looked_at_is_judged_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def settled_late(paths: Iterable[str], started: int) -> dict[str, State] | None:
        break_it()
        return settled(paths, started)

    write("shop/adapters.py", "import os  # edited\n")
    settle()

    with monkeypatch.context() as late:
        late.setattr(touched, "settled", settled_late)
        assert judged() == 0

    assert judged() == 1


def test_an_import_that_leaves_a_type_checking_block_is_judged() -> None:
    Path("pyproject.toml").unlink()
    write(".importlinter", CONTRACT.replace("shop\n", "shop\nexclude_type_checking_imports = true\n", 1))
    write("shop/domain/orders.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.adapters\n")
    settle()
    assert judged() == 0
    settle()

    write("shop/domain/orders.py", "from typing import TYPE_CHECKING\nif True:\n    import shop.adapters\n")

    assert judged() == 1


@pytest.mark.usefixtures("contracts_only")
def test_an_edit_where_a_finding_lies_moves_the_finding(capsys: pytest.CaptureFixture[str]) -> None:
    write("shop/domain/orders.py", "import shop.adapters\n")
    settle()
    assert judged() == 1
    settle()
    capsys.readouterr()

    write("shop/domain/orders.py", "\n\nimport shop.adapters\n")

    assert judged() == 1
    assert capsys.readouterr().out.startswith("shop/domain/orders.py:3:1")


@pytest.mark.usefixtures("contracts_only")
def test_an_edit_below_a_finding_leaves_it_standing_and_an_indent_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    write("shop/domain/orders.py", "\nimport shop.adapters\n")
    settle()
    assert loaded()[0] == 1
    settle()

    write("shop/domain/orders.py", "\nimport shop.adapters\nvalue = 1\n")
    settle()
    assert loaded() == (1, {"grimp"})

    write("shop/domain/orders.py", "if 1:\n    import shop.adapters\nvalue = 1\n")
    assert loaded() == (1, {"grimp", "importlinter", "rich"})


@pytest.fixture
def tool(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dovetail of its own, whose files may be edited, and which has judged the repository."""
    place = tmp_path_factory.mktemp("tool")
    ignored = shutil.ignore_patterns("__pycache__", "suites")
    shutil.copytree(Path(dovetail.__file__).parent, place / "src/dovetail", ignore=ignored)
    shutil.copytree(directory(), place / "contracts")
    monkeypatch.setenv("PYTHONPATH", str(place / "src"))
    loaded()  # compiles it, which changes its folders
    settle()
    loaded()
    assert loaded() == (0, set())
    return place


def edit(file: Path) -> None:
    with file.open("a") as opened:
        opened.write("# edited\n")
    settle()


def test_an_answer_depends_on_what_judged(tool: Path) -> None:
    """Another dovetail may judge otherwise; a part of it that had no say does not."""
    for judging in (
        "src/dovetail/architecture/rules/core_imports.py",
        "src/dovetail/cli/lint.py",
        "src/dovetail/naming.py",
        "src/dovetail/report/lint/text.py",
        "contracts/architecture/hexagonal.toml",
    ):
        edit(tool / judging)
        assert "grimp" in loaded()[1]
        assert loaded() == (0, set())

    edit(tool / "src/dovetail/report/lint/sarif.py")
    assert loaded() == (0, set())


def test_a_module_that_is_found_before_one_that_judged_is_seen(tool: Path) -> None:
    before = tool / "src/dovetail/naming"
    before.mkdir()
    shutil.copy(tool / "src/dovetail/naming.py", before / "__init__.py")

    assert "grimp" in loaded()[1]


def test_an_answer_depends_on_the_libraries_that_judged(repository: Path) -> None:
    inputs = inputs_of(open_repository(repository), ())
    assert {grimp.__file__, importlinter.__file__} <= inputs


MANY = 2600


@pytest.fixture
def large() -> None:
    """So many files that several processes ask for their states."""
    for number in range(MANY):
        write(f"shop/domain/m{number:04}.py", "")
    settle()
    assert loaded()[0] == 0
    assert loaded() == (0, set())


@pytest.mark.usefixtures("large")
def test_in_a_large_repository_no_change_is_missed() -> None:
    """Files that lie five hundred apart are in different groups, one for each of two processes."""
    for number in (750, 1250):
        write(f"shop/domain/m{number:04}.py", "import shop.adapters\n")
        assert loaded()[0] == 1
        write(f"shop/domain/m{number:04}.py", "")
        settle()
        assert loaded()[0] == 0
        assert loaded() == (0, set())


@pytest.mark.long
@pytest.mark.usefixtures("large")
def test_a_large_repository_is_judged_where_no_process_can_be_waited_for() -> None:
    ignoring = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); "
    script = f"{ignoring}from dovetail.cli import program; import sys; sys.argv[1:] = ['lint']; program()"
    for number in (None, None, 750, 1250):
        if number:
            write(f"shop/domain/m{number:04}.py", "import shop.adapters\n" if number == 750 else "")
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == (1 if number else 0)
