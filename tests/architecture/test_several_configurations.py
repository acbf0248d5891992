"""Several import-linter configurations in one run, single contracts of them, and contracts that match nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import write_tree

from dovetail.architecture import judge, lint
from dovetail.architecture.imports.import_linter import built_in_types
from dovetail.errors import ContractError

CODE = {
    "shop/domain/a.py": "import shop._hidden.b\n",
    "shop/_hidden/b.py": "",
    "shop/api/c.py": "import shop.domain.a\n",
}


def ini(ident: str, source: str, forbidden: str) -> str:
    return (
        f"[importlinter]\nroot_package = shop\n[importlinter:contract:{ident}]\nname = {source} without {forbidden}\n"
        f"type = forbidden\nsource_modules = {source}\nforbidden_modules = {forbidden}\n"
    )


def two_files(root: Path) -> list[Path]:
    files = {"one.ini": ini("inner", "shop.domain", "shop.api"), "two.ini": ini("outer", "shop.api", "shop.domain")}
    write_tree(root, {**CODE, **files})
    return [root / name for name in files]


def test_every_file_is_judged(tmp_path: Path) -> None:
    report = lint(tmp_path, two_files(tmp_path))

    assert [(contract.name, contract.verdict) for contract in report.contracts] == [
        ("shop.domain without shop.api", "kept"),
        ("shop.api without shop.domain", "broken"),
    ]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    one, _ = two_files(tmp_path)

    assert len(lint(tmp_path, [one, one]).contracts) == 1


@pytest.mark.parametrize(("wanted", "code"), [("inner", 0), ("outer", 1)])
def test_one_contract_alone(wanted: str, code: int, tmp_path: Path) -> None:
    report = judge(tmp_path, two_files(tmp_path), contracts=[wanted]).report

    assert (len(report.contracts), report.exit_code) == (1, code)


def test_an_id_in_two_files_is_told_apart_by_the_file(tmp_path: Path) -> None:
    files = {"one.ini": ini("x", "shop.domain", "shop.api"), "two.ini": ini("x", "shop.api", "shop.domain")}
    write_tree(tmp_path, {**CODE, **files})
    both = [tmp_path / name for name in files]

    with pytest.raises(ContractError, match="several contracts have the id 'x'"):
        judge(tmp_path, both, contracts=["x"])
    assert judge(tmp_path, both, contracts=[f"{both[1]}:x"]).report.exit_code == 1


def test_an_id_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="there is no contract with the id 'other'"):
        judge(tmp_path, two_files(tmp_path), contracts=["other"])


@pytest.mark.skipif("private_modules" not in built_in_types(), reason="it came with import-linter 2.17")
def test_a_type_that_dovetail_has_never_heard_of(tmp_path: Path) -> None:
    """Import-linter's own types are asked of the one that is installed."""
    config = (
        "[importlinter]\nroot_package = shop\n[importlinter:contract:p]\nname = private\ntype = private_modules\n"
        "packages_with_private_modules = {}\n"
    )
    write_tree(tmp_path, {**CODE, "shop/sales/_x.py": "", "shop/api/c.py": "import shop.sales._x\n"})
    (tmp_path / ".importlinter").write_text(config.format("shop.sales"))

    (finding,) = lint(tmp_path).findings
    assert (finding.module, finding.imported) == ("shop.api.c", "shop.sales._x")

    (tmp_path / ".importlinter").write_text(config.format("shop.domain"))
    assert lint(tmp_path).verdict == "holds"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("type = independence\nmodules = shop.plugins.*\n", "matches no module with modules = shop.plugins.*"),
        ("type = independence\nmodules = shop.api.*\n", "matches one module alone"),
        ("type = layers\nlayers =\n    (shop.x)\n    (shop.y)\n", "none of its layers is there"),
        ("type = layers\ncontainers = shop\nlayers =\n    (x)\n    (y)\n", "none of its layers is there"),
    ],
)
def test_a_contract_that_matches_no_module_says_so(options: str, said: str, tmp_path: Path) -> None:
    head = "[importlinter]\nroot_package = shop\n[importlinter:contract:c]\nname = c\n"
    write_tree(tmp_path, {**CODE, ".importlinter": head + options})

    report = lint(tmp_path)

    assert any(said in note for note in report.notes), report
    assert {contract.verdict for contract in report.contracts} <= {"kept", "not evaluated"}


@pytest.mark.parametrize(
    "options",
    [
        "type = forbidden\nsource_modules = shop.domain\nforbidden_modules = django\n",
        "type = layers\nlayers =\n    shop.api\n    (shop.gone)\n    shop.domain | shop._hidden\n",
        "type = layers\ncontainers = shop\nlayers =\n    api\n    domain : _hidden\n",
    ],
)
def test_a_contract_that_matches_modules_says_nothing(options: str, tmp_path: Path) -> None:
    head = (
        "[importlinter]\nroot_package = shop\ninclude_external_packages = True\n[importlinter:contract:c]\nname = c\n"
    )
    write_tree(tmp_path, {**CODE, ".importlinter": head + options})

    assert lint(tmp_path).notes == ()
