"""What lint-imports refuses is never a pass, and what cannot be judged stops nothing that can."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from trees import write_tree

from dovetail import cli
from dovetail.architecture import LintReport, lint
from dovetail.errors import ContractError

STRICT = tuple(map(int, version("import-linter").split(".")[:2])) >= (2, 16)
"""Whether import-linter refuses an option that a contract does not have, and a configuration without contracts."""

# lint-imports in each folder, in a process of its own, with import-linter imported once.
LINT_IMPORTS = """
import os, sys
from importlinter.cli import lint_imports
for folder in sys.argv[1:]:
    child = os.fork()
    if not child:
        os.chdir(folder)
        sys.path.insert(0, folder)
        sys.stdout = open(os.devnull, "w")
        os._exit(lint_imports(no_cache=True))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
CODE = {"shop/a.py": "import shop.b\n", "shop/b.py": "import requests\n", "shop/c.py": "import shop.a\n"}
TOP = "[importlinter]\nroot_package = shop\n"
GOOD = (
    "[importlinter:contract:good]\nname = good\ntype = forbidden\nsource_modules = shop.b\nforbidden_modules = shop.a\n"
)
TABLE = "[[tool.importlinter.contracts]]\nname = 'x'\ntype = 'independence'\nmodules = ['shop.a', 'shop.c']\n"


def contract(**options: str) -> str:
    """A configuration with one contract, and one that is good."""
    lines = [f"{name} = {value}\n" for name, value in options.items()]
    return "".join([TOP, "[importlinter:contract:x]\n", *lines, GOOD])


def own_type(statement: str, name: str = "Own") -> dict[str, str]:
    """A contract type of the user's own whose check is one statement."""
    return {
        ".importlinter": f"{TOP}contract_types =\n    own: rules.{name}\n"
        f"[importlinter:contract:x]\nname = x\ntype = own\n{GOOD}",
        "rules.py": "from importlinter import Contract, ContractCheck, output\n"
        f"class Own(Contract):\n    def check(self, graph, verbose):\n        {statement}\n"
        "    def render_broken_contract(self, check):\n        output.print_error(check.metadata['words'])\n"
        "class Abstract(Contract): ...\nclass Stranger: ...\n",
    }


def ini(text: str) -> dict[str, str]:
    return {".importlinter": text}


def toml(text: str) -> dict[str, str]:
    return {"pyproject.toml": text}


# One contract that lint-imports refuses, beside a good one that it then never comes to.
REFUSED = {
    "unknown type": ini(contract(name="x", type="independance", modules="shop.a")),
    "no type": ini(contract(name="x", modules="shop.a")),
    "no name": ini(contract(type="independence", modules="shop.a")),
    "no such module": ini(contract(name="x", type="independence", modules="shop.gone")),
    "no such container": ini(contract(name="x", type="layers", containers="shop.gone", layers="a")),
    "no such ancestor": ini(contract(name="x", type="acyclic_siblings", ancestors="shop.gone")),
    "misspelt option": ini(contract(name="x", type="independence", modules="shop.a", ignore_import="shop.a -> shop.b")),
    "malformed wildcard": ini(contract(name="x", type="independence", modules="shop.a*")),
    "malformed ignore": ini(contract(name="x", type="independence", modules="shop.a", ignore_imports="shop.a = b")),
    "layer twice": ini(contract(name="x", type="layers", layers="\n  shop.a\n  shop.a")),
    "mixed layer": ini(contract(name="x", type="layers", layers="\n  shop.a | shop.b : shop.c")),
    "external packages left out": ini(
        contract(name="x", type="forbidden", source_modules="shop.a", forbidden_modules="requests")
    ),
    "unmatched ignore": ini(
        contract(name="x", type="independence", modules="shop.a", ignore_imports="shop.a -> shop.c")
    ),
    "unknown alerting": ini(
        contract(name="x", type="independence", modules="shop.a", unmatched_ignore_imports_alerting="loud")
    ),
    "raises": own_type("raise RuntimeError('no luck')"),
    "no answer": own_type("pass"),
    "abstract": own_type("pass", "Abstract"),
    "no contract": own_type("pass", "Stranger"),
    "no such class": own_type("pass", "Gone"),
    "unused type that is not there": {**ini(TOP + "contract_types =\n    own: rules.Gone\n" + GOOD), "rules.py": ""},
}
if not STRICT:
    del REFUSED["misspelt option"]

