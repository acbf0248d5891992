"""Python imports from folders without `__init__.py`, and so a preset judges what lies in them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from trees import write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

    from dovetail.architecture.findings import Finding

PORT = (
    "from typing import Protocol\nclass OrderRepository(Protocol):\n    def get_order(self, key: str) -> object: ...\n"
)
HEIR = "from shop.{}.orders import OrderRepository\nclass Sql(OrderRepository):\n    def get_order({}): ...\n"
NAMESAKE = "class SqlOrderRepository:\n    def get_order(self, key): ...\n"
FILES = {
    "shop/domain/orders.py": PORT,
    "shop/adapters/mail.py": "",
    "pyproject.toml": '[tool.dovetail]\narchitecture = "hexagonal"\n',
}


def found(root: Path, files: dict[str, str]) -> list[Finding]:
    return [*lint(write_tree(root, {**FILES, **files})).findings]


def test_a_folder_of_a_layer_is_told_with_its_layer_and_the_file_to_add(tmp_path: Path) -> None:
    adapter = HEIR.format("domain", "self, key")
    (finding,) = found(tmp_path, {"shop/adapters/sql/no_init": "", "shop/adapters/sql/orders.py": adapter})

    assert finding.id == "ARCH-04"
    assert "shop/adapters/sql/ (adapters layer) has no __init__.py" in finding.message
    assert "add shop/adapters/sql/__init__.py" in finding.fix


def test_an_adapter_in_it_is_held_to_its_port(tmp_path: Path) -> None:
    """The heir of a port is an heir wherever it lies."""
    adapter = (
        "from shop.domain.orders import OrderRepository\nclass Sql(OrderRepository):\n    def get_order(self): ...\n"
    )
    findings = found(tmp_path, {"shop/adapters/sql/no_init": "", "shop/adapters/sql/orders.py": adapter})

    assert {finding.id for finding in findings} == {"ARCH-04", "ARCH-09"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("import sqlalchemy\n", "ARCH-02"),
        ("from shop.adapters import mail\n", "ARCH-01"),
        ("print('placed')\n", "ARCH-14"),
        ("__import__('shop.adapters.mail')\n", "ARCH-17"),
    ],
)
def test_the_core_in_it_is_held_to_its_walls(tmp_path: Path, text: str, rule: str) -> None:
    pricing = {"shop/domain/pricing/no_init": "", "shop/domain/pricing/rules.py": text}
    findings = found(tmp_path, {**pricing, "shop/adapters/sql.py": NAMESAKE})

    assert {finding.id for finding in findings} == {"ARCH-04", rule}


def test_an_import_from_it_is_no_import_of_what_lies_above(tmp_path: Path) -> None:
    """`shop/__init__.py` starts the program; who imports from a folder below does not import that."""
    findings = found(tmp_path, {
        "shop/__init__.py": "from shop.entrypoints import http\n",
        "shop/entrypoints/http.py": "",
        "shop/domain/todo/no_init": "",
        "shop/domain/todo/items.py": "",
        "shop/adapters/sql.py": f"from shop.domain.todo.items import Item\n{NAMESAKE}",
    })  # fmt: skip

    assert {finding.id for finding in findings} == {"ARCH-04"}


def test_a_layer_may_be_such_a_folder(tmp_path: Path) -> None:
    """By convention and by name alike."""
    settings = '[tool.dovetail.layers]\ndomain = "shop.model"\n'
    adapter = HEIR.format("model", "self, key")
    write_tree(tmp_path, {
        "shop/model/no_init": "",
        "shop/model/orders.py": PORT,
        "shop/adapters/no_init": "",
        "shop/adapters/sql.py": adapter,
        "pyproject.toml": settings,
    })  # fmt: skip
    report = lint(tmp_path)

    assert report.layers == {"adapters": ("shop.adapters",), "domain": ("shop.model",)}
    assert [finding.message.partition(" has no")[0] for finding in report.findings] == [
        "shop/adapters/ (adapters layer)",
        "shop/model/ (domain layer)",
    ]


def test_tests_and_alembics_own_files_are_left_in_peace(tmp_path: Path) -> None:
    """Nobody imports them: pytest and Alembic load them by path."""
    findings = found(tmp_path, {
        "shop/adapters/sql.py": NAMESAKE,
        "shop/domain/tests/no_init": "",
        "shop/domain/tests/helpers.py": "import sqlalchemy\n",
        "shop/domain/__test__/no_init": "",
        "shop/domain/__test__/test_orders.py": "import sqlalchemy\n",
        "shop/adapters/migrations/no_init": "",
        "shop/adapters/migrations/script.py.mako": "",
        "shop/adapters/migrations/env.py": "",
        "shop/adapters/migrations/versions/no_init": "",
        "shop/adapters/migrations/versions/a1_orders.py": "",
    })  # fmt: skip

    assert findings == []


def test_what_the_code_imports_is_no_test(tmp_path: Path) -> None:
    findings = found(tmp_path, {
        "shop/adapters/sql.py": NAMESAKE,
        "shop/domain/places.py": "from shop.domain.tests.helpers import place\n",
        "shop/domain/tests/no_init": "",
        "shop/domain/tests/helpers.py": "from shop.adapters import mail\n",
    })  # fmt: skip

    assert {finding.id for finding in findings} == {"ARCH-01"}


def test_alembics_environment_may_know_everything(tmp_path: Path) -> None:
    """It is a program of its own, wherever it lies: nobody imports it."""
    findings = found(tmp_path, {
        "shop/adapters/sql.py": NAMESAKE,
        "shop/main.py": "",
        "shop/adapters/migrations/script.py.mako": "",
        "shop/adapters/migrations/env.py": "import shop.main\n",
        "shop/adapters/migrations/versions/a1_orders.py": "import shop.main\n",
    })  # fmt: skip

    assert findings == []


def test_import_linters_contracts_see_alembics_files_beside_a_preset(tmp_path: Path) -> None:
    """The preset leaves those out, and import-linter does not: neither changes what the other sees."""
    linter = """
        [importlinter]
        root_package = shop
        [importlinter:contract:one]
        name = one
        type = forbidden
        source_modules = shop.adapters
        forbidden_modules = shop.main
        ignore_imports = shop.adapters.migrations.env -> shop.main
    """
    findings = found(tmp_path, {
        "shop/adapters/sql.py": NAMESAKE,
        "shop/main.py": "",
        "shop/adapters/migrations/__init__.py": "",
        "shop/adapters/migrations/script.py.mako": "",
        "shop/adapters/migrations/env.py": "import shop.main\n",
        ".importlinter": dedent(linter),
    })  # fmt: skip

    assert findings == []
    report = lint(tmp_path)
    assert [each.verdict for each in report.contracts if each.name == "one"] == ["kept"]
