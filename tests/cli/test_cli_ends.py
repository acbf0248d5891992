"""However a run ends, it ends with a verdict or with one line: closed pipes, full disks, few letters, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dovetail.cli import main

PROGRAM = [sys.executable, "-c", "from dovetail.cli import program; program()"]
CONTRACT = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = inner → é\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.adapters\n"
)
MACHINES = ("json", "sarif", "github", "junit")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that breaks a contract whose name few consoles can show."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    for name in ("shop/__init__.py", "shop/domain/__init__.py", "shop/adapters.py"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    Path("shop/domain/orders.py").write_text("import shop.adapters\n")
    Path(".importlinter").write_text(CONTRACT, encoding="utf-8")
    return tmp_path


def started(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], check=False, capture_output=True, **options)  # type: ignore[call-overload, no-any-return]


def with_environment(**variables: str) -> dict[str, str]:
    return {**os.environ, **variables}


def through_a_shell(command: str) -> subprocess.CompletedProcess[str]:
    environment = with_environment(LINT=f'{sys.executable} -c "from dovetail.cli import program; program()"')
    shell = ["bash", "-c", f'dovetail() {{ {environment["LINT"]} "$@"; }}; {command}']
    return subprocess.run(shell, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("cp1252", marks=pytest.mark.long), "utf-16"])
@pytest.mark.parametrize("form", MACHINES)
def test_a_report_for_machines_is_utf_8_whatever_the_console_speaks(form: str, encoding: str) -> None:
    for _ in range(2):  # judged, and given again
        ran = started("lint", "--format", form, env=with_environment(PYTHONIOENCODING=encoding))
        assert (ran.returncode, ran.stderr) == (1, b"")
        assert "→ é" in ran.stdout.decode("utf-8")
        time.sleep(0.08)


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", "inner \\u2192 \\xe9"), ("cp1252", "inner \\u2192 é")])
def test_a_report_for_people_is_in_the_letters_that_the_console_has(encoding: str, shown: str) -> None:
    for _ in range(2):
        ran = started("lint", env=with_environment(PYTHONIOENCODING=encoding))
        assert ran.returncode == 1
        assert shown in ran.stdout.decode(encoding)
        time.sleep(0.08)


@pytest.mark.parametrize("form", ["text", *MACHINES])
def test_a_disk_that_is_full_is_no_verdict(form: str) -> None:
    ran = through_a_shell(f"dovetail lint --format {form} > /dev/full")
    assert ran.returncode == 2
    assert ran.stderr.splitlines() == ["error: the report could not be written: No space left on device"]


def test_a_reader_that_goes_away_changes_no_verdict() -> None:
    with_findings = through_a_shell("dovetail lint | true; echo ${PIPESTATUS[0]}")
    assert (with_findings.stdout, with_findings.stderr) == ("1\n", "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("command", ["lint", "lint --no-cache", "baseline", "explain ARCH-01", "nonsense"])
def test_closed_streams_are_no_crash(command: str, closed: str) -> None:
    ran = through_a_shell(f"dovetail {command} {closed}")
    assert ran.returncode in ((1,) if command.startswith("lint") else (2,) if command == "nonsense" else (0,))
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_and_leaves_the_cache_whole(number: signal.Signals, code: int) -> None:
    """A contract type of the user's own tells when it is being judged."""
    Path("slow.py").write_text(
        "import time\nfrom pathlib import Path\nfrom importlinter import Contract, ContractCheck\n"
        "class Slow(Contract):\n"
        "    def check(self, graph, verbose):\n"
        "        Path('begun').touch()\n        time.sleep(60)\n        return ContractCheck(kept=True)\n"
        "    def render_broken_contract(self, check): ...\n"
    )
    config = CONTRACT.replace("root_package = shop", "root_package = shop\ncontract_types =\n    slow: slow.Slow")
    Path(".importlinter").write_text(f"{config}[importlinter:contract:b]\nname = b\ntype = slow\n", encoding="utf-8")
    before = signal.signal(number, signal.SIG_DFL)  # a shell starts what it puts in the background deaf to SIGINT
    running = subprocess.Popen([*PROGRAM, "lint"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    signal.signal(number, before)
    while not Path("begun").exists():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(number)
    output, errors = running.communicate(timeout=120)

    assert (running.returncode, output) == (code, b"")
    assert b"Traceback" not in errors
    assert not [path for path in Path(".dovetail_cache").iterdir() if path.name.endswith(str(running.pid))]

    Path(".importlinter").write_text(CONTRACT, encoding="utf-8")
    assert main(["lint"]) == main(["lint", "--no-cache"]) == 1


def test_what_nobody_expected_is_one_line_and_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("deep\ninside")

    monkeypatch.setattr("dovetail.architecture.gate.judge", fail)

    assert main(["lint", "--no-cache"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("error: dovetail itself failed (KeyError: 'deep\\ninside')")
    assert "DOVETAIL_TRACEBACK=1" in second

    monkeypatch.setenv("DOVETAIL_TRACEBACK", "1")
    assert main(["lint", "--no-cache"]) == 2
    assert "in fail" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), RecursionError(), OSError(28, "No space", "x")])
def test_whatever_is_raised_is_never_exit_code_1(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("dovetail.architecture.gate.judge", fail)
    assert main(["lint", "--no-cache"]) == (130 if isinstance(error, KeyboardInterrupt) else 2)


@pytest.mark.parametrize("lost", ["pyproject.toml", ".importlinter", "setup.cfg", "dovetail-baseline.json"])
@pytest.mark.parametrize("how", ["unreadable", "pipe", "nowhere", "circle"])
def test_settings_that_cannot_be_read_are_one_error(lost: str, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(lost).unlink(missing_ok=True)
    if how == "pipe":
        os.mkfifo(lost)
    else:
        Path(lost).symlink_to({"unreadable": "/proc/self/mem", "nowhere": "gone", "circle": lost}[how])

    assert main(["lint", "--no-cache"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert lost in captured.err.splitlines()[0]


@pytest.mark.parametrize("name", ["pyproject.toml", "dovetail-baseline.json"])
def test_settings_nested_without_end_are_one_error(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).write_text(("x = " if name.endswith("toml") else "") + "[" * 200_000)

    assert main(["lint", "--no-cache"]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_a_full_disk_keeps_the_old_baseline() -> None:
    assert main(["baseline"]) == 0
    before = Path("dovetail-baseline.json").read_bytes()
    Path("shop/domain/late.py").write_text("import shop.adapters\n")

    ran = through_a_shell("ulimit -f 0; dovetail baseline --grow 2>&1 | cat; exit ${PIPESTATUS[0]}")

    assert ran.returncode == 2
    assert "could not be written" in ran.stdout or "cannot be written" in ran.stdout
    assert Path("dovetail-baseline.json").read_bytes() == before
    assert sorted(path.name for path in Path().glob("dovetail-baseline*")) == ["dovetail-baseline.json"]


def test_only_files_of_dovetails_own_are_cleared_out() -> None:
    """Also from a folder that holds others: it may be one that somebody named."""
    data = Path("data")
    data.mkdir()
    others = [*(f"imports-{number}.csv" for number in range(12)), "lint-report.txt", "imports-" + "0" * 31, "now.1"]
    for name in others:
        (data / name).write_text("precious")
    (data / ("imports-" + "f" * 32)).mkdir()
    old = data / f"imports-{'a' * 32}.123"
    old.write_text("half")
    os.utime(old, (0, 0))
    time.sleep(0.08)

    assert main(["lint", "--cache-dir", "data"]) == 1

    left = {path.name for path in data.iterdir()}
    assert left >= {*others, "imports-" + "f" * 32}
    assert old.name not in left


def test_a_cache_that_is_no_file_is_no_cache() -> None:
    Path(".dovetail_cache").mkdir()
    time.sleep(0.08)
    assert main(["lint"]) == 1
    for kept in list(Path(".dovetail_cache").iterdir()):
        if kept.is_file():
            kept.unlink()
            os.mkfifo(kept)
    assert main(["lint"]) == 1


def test_names_that_are_no_text_are_remembered() -> None:
    Path("pyproject.toml").write_text('[tool.dovetail]\nroot_packages = ["shop"]\n')
    Path("tests").mkdir()
    Path(os.fsdecode(b"tests/caf\xe9.txt")).touch()
    time.sleep(0.08)
    first = started("lint")
    time.sleep(0.08)
    second = started("lint")

    assert (first.returncode, first.stderr) == (1, b"")
    assert (second.returncode, second.stdout) == (1, first.stdout)
    assert list(Path(".dovetail_cache").glob("lint-*"))


def test_a_name_that_is_no_text_can_be_in_a_baseline() -> None:
    Path(os.fsdecode(b"shop/domain/caf\xe9.py")).touch()
    assert main(["lint", "--no-cache"]) == 1
    assert main(["baseline"]) == 0
    json.loads(Path("dovetail-baseline.json").read_bytes())
    assert main(["lint", "--no-cache"]) == 0


@pytest.mark.parametrize("entry", ['["ARCH-01", null, "shop"]', '["ARCH-01", "shop.domain", ["x"]]', '"ARCH-01"', "{}"])
def test_a_baseline_that_somebody_wrote_wrongly_is_an_error(entry: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("dovetail-baseline.json").write_text(f'{{"version": 1, "findings": [{entry}]}}')
    assert main(["lint", "--no-cache"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