# A whole configuration that lint-imports refuses.
MALFORMED = {
    "no contracts": ini(TOP),
    "misspelt section": ini(TOP + GOOD.replace("importlinter:contract:", "importlinter.contract.")),
    "no root package": ini("[importlinter]\n" + GOOD),
    "root package that is nowhere": ini(TOP.replace("shop", "shopp") + GOOD),
    "root package and contracts that are nowhere": ini(TOP.replace("shop", "shopp")),
    "one root package of two": ini("[importlinter]\nroot_packages =\n    shop\n    gone\n" + GOOD),
    "root packages on one line": ini("[importlinter]\nroot_packages = shop\n" + GOOD),
    "module as root package": ini(TOP.replace("shop", "shop.a") + GOOD),
    "empty root package": ini(TOP.replace("shop", "") + GOOD),
    "contract twice": ini(TOP + GOOD + GOOD),
    "no INI": ini("root_package = shop\n" + GOOD),
    "percent": ini(TOP + GOOD.replace("good", "100% good")),
    "contract types on one line": ini(TOP + "contract_types = own: rules.Own\n" + GOOD),
    "contract type without a space": ini(TOP + "contract_types =\n    own:rules.Own\n" + GOOD),
    "no TOML": toml("[tool.importlinter\n"),
    "tool is text": toml("tool = 'x'\n"),
    "importlinter is text": toml("[tool]\nimportlinter = 'x'\n"),
    "contracts as text": toml("[tool.importlinter]\nroot_package = 'shop'\ncontracts = ['a.module:Contract']\n"),
    "contract, not contracts": toml(
        "[tool.importlinter]\nroot_package = 'shop'\n" + TABLE.replace("contracts", "contract")
    ),
    "root package as number": toml("[tool.importlinter]\nroot_package = 3\n" + TABLE),
    "root packages as text": toml("[tool.importlinter]\nroot_packages = 'shop'\n" + TABLE),
    "no root packages": toml("[tool.importlinter]\nroot_packages = []\n" + TABLE),
}
WITHOUT_CONTRACTS = {"no contracts", "misspelt section", "contract, not contracts"}


def lint_imports(*roots: Path) -> list[int]:
    """What lint-imports answers in each folder."""
    command = [sys.executable, "-c", LINT_IMPORTS, *map(str, roots)]
    return list(map(int, subprocess.run(command, capture_output=True, check=True).stdout.split()))


def test_lint_imports_refuses_them_all(tmp_path: Path) -> None:
    """They are what they are taken for here; one that has no contracts, from 2.16 on."""
    refused = {**REFUSED, **MALFORMED}
    configurations = [files for name, files in refused.items() if STRICT or name not in WITHOUT_CONTRACTS]
    roots = [write_tree(tmp_path / str(number), CODE | files) for number, files in enumerate(configurations)]

    assert lint_imports(*roots) == [1] * len(configurations)


def verdicts_of(report: LintReport) -> dict[str, str]:
    return {contract.name: contract.verdict for contract in report.contracts}


