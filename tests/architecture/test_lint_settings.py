"""`[tool.dovetail]`: read strictly, and every mistake answered with the line to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import write_tree

from dovetail.architecture import lint
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path

CODE = {
    "shop/domain/orders.py": "",
    "shop/storage/orders.py": "import shop.domain.orders\n",
    "shop/orders/domain/order.py": "",
}


@pytest.mark.parametrize(
    ("table", "cause", "remedy"),
    [
        ('root_package = ["shop"]', "no key 'root_package'", "did you mean root_packages?"),
        ("colour = 1", "no key 'colour'", "architecture"),
        ('root_packages = "shop"', "root_packages must be a list of names", 'root_packages = ["shop"]'),
        ('root_packages = ["shopp"]', "could not find the package 'shopp'", "src/"),
        ('root_packages = ["shop.domain"]', "'shop.domain' is not a top-level package", 'root_packages = ["shop"]'),
        ('architecture = "hexagon"', "no architecture 'hexagon'", 'architecture = "hexagonal"'),
        ("architecture = 3", "architecture must be a string", 'architecture = "hexagonal"'),
        ('layers = {domian = ["shop.domain"]}', "no layer 'domian'", "domain"),
        ('layers = {domain = ["shop.domian"]}', "names 'shop.domian'", 'domain = ["shop.domain"]'),
        ('layers = {domain = ["shop.*x"]}', "layers.domain", "shop.*.domain"),
        ("layers = {domain = 3}", "layers.domain must be a list of modules", 'domain = ["shop.domain"]'),
        ("layers = 3", "layers must be a table", "layers = {domain"),
        ('layers = {domain = ["shop"], adapters = ["shop.storage"]}', "overlap", "one layer"),
        ("allow = [1]", "allow must be a list of names", "allow"),
        ("type_checking_imports = 0", "type_checking_imports must be true or false", "type_checking_imports = true"),
        ("type_checking_imports = {ARCH-03 = true}", "a table of these for any of ARCH-01", "{ARCH-05 = false}"),
        ("type_checking_imports = {ARCH-01 = 1}", "a table of these for any of ARCH-01", "{ARCH-05 = false}"),
        ("ignore = 3", "ignore must be an array of tables", "[[tool.dovetail.ignore]]"),
        ('ignore = [{rule = "ARCH-01"}]', "ignore must be entries of rule, path and reason", "reason ="),
        ('ignore = [{rule = "ARCH-01", path = "x", reason = " "}]', "entries of rule, path and reason", "reason ="),
        ('ignore = [{rule = "ARCH-99", path = "x", reason = "y"}]', "'ARCH-99', which does not exist", "ARCH-01"),
        ('contexts = ["shop", "shop.domain"]', "shop and shop.domain overlap", "one layer, or context"),
        ("root_packages = [", "not valid TOML", "pyproject.toml"),
    ],
)
def test_a_mistake_names_the_key_and_the_remedy(tmp_path: Path, table: str, cause: str, remedy: str) -> None:
    write_tree(tmp_path, {**CODE, "pyproject.toml": f"[tool.dovetail]\n{table}\n"})

    with pytest.raises(ContractError) as raised:
        lint(tmp_path)

    assert cause in raised.value.cause
    assert remedy in raised.value.remedy


def test_a_table_that_is_no_table(tmp_path: Path) -> None:
    write_tree(tmp_path, {**CODE, "pyproject.toml": "[tool]\ndovetail = 3\n"})

    with pytest.raises(ContractError, match="must be a table"):
        lint(tmp_path)


def test_no_core_is_an_error_with_the_line_to_write(tmp_path: Path) -> None:
    """A gate that found no layers would pass anything."""
    write_tree(tmp_path, {"shop/things.py": "", "pyproject.toml": "[tool.dovetail]\n"})

    with pytest.raises(ContractError) as raised:
        lint(tmp_path)

    assert 'layers = {domain = ["shop.domain"]}' in raised.value.remedy


def test_root_packages_and_layers_are_found_by_convention(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "src/shop/domain/orders.py": "",
        "src/shop/infrastructure/sql.py": "",
        "src/shop/main.py": "",
        "src/tests/__init__.py": "",
        "pyproject.toml": "[tool.dovetail]\n",
    })  # fmt: skip

    layers = lint(tmp_path).layers

    assert layers == {
        "composition": ("shop.main",),
        "adapters": ("shop.infrastructure",),
        "domain": ("shop.domain",),
    }


def test_layers_inside_contexts_are_found_by_convention(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        "shop/sales/domain/orders.py": "",
        "shop/billing/domain.py": "",
        "shop/billing/adapters.py": "",
        "pyproject.toml": "[tool.dovetail]\n",
    })  # fmt: skip

    layers = lint(tmp_path).layers

    assert layers == {"adapters": ("shop.billing.adapters",), "domain": ("shop.billing.domain", "shop.sales.domain")}


def test_named_layers_win_over_conventional_ones_and_may_use_wildcards(tmp_path: Path) -> None:
    settings = '[tool.dovetail.layers]\ndomain = "shop.*.domain"\nadapters = ["shop.domain", "shop.storage"]\n'
    write_tree(tmp_path, {**CODE, "pyproject.toml": settings})

    assert lint(tmp_path).layers == {"adapters": ("shop.domain", "shop.storage"), "domain": ("shop.orders.domain",)}


def test_allow_names_packages_or_their_submodules(tmp_path: Path) -> None:
    settings = '[tool.dovetail]\nallow = ["attrs", "google.protobuf", "numpy.typing"]\n'
    write_tree(tmp_path, {
        "pyproject.toml": settings,
        "shop/domain/good.py": "import attrs.validators\nfrom google.protobuf import message\n",
        "shop/domain/also_good.py": "from google import protobuf\nimport numpy.typing as npt\n",
        "shop/domain/bad.py": "from google import cloud\nimport numpy.linalg\n",
    })  # fmt: skip

    assert [(finding.path, finding.line) for finding in lint(tmp_path).findings] == [
        ("shop/domain/bad.py", 1),
        ("shop/domain/bad.py", 2),
    ]


def test_a_conventional_name_inside_a_layer_is_no_layer_of_its_own(tmp_path: Path) -> None:
    """`shop.adapters.web` belongs to the adapters, also where the core is not found beside them."""
    files = {"shop/adapters/web.py": "", "shop/adapters/persistence/sql.py": "", "shop/model/orders.py": ""}
    settings = '[tool.dovetail.layers]\ndomain = "shop.model"\n'
    write_tree(tmp_path, {**files, "pyproject.toml": settings})
    assert lint(tmp_path).layers == {"adapters": ("shop.adapters",), "domain": ("shop.model",)}

    write_tree(tmp_path, {"shop/sales/domain.py": "", "pyproject.toml": "[tool.dovetail]\n"})
    assert lint(tmp_path).layers == {"adapters": ("shop.adapters",), "domain": ("shop.sales.domain",)}


def test_names_that_stand_for_nothing_are_told(tmp_path: Path) -> None:
    """They do no harm, and may be misspelled."""
    settings = (
        '[tool.dovetail]\nallow = ["attrs", "numpi", "google.protobuf"]\nnames = {models = ["*Row"], ports = ["*"]}\n'
        'contexts = ["shop.storage", "shop.orders"]\npublished = ["__init__", "apii"]\n'
    )
    port = "import attrs\nfrom google import protobuf\nfrom typing import Protocol\n"
    port += "class Sender(Protocol):\n    def send(self): ...\n"
    files = {**CODE, "shop/domain/x.py": port, "shop/adapters/mail.py": "", "pyproject.toml": settings}
    write_tree(tmp_path, files)

    assert lint(tmp_path).notes == (
        "allow names numpi, which nothing in the core imports: take it out",
        "published names apii, which is a module of no context: take it out",
        "names.models has patterns, and no models were found to hold to them",
    )


@pytest.mark.parametrize(
    ("setting", "rules"),
    [
        ("true", {"ARCH-01", "ARCH-02"}),
        ("false", set()),
        ("{ARCH-01 = false}", {"ARCH-02"}),
        ("{ARCH-01 = true, ARCH-02 = false}", {"ARCH-01"}),
    ],
)
def test_type_checking_imports_count_per_rule(setting: str, rules: set[str], tmp_path: Path) -> None:
    code = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlalchemy\n    import shop.adapters.sql\n"
    settings = f"[tool.dovetail]\ntype_checking_imports = {setting}\n"
    write_tree(tmp_path, {"shop/domain/x.py": code, "shop/adapters/sql.py": "", "pyproject.toml": settings})

    assert {finding.id for finding in lint(tmp_path).findings} == rules
