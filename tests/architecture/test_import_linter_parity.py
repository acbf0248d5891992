"""In a repository that only has import-linter contracts, every verdict is the one that lint-imports gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from trees import write_tree

from dovetail.architecture import LintReport, lint

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

CODE = {
    "shop/__init__.py": "",
    "shop/api.py": "from shop import services\n",
    "shop/services.py": "import shop.domain.orders, requests\nfrom shop import api\n",
    "shop/domain/orders.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop import services\n",
    "shop/domain/prices.py": "from . import orders\nimport django.db\n",
    "shop/util.py": "import shop.domain.prices\n",
}

INI = """
[importlinter]
root_package = shop
include_external_packages = {external}
exclude_type_checking_imports = {runtime}

[importlinter:contract:layers]
name = layers
type = layers
layers =
    shop.api
    shop.services
    shop.domain

[importlinter:contract:containers]
name = containers
type = layers
containers = shop
exhaustive = true
layers =
    api
    (missing)
    services
    domain

[importlinter:contract:forbidden]
name = forbidden
type = forbidden
source_modules = shop.domain
forbidden_modules = shop.api

[importlinter:contract:direct]
name = direct
type = forbidden
source_modules = shop.util
forbidden_modules = shop.services
allow_indirect_imports = true

[importlinter:contract:external]
name = external
type = forbidden
source_modules =
    shop.domain
    shop.util
forbidden_modules = django

[importlinter:contract:independence]
name = independence
type = independence
modules =
    shop.util
    shop.api

[importlinter:contract:protected]
name = protected
type = protected
protected_modules = shop.domain
allowed_importers = shop.services

[importlinter:contract:cycles]
name = cycles
type = acyclic_siblings
ancestors = shop

[importlinter:contract:ignored]
name = ignored
type = protected
protected_modules = shop.domain.prices
allowed_importers = shop.services
ignore_imports = shop.util -> shop.domain.*

[importlinter:contract:warned]
name = warned
type = independence
modules =
    shop.util
    shop.services
ignore_imports =
    shop.domain -> shop.nowhere
    shop.util -> requests
    shop.domain.orders -> shop.services
unmatched_ignore_imports_alerting = warn
"""


def lint_imports(root: Path, *arguments: str) -> tuple[int, dict[str, str]]:
    """Its exit code, and what it says of each contract."""
    ran = subprocess.run(
        [LINT_IMPORTS, "--no-cache", *arguments],
        cwd=root, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)\b", ran.stdout, flags=re.MULTILINE)
    return ran.returncode, {name: verdict.lower() for name, verdict in verdicts}


def verdicts_of(report: LintReport) -> dict[str, str]:
    return {contract.name: contract.verdict for contract in report.contracts}


@pytest.mark.parametrize("external", ["true", "false"])
@pytest.mark.parametrize("runtime", ["true", "false"])
def test_verdicts_are_equal_for_every_contract_type(tmp_path: Path, external: str, runtime: str) -> None:
    """A contract that lint-imports refuses (it then prints no verdict at all) is left out of its configuration."""
    write_tree(tmp_path, {**CODE, ".importlinter": INI.format(external=external, runtime=runtime)})
    ours = verdicts_of(lint(tmp_path))
    refused = {name for name, verdict in ours.items() if verdict == "not evaluated"}
    if refused:
        assert lint_imports(tmp_path) == (1, {})

    _, theirs = lint_imports(tmp_path, *(word for name in ours.keys() - refused for word in ("--contract", name)))

    assert refused == (set() if external == "true" else {"external"})
    assert {name: verdict for name, verdict in ours.items() if name not in refused} == theirs
    assert set(theirs.values()) == {"kept", "broken"}


def test_findings_of_a_users_contract_carry_its_name_and_place(tmp_path: Path) -> None:
    contract = "\n[importlinter:contract:one]\nname = Domain stays alone\ntype = forbidden\n"
    write_tree(tmp_path, {
        **CODE,
        "setup.cfg": "[importlinter]\nroot_package = shop\n" + contract
        + "source_modules = shop.util\nforbidden_modules = shop.services\n",
    })  # fmt: skip

    (finding,) = lint(tmp_path).findings

    assert finding.id == "Domain stays alone"
    assert (finding.path, finding.line) == ("shop/util.py", 1)
    assert finding.chain == ("shop.util", "shop.domain.prices", "shop.domain.orders", "shop.services")


def test_toml_and_a_contract_type_of_ones_own(tmp_path: Path) -> None:
    """Custom types alone may import the user's code, as they do under lint-imports."""
    write_tree(tmp_path, {
        **CODE,
        "shop_rules.py": (
            "from importlinter import Contract, ContractCheck, fields, output\n"
            "class NoModule(Contract):\n"
            "    name_of_module = fields.StringField()\n"
            "    def check(self, graph, verbose):\n"
            "        print('noise')\n"
            "        return ContractCheck(kept=self.name_of_module not in graph.modules)\n"
            "    def render_broken_contract(self, check):\n"
            "        output.print_error(f'{self.name_of_module} must go')\n"
        ),
        "pyproject.toml": (
            "[tool.importlinter]\nroot_packages = ['shop']\ncontract_types = ['no_module: shop_rules.NoModule']\n"
            "[[tool.importlinter.contracts]]\nname = 'gone'\ntype = 'no_module'\nname_of_module = 'shop.gone'\n"
            "[[tool.importlinter.contracts]]\nname = 'util'\ntype = 'no_module'\nname_of_module = 'shop.util'\n"
        ),
    })  # fmt: skip

    report = lint(tmp_path)

    assert verdicts_of(report) == {"gone": "kept", "util": "broken"} == lint_imports(tmp_path)[1]
    (finding,) = report.findings
    assert (finding.id, finding.path, finding.line, finding.message) == (
        "util",
        "pyproject.toml",
        9,
        "shop.util must go",
    )


