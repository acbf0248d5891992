"""Of chains that have an import in common, the one that the baseline knows is shown, and nothing else passes for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint
from dovetail.architecture.baseline import Baseline

MODULES = ("a", "b", "c")
CONFIG = (
    "[importlinter]\nroot_package = shop\n[importlinter:contract:one]\nname = one\ntype = forbidden\n"
    "source_modules = shop.domain\nforbidden_modules = shop.adapters\n"
    "ignore_imports = shop.ignored -> shop.adapters.c\nunmatched_ignore_imports_alerting = none\n"
)
PRESET = '[tool.dovetail]\nroot_packages = ["shop"]\narchitecture = "hexagonal"\n'
CODE = {
    **{f"shop/domain/{name}.py": "import shop.helpers\n" for name in MODULES},
    "shop/helpers.py": "import shop.more_helpers\n",
    "shop/more_helpers.py": "".join(f"import shop.adapters.{name}\n" for name in MODULES),
    **{f"shop/adapters/{name}.py": "" for name in MODULES},
}
ENDS = [(f"shop.domain.{start}", f"shop.adapters.{end}") for start in MODULES for end in MODULES]


def knowing(root: Path, *ends: tuple[str, str]) -> int:
    """The exit code, where the baseline has these chains."""
    Baseline(Counter(("one", *pair) for pair in ends)).write(root)
    return lint(root).exit_code


@pytest.mark.parametrize("ends", ENDS, ids=" ".join)
def test_a_known_chain_stands_for_those_of_its_importer_that_share_an_import(
    tmp_path: Path, ends: tuple[str, str]
) -> None:
    """Three modules of the domain reach three adapters through one import, so that one chain is shown.

    Where another module than the known one is shown, it may have come since, and is new.
    """
    write_tree(tmp_path, {**CODE, ".importlinter": CONFIG})

    (shown,) = lint(tmp_path).findings
    is_its_own = ends[0] == shown.module
    assert knowing(tmp_path) == 1
    assert knowing(tmp_path, ends) == (0 if is_its_own else 1)

    (finding,) = lint(tmp_path).findings
    assert (finding.module, finding.imported) == (ends if is_its_own else (shown.module, shown.imported))
    assert finding.chain == (finding.module, "shop.helpers", "shop.more_helpers", finding.imported)


def test_a_new_importer_that_takes_the_known_ones_place_is_new(tmp_path: Path) -> None:
    """Its way is shorter, and ends in the same import."""
    write_tree(tmp_path, {
        **dict.fromkeys(("shop/adapters/a.py", "shop/adapters/c.py"), ""),
        "shop/helpers.py": "import shop.more_helpers\n",
        "shop/more_helpers.py": "import shop.adapters.a\n",
        "shop/domain/a.py": "import shop.helpers\n",
        "shop/ignored.py": "",
        ".importlinter": CONFIG,
    })  # fmt: skip
    assert knowing(tmp_path, ("shop.domain.a", "shop.adapters.a")) == 0

    (tmp_path / "shop" / "domain" / "b.py").write_text("import shop.more_helpers\n")

    assert lint(tmp_path).exit_code == 1
    assert [each.module for each in lint(tmp_path).findings if not each.baseline] == ["shop.domain.b"]


@pytest.mark.parametrize(
    "files",
    [
        {"shop/domain/a.py": "import shop.helpers\nimport shop.adapters.a\n"},
        {"shop/domain/new.py": "import shop.other\n", "shop/other.py": "import shop.adapters.a\n"},
    ],
    ids=["direct", "by another way"],
)
def test_what_shares_no_import_with_what_is_known_is_new(tmp_path: Path, files: dict[str, str]) -> None:
    write_tree(tmp_path, {**CODE, **files, ".importlinter": CONFIG})

    assert knowing(tmp_path, *ENDS[4:]) == 1


@pytest.mark.parametrize("left", ["", "import shop.ignored\n"], ids=["fixed", "fixed but for what is ignored"])
def test_a_chain_that_is_gone_stands_for_nothing(tmp_path: Path, left: str) -> None:
    """Its module now reaches the adapter by no import that counts."""
    write_tree(tmp_path, {
        **CODE,
        "shop/domain/c.py": left,
        "shop/ignored.py": "import shop.adapters.c\n",
        ".importlinter": CONFIG,
    })  # fmt: skip

    assert knowing(tmp_path, ("shop.domain.c", "shop.adapters.c")) == 1


def test_two_new_chains_are_not_one_known_one(tmp_path: Path) -> None:
    write_tree(tmp_path, {
        **CODE,
        "shop/domain/a.py": "import shop.one\n",
        "shop/domain/b.py": "import shop.two\n",
        "shop/one.py": "import shop.helpers, shop.adapters.a\n",
        "shop/two.py": "import shop.helpers, shop.adapters.b\n",
        ".importlinter": CONFIG,
    })  # fmt: skip

    assert knowing(tmp_path, ("shop.domain.c", "shop.adapters.c")) == 1


def test_a_new_importer_of_a_known_chain_is_new_where_import_linter_names_it(tmp_path: Path) -> None:
    """A layers contract shows every importer of a chain's middle."""
    layers = CONFIG.partition("type = ")[0] + "type = layers\nlayers =\n    shop.adapters\n    shop.domain\n"
    write_tree(tmp_path, {**CODE, ".importlinter": layers})
    everyone = [(f"shop.domain.{name}", "shop.adapters.a") for name in MODULES]
    hidden = ("shop.domain.a", "shop.adapters.c")

    assert knowing(tmp_path, *everyone) == 0
    assert knowing(tmp_path, *everyone[:2], hidden) == 1


