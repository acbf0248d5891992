"""Bounded contexts: what they publish, what puts them together, and where their layers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

MODULES = {
    "shop/sales/domain/orders.py": "",
    "shop/sales/public.py": "from shop.sales.domain import orders\n",
    "shop/sales/infrastructure/sql.py": "import sqlalchemy\n",
    "shop/billing/domain/invoices.py": "",
    "shop/billing/application/bill.py": "",
    "pyproject.toml": '[tool.dovetail]\narchitecture = "modular"\n',
}
FACADE = {
    "pyproject.toml": '[tool.dovetail]\narchitecture = "modular"\npublished = ["__init__"]\n',
    "shop/sales/__init__.py": "from shop.sales.domain import orders\n",
}


def broken(root: Path, files: dict[str, str]) -> set[str]:
    return {finding.id for finding in lint(write_tree(root, {**MODULES, **files})).findings}


KEPT_APART: dict[str, dict[str, str]] = {
    "through what is published": {"shop/billing/domain/invoices.py": "import shop.sales.public\n"},
    "through the package itself": {**FACADE, "shop/billing/domain/invoices.py": "from shop.sales import orders\n"},
    # How a context answers is its own affair.
    "published, and answered by an adapter": {
        "shop/sales/public.py": "import shop.sales.infrastructure.sql\n",
        "shop/billing/application/bill.py": "import shop.sales.public\n",
    },
    "put together at the root": {
        "shop/main.py": "import shop.sales.domain.orders, shop.billing.domain.invoices\n",
        "shop/sales/web/http.py": "import shop.main\n",
    },
}


@pytest.mark.parametrize("files", KEPT_APART.values(), ids=KEPT_APART)
def test_contexts_that_know_each_other_by_what_they_publish(files: dict[str, str], tmp_path: Path) -> None:
    assert broken(tmp_path, files) == set()


MIXED = {
    "directly": ({"shop/billing/domain/invoices.py": "import shop.sales.domain.orders\n"}, "ARCH-05"),
    "through what all share": (
        {
            "shop/billing/domain/invoices.py": "import shop.shared.all\n",
            "shop/shared/all.py": "import shop.sales.domain.orders\n",
        },
        "ARCH-05",
    ),
    "through a package that is not published": (
        {
            "shop/billing/domain/invoices.py": "from shop.sales import orders\n",
            "shop/sales/__init__.py": FACADE["shop/sales/__init__.py"],
        },
        "ARCH-05",
    ),
    "past the package that is published": (
        {**FACADE, "shop/billing/domain/invoices.py": "import shop.sales.domain.orders\n"},
        "ARCH-05",
    ),
    "what is published knows the others": (
        {"shop/sales/public.py": "import shop.billing.domain.invoices\n"},
        "ARCH-05",
    ),
    "the core asks the root": (
        {"shop/main.py": "import shop.billing.domain.invoices\n", "shop/sales/domain/orders.py": "import shop.main\n"},
        "ARCH-01",
    ),
    "the core asks its own facade, which asks an adapter": (
        {
            "shop/sales/public.py": "import shop.sales.infrastructure.sql\n",
            "shop/sales/domain/orders.py": "import shop.sales.public\n",
        },
        "ARCH-01",
    ),
}


@pytest.mark.parametrize(("files", "rule"), MIXED.values(), ids=MIXED)
def test_contexts_that_know_each_others_insides(files: dict[str, str], rule: str, tmp_path: Path) -> None:
    assert broken(tmp_path, files) == {rule}


def test_each_context_has_layers_of_its_own_whatever_they_share(tmp_path: Path) -> None:
    files = {"shop/domain/money.py": "", "shop/billing/domain/invoices.py": "import sqlalchemy\n"}
    assert broken(tmp_path, files) == {"ARCH-02"}


def test_a_shared_root_package_is_no_set_of_contexts(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        **MODULES,
        "commons/__init__.py": "",
        "commons/money/__init__.py": "",
        "commons/money/coins.py": "",
        "shop/sales/domain/orders.py": "import commons.money.coins\n",
        "pyproject.toml": '[tool.dovetail]\narchitecture = "modular"\nroot_packages = ["shop", "commons"]\n',
    })  # fmt: skip
    assert lint(tmp_path).findings == ()


def test_tests_beside_the_code_are_no_layer(tmp_path: Path) -> None:
    """`shop.test.main` is called like a composition root."""
    report = lint(write_tree(tmp_path, {**MODULES, "shop/test/main.py": ""}))

    assert report.verdict == "holds"
    assert "composition" not in report.layers
