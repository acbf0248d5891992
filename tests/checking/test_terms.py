"""What is granted until a day is told from that day on: waivers, ignored rules, entries of the baseline."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from gate_documents import clause, suite, suites
from gate_documents import lint as lint_document

from dovetail import ContractError, waiver
from dovetail.architecture.baseline import FILE, read_baseline
from dovetail.checking.gate import _due
from dovetail.cli import main
from dovetail.terms import Terms, next_due, terms_of

pytest_plugins = ["pytester"]
PAST, FUTURE = "2020-02-29", "2999-12-31"
SHOP = """
[tool.dovetail]
root_packages = ["shop"]
architecture = "hexagonal"
"""
IGNORED = """
[[tool.dovetail.ignore]]
rule = "ARCH-02"
path = "shop/domain/**"
reason = "moves out"
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose domain imports a library, and whose lint answers from its cache."""
    for name, text in {"domain/orders.py": "import requests\n", "adapters/sql.py": ""}.items():
        (tmp_path / "shop" / name).parent.mkdir(parents=True)
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
        (tmp_path / "shop" / name).with_name("__init__.py").touch()
    (tmp_path / "shop/__init__.py").touch()
    (tmp_path / "pyproject.toml").write_text(SHOP, encoding="utf-8")
    return tmp_path


def lint(root: Path, capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert main(["lint", "--root", str(root), "--no-cache"]) == code
    return capsys.readouterr().out


def state(root: Path, more: str) -> None:
    (root / "pyproject.toml").write_text(SHOP + IGNORED + more, encoding="utf-8")


def test_an_ignore_that_is_due_is_told_and_breaks_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the day, who decided it, and the reason."""
    state(shop, f'until = {PAST}\nwho = "Ana"\n')

    assert (
        f"note: due since {PAST}, decided by Ana: [[tool.dovetail.ignore]] ARCH-02 for shop/domain/**: moves out\n"
    ) in lint(shop, capsys)