def test_a_preset_prefers_what_is_known_as_well(tmp_path: Path) -> None:
    """Not the end that comes first, but the other."""
    write_tree(tmp_path, {
        "pyproject.toml": PRESET,
        "shop/domain/orders.py": "import shop.helpers\n",
        "shop/helpers.py": "import shop.adapters.a, shop.adapters.b\n",
        "shop/adapters/a.py": "",
        "shop/adapters/b.py": "",
    })  # fmt: skip
    (finding,) = (each for each in lint(tmp_path).findings if each.id == "ARCH-01")

    Baseline(Counter({(finding.id, finding.module, "shop.adapters.b"): 1})).write(tmp_path)

    (known,) = (each for each in lint(tmp_path).findings if each.id == "ARCH-01")
    assert finding.imported != "shop.adapters.b"
    assert known.imported == "shop.adapters.b"
    assert known.baseline


def test_an_import_and_a_way_around_it_are_both_known_and_neither_stands_for_the_other(tmp_path: Path) -> None:
    """The same module reaches the same adapter by itself, and through a module of no layer that it imports before."""
    around = "import shop.helpers\n"
    write_tree(tmp_path, {
        "pyproject.toml": PRESET,
        "shop/domain/orders.py": f"{around}import shop.adapters.a\n",
        "shop/helpers.py": "import shop.adapters.a\n",
        "shop/adapters/a.py": "",
    })  # fmt: skip
    Baseline.of(lint(tmp_path).findings).write(tmp_path)
    assert lint(tmp_path).exit_code == 0

    orders = tmp_path / "shop/domain/orders.py"
    orders.write_text(around)
    Baseline.of(lint(tmp_path).findings).write(tmp_path)
    assert lint(tmp_path).exit_code == 0

    orders.write_text(f"{around}import shop.adapters.a\n")
    (new,) = (each for each in lint(tmp_path).findings if not each.baseline)
    assert new.chain == ("shop.domain.orders", "shop.adapters.a")


def test_each_module_that_reaches_a_package_through_a_helper_is_told(tmp_path: Path) -> None:
    """What is known of one module of the core hides no other that imports the same helper later."""
    files = {"shop/helper.py": "import requests\n", "shop/domain/sums.py": "from shop import helper\n"}
    known = Baseline.of(lint(write_tree(tmp_path, {**SHOP, **files})).findings)
    later = lint(write_tree(tmp_path, {"shop/domain/taxes.py": "from shop import helper\n"})).findings
    assert [finding.key for finding in known.new(later)] == [("ARCH-02", "shop.domain.taxes", "requests")]
