"""The gate as a whole: where findings lie, what is left out, and what is never done."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from trees import write_tree

from dovetail.architecture import lint
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = '[tool.dovetail]\nroot_packages = ["shop"]\n'


def test_a_finding_lies_at_the_import(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "src/shop/domain/orders.py": "import os\n\nif os.name:\n    import sqlalchemy.orm\n",
    })  # fmt: skip

    (finding,) = lint(tmp_path).findings

    assert (finding.id, finding.path, finding.line, finding.column) == ("ARCH-02", "src/shop/domain/orders.py", 4, 5)
    assert (finding.module, finding.imported) == ("shop.domain.orders", "sqlalchemy")
    assert finding.chain == ("shop.domain.orders", "sqlalchemy")


def test_each_import_of_the_same_package_is_a_finding(tmp_path: Path) -> None:
    """Else a second one would only be seen after the first is gone."""
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "import sqlalchemy\nfrom sqlalchemy import orm\n",
    })  # fmt: skip

    assert [finding.line for finding in lint(tmp_path).findings] == [1, 2]


def test_none_of_the_users_code_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "shop", raising=False)  # another test's
    poison = "raise SystemExit('imported')\n"
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/__init__.py": poison,
        "shop/domain/__init__.py": poison,
        "shop/domain/orders.py": poison,
        ".importlinter": "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = a\n"
        "type = independence\nmodules =\n    shop.domain\n    shop.api\n",
        "shop/api/__init__.py": poison,
    })  # fmt: skip

    report = lint(tmp_path)

    assert report.verdict == "holds"
    assert "shop" not in sys.modules


def test_a_package_that_dovetail_has_loaded_itself_is_read_from_the_repository(tmp_path: Path) -> None:
    """`rich` is in `sys.modules` here; the copy to judge is the repository's."""
    write_tree(tmp_path, {
        "pyproject.toml": '[tool.dovetail]\nroot_packages = ["rich"]\n',
        "rich/__init__.py": "",
        "rich/domain.py": "import sqlalchemy\n",
    })  # fmt: skip

    assert [finding.path for finding in lint(tmp_path).findings] == ["rich/domain.py"]


def test_imports_for_type_checking_count_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlalchemy\n",
    })  # fmt: skip
    assert [finding.line for finding in lint(tmp_path).findings] == [3]

    (tmp_path / "pyproject.toml").write_text(SETTINGS + "type_checking_imports = false\n")
    assert lint(tmp_path).findings == ()


def test_a_file_that_cannot_be_parsed_is_a_finding_and_no_contract_passes_on_the_rest(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "",
        "shop/adapters/sql.py": "x = 1\ndef (:\n",
        "shop/adapters/latin.py": "x = 1\n",
    })  # fmt: skip
    (tmp_path / "shop/adapters/latin.py").write_bytes(b"# caf\xe9\n")

    report = lint(tmp_path)

    assert [(finding.id, finding.path) for finding in report.findings] == [
        ("ARCH-04", "shop/adapters/latin.py"),
        ("ARCH-04", "shop/adapters/sql.py"),
    ]
    assert report.findings[1].line == 2
    assert {contract.verdict for contract in report.contracts} == {"not evaluated"}
    assert report.verdict == "broken"


def test_a_broken_import_is_found_beside_a_file_that_cannot_be_parsed(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "import shop.adapters.sql\n",
        "shop/adapters/sql.py": "",
        "shop/adapters/broken.py": "def (:\n",
    })  # fmt: skip

    assert [finding.id for finding in lint(tmp_path).findings] == ["ARCH-04", "ARCH-01"]


def test_alembic_revisions_have_not_escaped(tmp_path: Path) -> None:
    """Alembic makes that folder itself, and loads its files by path."""
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "",
        "shop/migrations/script.py.mako": "",
        "shop/migrations/env.py": "",
        "shop/migrations/versions/no_init": "",
        "shop/migrations/versions/abc_first.py": "import sqlalchemy\n",
    })  # fmt: skip

    assert lint(tmp_path).findings == ()


def test_a_folder_that_no_import_could_name_has_not_escaped(tmp_path: Path) -> None:
    write_tree(tmp_path, {"pyproject.toml": SETTINGS, "shop/domain/orders.py": ""})
    (tmp_path / "shop/node-modules/gyp").mkdir(parents=True)
    (tmp_path / "shop/node-modules/gyp/build.py").write_text("import sqlalchemy\n")

    assert lint(tmp_path).findings == ()