@pytest.mark.parametrize("files", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_contract_is_not_evaluated_and_the_other_is(tmp_path: Path, files: dict[str, str]) -> None:
    write_tree(tmp_path, CODE | files)

    report = lint(tmp_path)

    assert sorted(verdicts_of(report).values()) in (["kept", "not evaluated"], ["kept", "kept", "not evaluated"])
    assert verdicts_of(report)["good"] == "kept"
    assert all(contract.reason for contract in report.contracts if contract.verdict == "not evaluated")
    assert report.exit_code == 2


@pytest.mark.parametrize("files", REFUSED.values(), ids=REFUSED.keys())
def test_beside_a_refused_contract_what_is_broken_is_broken(tmp_path: Path, files: dict[str, str]) -> None:
    write_tree(tmp_path, CODE | {name: text.replace("source_modules = shop.b", "source_modules = shop.c")
                                 for name, text in files.items()})  # fmt: skip

    report = lint(tmp_path)

    assert verdicts_of(report)["good"] == "broken"
    assert report.exit_code == 1


@pytest.mark.parametrize("files", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_configuration_is_no_pass(
    tmp_path: Path, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    write_tree(tmp_path, CODE | files)

    assert cli.main(["lint", "--no-cache", "--root", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert "not evaluated" in said.out or said.err.startswith("error: ")


@pytest.mark.parametrize(("alerting", "warnings"), [("warn", 1), ("none", 0)])
def test_an_unmatched_ignore_may_be_forgiven(tmp_path: Path, alerting: str, warnings: int) -> None:
    ignores = {"ignore_imports": "shop.a -> shop.c", "unmatched_ignore_imports_alerting": alerting}
    write_tree(tmp_path, CODE | ini(contract(name="x", type="independence", modules="shop.a", **ignores)))

    report = lint(tmp_path)

    assert (lint_imports(tmp_path), report.exit_code) == ([0], 0)
    assert len(report.contracts[0].warnings) == warnings


@pytest.mark.parametrize(
    "metadata",
    [
        "{'words': 'mine'}",
        "{'words': 'mine', 'invalid_chains': [{'strange': 1}]}",
        "{'words': 'mine', 'undeclared_modules': ['shop.gone']}",
        "{'words': 'mine', 'invalid_chains': [{'chains': [[{'importer': 'shop.a', 'imported': 'shop.gone'}]]}]}",
        "['words']",
    ],
    ids=["words alone", "another shape", "no such module", "no such import", "a list"],
)  # fmt: skip
def test_a_type_of_ones_own_may_say_what_it_likes(tmp_path: Path, metadata: str) -> None:
    """Whatever it keeps in its metadata, it is broken where lint-imports says so, and there is a finding."""
    write_tree(tmp_path, CODE | own_type(f"return ContractCheck(kept=False, metadata={metadata})"))

    report = lint(tmp_path)

    assert verdicts_of(report) == {"x": "broken", "good": "kept"}
    (finding,) = report.findings
    assert finding.path == ".importlinter"
    assert "mine" in finding.message or "fails to say how" in finding.message


def test_a_type_of_ones_own_is_started_where_lint_imports_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the repository, wherever dovetail itself was started."""
    write_tree(tmp_path, CODE | own_type("import os; return ContractCheck(kept=os.path.exists('rules.py'))"))
    monkeypatch.chdir(tmp_path / "shop")

    assert (lint_imports(tmp_path), lint(tmp_path).exit_code) == ([0], 0)
    assert Path.cwd() == tmp_path / "shop"


def test_each_state_of_a_repository_is_judged_by_its_own_types(tmp_path: Path) -> None:
    """As `--since` does, in one process: a rule that was made stricter must not be forgotten."""
    for state, kept in (("before", True), ("after", False)):
        write_tree(tmp_path / state, CODE | own_type(f"return ContractCheck(kept={kept}, metadata={{'words': 'no'}})"))

    assert verdicts_of(lint(tmp_path / "before"))["x"] == "kept"
    assert verdicts_of(lint(tmp_path / "after"))["x"] == "broken"


def test_a_configuration_in_two_shapes_names_the_remedy(tmp_path: Path) -> None:
    write_tree(tmp_path, CODE | MALFORMED["contracts as text"])

    with pytest.raises(ContractError, match=r"\[\[tool\.importlinter\.contracts\]\]"):
        lint(tmp_path)


@pytest.mark.parametrize(
    ("guidance", "shown"),
    [('"ask"', "ask"), ('{see = "docs"}', "{'see': 'docs'}"), ('["a", "b"]', "a\nb"), ("3", "3")],
)
def test_guidance_is_shown_whatever_it_is(guidance: str, shown: str, tmp_path: Path) -> None:
    """TOML lets it be a table, and lint-imports prints it."""
    contract = TABLE.replace("'shop.c'", "'shop.b'") + f"broken_contract_guidance = {guidance}\n"
    report = lint(write_tree(tmp_path, {**CODE, **toml(f"[tool.importlinter]\nroot_package = 'shop'\n{contract}")}))

    (finding,) = report.findings
    assert finding.fix.startswith(shown)