def test_an_ignore_that_is_not_due_is_silent(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text does as well as TOML's own dates."""
    state(shop, f'until = "{FUTURE}"\n')

    assert "due" not in lint(shop, capsys)


@pytest.mark.parametrize("more", ['until = "soon"\n', "until = 3\n", 'who = ""\n', "until = 2027-01-31T08:00:00\n"])
def test_terms_that_are_none_are_refused(shop: Path, capsys: pytest.CaptureFixture[str], more: str) -> None:
    """With how they are written."""
    state(shop, more)

    assert main(["lint", "--root", str(shop), "--no-cache"]) == 2
    assert "until = 2027-01-31" in capsys.readouterr().err


def test_baseline_entries_carry_terms(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are written by --until and --who, kept by --prune, and told when due."""
    options = ["--root", str(shop), "--until", PAST, "--who", "Ana"]
    assert main(["baseline", *options]) == 0
    capsys.readouterr()

    entry = {"finding": ["ARCH-02", "shop.domain.orders", "requests"], "until": PAST, "who": "Ana"}
    assert json.loads((shop / FILE).read_text(encoding="utf-8"))["findings"] == [entry]
    assert (f"note: due since {PAST}, decided by Ana: ARCH-02 shop.domain.orders requests in {FILE}\n") in lint(
        shop, capsys
    )
    assert main(["baseline", "--root", str(shop), "--prune"]) == 0
    assert json.loads((shop / FILE).read_text(encoding="utf-8"))["findings"] == [entry]


def test_only_what_is_added_gets_the_terms(shop: Path) -> None:
    """What was known before stays on its own."""
    assert main(["baseline", "--root", str(shop)]) == 0
    (shop / "shop/domain/orders.py").write_text("import requests\nimport redis\n", encoding="utf-8")

    assert main(["baseline", "--root", str(shop), "--grow", "--until", FUTURE]) == 0

    known = read_baseline(shop)
    assert known is not None
    assert {key[2]: terms for key, terms in known.terms.items()} == {"redis": Terms(dt.date(2999, 12, 31))}
    assert known.total == 2


def test_a_kept_answer_ends_with_the_day(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has changed in the repository, and the answer has."""
    from dovetail import replay, terms

    monkeypatch.delenv("CI", raising=False)
    state(shop, f"until = {FUTURE}\n")
    arguments = ["--root", str(shop)]
    kept = None
    for _ in range(9):  # while files are as new as the run itself, nothing is kept
        assert main(["lint", *arguments]) == 0
        kept = kept or replay.replay(arguments)
    moment = next_due([Terms(dt.date.fromisoformat(FUTURE))])
    monkeypatch.setattr("time.time", lambda: moment)

    assert kept is not None
    assert replay.replay(arguments) is None
    monkeypatch.setattr(terms, "_today", lambda: dt.date(3000, 1, 1))
    capsys.readouterr()
    assert main(["lint", *arguments]) == 0
    assert f"due since {FUTURE}" in capsys.readouterr().out


def test_a_waiver_is_a_reason_with_terms() -> None:
    """And shown as any reason is."""
    made = waiver("it is a cache", until=dt.date(2020, 2, 29), who="Ana")

    assert made == "it is a cache"
    assert terms_of(made).told() == "due since 2020-02-29, decided by Ana"
    assert terms_of("it is a cache").told() == ""
    with pytest.raises(ContractError, match="is no date"):
        waiver("it is a cache", until="2027-13-01")


SUITE = """
    from dataclasses import dataclass
    from typing import Protocol
    from hypothesis import settings
    from dovetail import RepositoryContract, waiver

    @dataclass
    class Note:
        id: int
        text: str

    class Notes(Protocol):
        def save(self, note: Note) -> None: ...
        def get(self, id: int) -> Note | None: ...

    class Leaky:
        def __init__(self):
            self.kept = {}
        def save(self, note: Note) -> None:
            self.kept[note.id] = note
        def get(self, id: int) -> Note | None:
            return self.kept.get(id)

    class TestLeaky(RepositoryContract):
        port = Notes
        adapter = Leaky
        settings = settings(max_examples=10)
        waived = {
            "REPO-03": waiver("it is a cache", until="2020-02-29", who="Ana"),
            "REPO-04": waiver("it is a cache", until="2999-12-31"),
            "REPO-05": "it is a cache",
        }
"""


def test_a_waiver_that_is_due_is_told_at_the_end_of_the_run(pytester: pytest.Pytester) -> None:
    """The run passes; the one that is due is told, and in the JSON document too."""
    pytester.makepyfile(SUITE)

    ran = pytester.runpytest_subprocess("-p", "no:randomly", "--dovetail-json=run.json")

    assert ran.ret == 0
    lines = ran.stdout.lines
    place = lines.index("due:")
    assert lines[place + 1] == "  REPO-03  due since 2020-02-29, decided by Ana: it is a cache"
    assert not lines[place + 2].startswith("  ")
    (found,) = json.loads((pytester.path / "run.json").read_text(encoding="utf-8"))["suites"]
    due = {each["id"]: each["due"] for each in found["clauses"] if each["due"]}
    assert due == {"REPO-03": "due since 2020-02-29, decided by Ana"}


def test_the_gate_tells_what_is_due_in_both() -> None:
    """The suites' waivers, and what the lint tells."""
    waived = {**clause("REPO-03", "waived"), "due": "due since 2020-02-29", "reason": "it is a cache"}
    lint = {**lint_document(), "notes": ["due since 2020-01-01: ARCH-02 a b in dovetail-baseline.json", "else"]}

    assert [*_due(suites(suite("parcels", waived, clause("REPO-04"))), lint)] == [
        "due since 2020-01-01: ARCH-02 a b in dovetail-baseline.json",
        "due since 2020-02-29: REPO-03 is waived in tests/test_parcels.py::TestParcels: it is a cache",
    ]


def test_what_is_due_next() -> None:
    """The nearest day that has not come; none where there is none."""
    far, near = Terms(dt.date(2999, 1, 2)), Terms(dt.date(2999, 1, 1))

    assert next_due([far, near, Terms(dt.date(2020, 1, 1)), Terms()]) == int(dt.datetime(2999, 1, 1).timestamp())
    assert next_due([Terms(dt.date(2020, 1, 1)), Terms()]) == 0