@pytest.mark.parametrize(
    ("contract", "reason"),
    [
        ("type = independance\nmodules = shop.util", "no contract type 'independance'"),
        ("type = independence\nmodule = shop.util", "modules: This is a required field"),
        ("type = independence\nmodules = shop.gone", "'shop.gone' does not exist"),
        ("type = layers\nlayers =\n    shop.domain\n    shop.domain.orders", ""),
        ("type = independence\nmodules =\n    shop.util\n    shop.api\nignore_imports = shop.a -> b", "No matches"),
    ],
)  # fmt: skip
def test_a_contract_that_cannot_be_evaluated_does_not_stop_the_others(
    tmp_path: Path, contract: str, reason: str
) -> None:
    write_tree(tmp_path, {
        **CODE,
        ".importlinter": f"[importlinter]\nroot_package = shop\n[importlinter:contract:bad]\nname = bad\n{contract}\n"
        "[importlinter:contract:good]\nname = good\ntype = independence\nmodules =\n    shop.util\n    shop.api\n",
    })  # fmt: skip

    report = lint(tmp_path)

    assert lint_imports(tmp_path)[0] == 1
    assert verdicts_of(report) == {"bad": "not evaluated", "good": "broken"}
    assert reason in report.contracts[0].reason


def test_kept_and_not_evaluated_is_not_evaluated(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        **CODE,
        ".importlinter": "[importlinter]\nroot_package = shop\n[importlinter:contract:bad]\nname = bad\ntype = ?\n",
    })  # fmt: skip

    assert lint(tmp_path).exit_code == 2


def test_no_contracts_at_all_is_no_pass(tmp_path: Path) -> None:
    write_tree(tmp_path, {**CODE, ".importlinter": "[importlinter]\nroot_package = shop\n"})

    refuses = tuple(map(int, version("import-linter").split(".")[:2])) >= (2, 16)
    assert lint_imports(tmp_path)[0] == int(refuses)
    assert lint(tmp_path).exit_code == 2


def test_a_root_package_that_is_nowhere_is_no_pass(tmp_path: Path) -> None:
    write_tree(tmp_path, {**CODE, ".importlinter": INI.format(external="true", runtime="true").replace(
        "root_package = shop", "root_package = shopp")})  # fmt: skip

    report = lint(tmp_path)

    assert set(verdicts_of(report).values()) == {"not evaluated"}
    assert report.exit_code == 2


def test_several_root_packages_and_namespace_packages(tmp_path: Path) -> None:
    config = (
        "[importlinter]\nroot_packages =\n    acme.billing\n    acme.sales\n    tools\n"
        "[importlinter:contract:a]\nname = a\ntype = forbidden\nsource_modules = acme.billing\n"
        "forbidden_modules = acme.sales\n"
        "[importlinter:contract:b]\nname = b\ntype = forbidden\nsource_modules = acme.sales\n"
        "forbidden_modules = tools\n"
        "[importlinter:contract:c]\nname = c\ntype = forbidden\nsource_modules = tools\n"
        "forbidden_modules = acme.billing\n"
    )
    write_tree(tmp_path, {
        ".importlinter": config,
        "acme/billing/__init__.py": "",
        "acme/billing/invoice.py": "from acme.sales import orders\n",
        "acme/sales/orders.py": "",
        "tools/deep/er/helper.py": "import acme.billing.invoice\n",
    })  # fmt: skip

    report = lint(tmp_path)

    assert verdicts_of(report) == {"a": "broken", "b": "kept", "c": "broken"} == lint_imports(tmp_path)[1]


def test_a_whole_namespace_package_as_root(tmp_path: Path) -> None:
    config = (
        "[importlinter]\nroot_package = acme\n[importlinter:contract:a]\nname = a\ntype = independence\n"
        "modules =\n    acme.billing\n    acme.sales\n"
    )
    write_tree(tmp_path, {
        ".importlinter": config,
        "acme/billing/__init__.py": "import acme.sales.orders\n",
        "acme/sales/orders.py": "",
    })  # fmt: skip

    assert verdicts_of(lint(tmp_path)) == {"a": "broken"} == lint_imports(tmp_path)[1]


def test_the_file_that_lint_imports_reads_is_the_one_that_counts(tmp_path: Path) -> None:
    """setup.cfg before .importlinter before pyproject.toml, and only the first."""
    contract = "[importlinter]\nroot_package = shop\n[importlinter:contract:{0}]\nname = {0}\ntype = independence\n"
    modules = "modules =\n    shop.util\n    shop.domain\n"
    write_tree(tmp_path, {
        **CODE,
        "setup.cfg": contract.format("first") + modules,
        ".importlinter": contract.format("second") + modules,
        "pyproject.toml": "[tool.importlinter]\nroot_package = 'shop'\n",
    })  # fmt: skip

    assert verdicts_of(lint(tmp_path)) == {"first": "broken"} == lint_imports(tmp_path)[1]


def test_one_report_holds_the_preset_and_the_users_contracts(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        **CODE,
        "pyproject.toml": "[tool.dovetail]\n",
        ".importlinter": INI.format(external="true", runtime="false"),
    })  # fmt: skip

    report = lint(tmp_path)

    assert [contract.name for contract in report.contracts][:2] == ["dependencies point inward", "layers"]
    assert "ARCH-02" in {finding.id for finding in report.findings}
