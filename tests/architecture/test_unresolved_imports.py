"""Imports of modules that are not there to be read count for the package above them, and are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import SHOP, broken_rules, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

GUARDED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.adapters.fast import f\n"
OUTWARD = [
    "from shop.adapters.fast import f\n",
    "import shop.adapters.fast\n",
    "import json, shop.adapters.gone as g\n",
    "from ..adapters.fast import f\n",
    "def f():\n    from shop.adapters.orders_pb2 import Order\n",
    "try:\n    import shop.adapters.fast\nexcept ImportError:\n    pass\n",
    "from \\\n    shop.adapters.fast import f\n",
    "import shop.adapters.deeper.still.absent\n",
    GUARDED,
]


@pytest.mark.parametrize("text", OUTWARD)
def test_it_counts_for_the_nearest_package(text: str, tmp_path: Path) -> None:
    files = {"shop/adapters/fast.cpython-313-x86_64-linux-gnu.so": "", "shop/domain/x.py": text}
    assert broken_rules(tmp_path, files) == {"ARCH-01"}
    assert any("is no module that can be read: it counts as shop.adapters" in note for note in lint(tmp_path).notes)


STATEMENTS = (
    "from shop.absent1 import f\n",
    "from .absent2 import f\n",
    "from .absent3 import *\n",
    "from shop.absent4 import (\r\n    f)\r\n",
    "class A:\n    match 1:\n        case 1:\n            from shop.absent5 import f\n",
    "for i in ():\n    pass\nelse:\n    from shop.absent6 import f\n",
    "import shop.absent7\n",
    "import shop.domain.absent8, json\n",
)


@pytest.mark.parametrize("module", ["shop/__init__.py", "shop/domain/__init__.py", "shop/domain/x.py"])
def test_every_module_that_grimp_takes_for_the_root_package_is_looked_at(module: str, tmp_path: Path) -> None:
    lint_root = write_tree(tmp_path, {**SHOP, module: "".join(STATEMENTS)})
    told = [note for note in lint(lint_root).notes if "is no module that can be read" in note]
    assert [f"absent{number}" in "".join(told) for number in range(1, 9)] == [True] * 8


def test_names_of_other_alphabets_count_as_well(tmp_path: Path) -> None:
    files = {"shop/größen/adapters/__init__.py": "", "shop/domain/x.py": "from shop.adapters.größe import f\n"}
    assert broken_rules(tmp_path, files) == {"ARCH-01"}


INWARD = [
    "from shop._version import version\n",
    "from .gone import x\n",
    "from shop.domain.generated import x\n",
    "# from shop.adapters.fast import f\n",
    '"""\nfrom shop.adapters.fast import f\n"""\n',
    "from shop.adapter_kinds import x\n",
]


@pytest.mark.parametrize("text", INWARD)
def test_a_package_above_the_importer_answers_for_nothing(text: str, tmp_path: Path) -> None:
    """What `shop` itself imports is not what its `_version` would."""
    files = {"shop/__init__.py": "import shop.bootstrap\n", "shop/domain/x.py": text}
    assert broken_rules(tmp_path, files) == set()


def test_type_checking_imports_of_such_modules_are_left_out_where_the_settings_say_so(tmp_path: Path) -> None:
    settings = "[tool.dovetail]\ntype_checking_imports = {ARCH-01 = false}\n"
    assert broken_rules(tmp_path, {"shop/domain/x.py": GUARDED, "pyproject.toml": settings}) == set()


def test_import_linters_own_contracts_are_judged_without_them(tmp_path: Path) -> None:
    config = (
        "[importlinter]\nroot_package = shop\n[importlinter:contract:1]\nname = inner\ntype = forbidden\n"
        "source_modules = shop.domain\nforbidden_modules = shop.adapters\n"
    )
    report = lint(write_tree(tmp_path, {**SHOP, "shop/domain/x.py": OUTWARD[0], ".importlinter": config}))
    assert {contract.name: contract.verdict for contract in report.contracts} == {
        "dependencies point inward": "broken",
        "inner": "kept",
    }