def test_a_rule_is_switched_off_for_a_path(tmp_path: Path) -> None:
    ignore = '[[tool.dovetail.ignore]]\nrule = "ARCH-01"\npath = "shop/domain/legacy"\nreason = "until version 3"\n'
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS + ignore,
        "shop/domain/legacy/orders.py": "import shop.adapters.sql\n",
        "shop/adapters/sql.py": "",
    })  # fmt: skip

    report = lint(tmp_path)

    assert report.verdict == "holds"
    assert [(contract.verdict, contract.reason) for contract in report.contracts] == [("kept", "1 finding ignored")]


def test_a_switch_that_takes_nothing_away_is_pointed_out(tmp_path: Path) -> None:
    ignore = '[[tool.dovetail.ignore]]\nrule = "ARCH-02"\npath = "shop/gone/**"\nreason = "until version 3"\n'
    files = {"shop/domain/orders.py": "", "shop/adapters/sql.py": ""}
    write_tree(tmp_path, {"pyproject.toml": SETTINGS + ignore, **files})

    (note,) = lint(tmp_path).notes

    assert "shop/gone/**" in note


def test_the_document_keeps_its_promise(tmp_path: Path) -> None:
    """The keys of version 1, which are only ever added to."""
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "import sqlalchemy\n",
        "shop/adapters/sql.py": "",
    })  # fmt: skip

    document = json.loads(json.dumps(lint(tmp_path).document()))

    assert document["version"] == 1
    assert document["verdict"] == "broken"
    assert set(document["contracts"][0]) >= {"name", "type", "verdict", "reason"}
    assert document["findings"] == [
        {
            "id": "ARCH-02",
            "path": "shop/domain/orders.py",
            "line": 1,
            "column": 1,
            "module": "shop.domain.orders",
            "imported": "sqlalchemy",
            "chain": ["shop.domain.orders", "sqlalchemy"],
            "message": "shop.domain.orders imports sqlalchemy, which the core may not",
            "fix": "declare a port and let an adapter import sqlalchemy, or allow it: "
            '[tool.dovetail] allow = ["sqlalchemy"]',
            "contract": "",
            "baseline": False,
            "key": ["ARCH-02", "shop.domain.orders", "sqlalchemy"],
        }
    ]


def test_nothing_to_judge_is_an_error_with_the_lines_to_write(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as raised:
        lint(tmp_path)

    assert "[tool.dovetail]" in raised.value.remedy
    assert 'root_packages = ["shop"]' in raised.value.remedy


def test_import_contracts_alone_with_a_rule_switched_off(tmp_path: Path) -> None:
    """ARCH-04 runs in every repository, so it must be possible to switch it off without drawing layers."""
    contract = "[importlinter]\nroot_package = shop\n[importlinter:contract:a]\nname = a\ntype = independence\n"
    write_tree(tmp_path, {
        ".importlinter": contract + "modules = shop.util\n",
        "shop/util.py": "import sqlalchemy\n",
        "shop/scripts/no_init": "",
        "shop/scripts/clean.py": "",
    })  # fmt: skip
    assert [finding.id for finding in lint(tmp_path).findings] == ["ARCH-04"]

    ignore = '[[tool.dovetail.ignore]]\nrule = "ARCH-04"\npath = "shop/scripts/**"\nreason = "run by path"\n'
    (tmp_path / "pyproject.toml").write_text('[tool.dovetail]\narchitecture = "none"\n' + ignore)

    report = lint(tmp_path)
    assert report.verdict == "holds"
    assert [rule.id for rule in report.rules] == ["ARCH-04"]


def test_tests_beside_the_code_may_import_what_they_try_out(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "",
        "shop/domain/tests/test_orders.py": "import pytest\nimport shop.adapters.sql\nprint(1)\n",
        "shop/domain/conftest.py": "import pytest\n",
        "shop/adapters/sql.py": "",
    })  # fmt: skip

    assert lint(tmp_path).findings == ()


def test_a_layer_called_like_a_test_is_judged_all_the_same(tmp_path: Path) -> None:
    """Only `tests`, `test_*`, `*_test` and `conftest` are tests: `testing` and `contest` are code."""
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/testing.py": "import sqlalchemy\n",
        "shop/domain/contest.py": "import sqlalchemy\n",
        "shop/domain/attestation/latest.py": "import sqlalchemy\n",
    })  # fmt: skip

    assert len(lint(tmp_path).findings) == 3


def test_what_the_code_imports_is_no_test_whatever_its_name(tmp_path: Path) -> None:
    """Else a detour through `test_helpers` would pass."""
    write_tree(tmp_path, {
        "pyproject.toml": SETTINGS,
        "shop/domain/orders.py": "import shop.domain.tests.helpers\n",
        "shop/domain/tests/helpers.py": "import shop.domain.tests.more\n",
        "shop/domain/tests/more.py": "import shop.adapters.sql\n",
        "shop/adapters/sql.py": "",
    })  # fmt: skip

    assert {finding.id for finding in lint(tmp_path).findings} == {"ARCH-01"}
