"""The rules that this house keeps for itself: its layers, its clauses, its names, its size.

What it may borrow from others is in `test_house_borrowed_names.py`.
"""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import dovetail
from dovetail.catalogue import all_clauses, kind
from dovetail.cli import main
from dovetail.naming import camel
from dovetail.suites.kernel.contract import Contract

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(dovetail.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
NOT_A_SUITE = {"architecture", "conventions"}
KINDS = sorted(path.stem for path in (ROOT / "contracts").glob("*.toml") if path.stem not in NOT_A_SUITE)


def contracts() -> list[type[Contract]]:
    """The contracts that `dovetail` exports."""
    exported = [getattr(dovetail, name) for name in dovetail.__all__]
    return [each for each in exported if isinstance(each, type) and issubclass(each, Contract)]


@cache
def stated_checks() -> Counter[str]:
    """How often `@check("REPO-01", ...)` stands above a function, by clause id."""
    decorators = [
        decorator
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    ]
    return Counter(
        str(each.args[0].value)
        for each in decorators
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id == "check"
        and isinstance(each.args[0], ast.Constant)
    )


def test_the_layers_hold() -> None:
    """As `.importlinter` draws them."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_every_kind_is_entered_by_its_contract() -> None:
    """The contract on entrances names each package that the one on kinds does, which import-linter looks after."""
    written = configparser.ConfigParser()
    written.read(ROOT / ".importlinter", encoding="utf-8")

    kinds = written["importlinter:contract:suites"]["layers"].split("\n")[1].split(" | ")
    protected = written["importlinter:contract:entrances"]["protected_modules"].split()

    assert {f"dovetail.suites.{each}" for each in kinds} == set(protected), "name each kind twice in .importlinter"


@pytest.mark.parametrize("name", KINDS)
def test_ids_are_unique_and_in_order(name: str) -> None:
    """From 01 on, without a gap: a number once given is never given again."""
    ids = [clause.id for clause in kind(name)]

    prefix = ids[0].partition("-")[0]
    assert ids == [f"{prefix}-{number:02}" for number in range(1, len(ids) + 1)]


def test_no_id_is_in_two_kinds() -> None:
    """So that a report, a waiver and `explain` mean the same by it."""
    ids = Counter(clause.id for name in KINDS for clause in kind(name))

    assert [clause for clause, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("name", KINDS)
def test_every_clause_has_exactly_one_check(name: str) -> None:
    """In the source, and not a clause is checked that the specification does not have."""
    clauses = [clause.id for clause in kind(name)]
    prefix = clauses[0].partition("-")[0]

    checks = {clause: count for clause, count in stated_checks().items() if clause.startswith(f"{prefix}-")}

    assert checks == dict.fromkeys(clauses, 1), f'one @check("...") for each clause of contracts/{name}.toml'


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.__name__)
def test_a_contract_has_its_clauses_once_and_in_order(contract: type[Contract]) -> None:
    """The order of the reports; of each of its kinds all clauses, and a test method for each."""
    ids = [check.clause for check in contract.checks]

    assert ids == sorted(set(ids)), f"sort checks of {contract.__name__} by their ids, PORT among them"
    methods = [getattr(contract, name) for name in dir(contract) if name.startswith("test_")]
    assert sorted(method.dovetail_check.clause for method in methods) == ids


def test_every_clause_belongs_to_a_contract() -> None:
    """A check that no contract has would never run."""
    held = {check.clause for contract in contracts() for check in contract.checks}

    clauses = {clause.id for name in KINDS for clause in kind(name)}
    assert held == clauses, f"in no module of the clauses/ of their kind: {sorted(clauses - held)}"


@pytest.mark.parametrize("clause_id", sorted(all_clauses()))
def test_every_clause_can_be_explained(clause_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line, and it says why it is there."""
    assert main(["explain", clause_id]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith(f"{clause_id}  {all_clauses()[clause_id].title}")
    assert "\nwhy\n" in shown


@pytest.mark.parametrize("name", dovetail.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    """And is documented."""
    assert (getattr(dovetail, name).__doc__ or "").strip()


@pytest.mark.parametrize("name", [each for each in KINDS if each != "port"])
def test_a_kind_is_called_after_its_file(name: str) -> None:
    """By that name ARCH-15 knows its suites, without loading the kind."""
    assert hasattr(dovetail, f"{camel(name)}Contract")


def test_an_unknown_name_is_no_part_of_the_package() -> None:
    """The names are loaded on first use, and only those."""
    assert dovetail.__all__ == sorted(dovetail.__all__)
    with pytest.raises(AttributeError, match="module 'dovetail' has no attribute 'nonsense'"):
        dovetail.nonsense  # noqa: B018


def test_no_module_is_long() -> None:
    """One idea a file."""
    lengths = {str(module.relative_to(SOURCE)): len(module.read_text("utf-8").splitlines()) for module in MODULES}

    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_every_module_says_what_it_is_for() -> None:
    """In its first line, unless there is nothing in it."""
    silent = [
        module
        for module in MODULES
        if (text := module.read_text("utf-8").strip()) and not ast.get_docstring(ast.parse(text))
    ]

    assert silent == []


def test_what_catches_every_exception_and_goes_on_says_which() -> None:
    """On its own line: which exceptions may come, and from whose code."""
    silent = []
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ExceptHandler) or any(isinstance(each, ast.Raise) for each in ast.walk(node)):
                continue
            every = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
            if every and not re.search(r"# noqa: BLE001\W+\w+", lines[node.lineno - 1]):
                silent.append(f"{module.relative_to(SOURCE)}:{node.lineno}")
    assert not silent
