"""The packages that are judged: those that are named, or those that are there, and what is told of their copies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dovetail.architecture import judge, lint

HEXAGONAL = '[tool.dovetail]\narchitecture = "hexagonal"\n'


def write(root: Path, *files: str, settings: str = HEXAGONAL) -> Path:
    """Write empty files, or `file: text`."""
    for entry in files:
        name, _, text = entry.partition(": ")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "pyproject.toml").write_text(settings)
    return root


def naming(*packages: str) -> str:
    return f"[tool.dovetail]\nroot_packages = {list(packages)}\n"


@pytest.mark.parametrize("init", [["src/__init__.py"], []], ids=["a package", "a folder"])
def test_src_is_the_root_where_the_code_imports_from_it(init: list[str], tmp_path: Path) -> None:
    inits = [f"src/{name}/__init__.py" for name in ("shop", "shop/domain", "shop/adapters", "shop/api")]
    write(tmp_path, *init, *inits, "src/shop/domain/a.py: from src.shop.adapters import db", "src/shop/adapters/db.py")

    report = lint(tmp_path)

    assert {finding.id for finding in report.findings} == {"ARCH-01"}
    assert report.layers["domain"] == ("src.shop.domain",)


def test_src_is_a_mere_folder_where_the_code_does_not_say_it(tmp_path: Path) -> None:
    inits = [f"src/{name}__init__.py" for name in ("", "shop/", "shop/domain/", "shop/adapters/")]
    write(tmp_path, *inits, "src/shop/adapters/db.py: from shop.domain import a", "src/shop/domain/a.py")

    assert lint(tmp_path).layers["domain"] == ("shop.domain",)


def test_a_folder_of_the_repository_is_not_advised_to_be_allowed(tmp_path: Path) -> None:
    write(
        tmp_path,
        "shop/__init__.py",
        "shop/domain/__init__.py: import lib.tools",
        "lib/tools.py",
        settings=naming("shop"),
    )

    (finding,) = lint(tmp_path).findings

    assert 'root_packages = ["lib"]' in finding.fix


def test_a_root_named_twice_is_one(tmp_path: Path) -> None:
    write(tmp_path, *(f"shop/{name}__init__.py" for name in ("", "domain/", "api/")), settings=naming("shop", "shop"))

    assert lint(tmp_path).verdict == "holds"


def test_two_copies_are_told(tmp_path: Path) -> None:
    inits = [f"{place}/{name}__init__.py" for place in ("shop", "src/shop") for name in ("", "domain/", "api/")]
    write(tmp_path, *inits, settings=naming("shop"))

    assert lint(tmp_path).notes == ("there are two copies of shop: shop/ is judged, and src/shop/ is not",)


def test_a_package_outside_the_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inits = [f"outlying/{name}__init__.py" for name in ("", "domain/", "api/")]
    elsewhere = write(tmp_path / "elsewhere", *inits)
    here = tmp_path / "here"
    here.mkdir()
    write(here, settings=naming("outlying"))
    monkeypatch.syspath_prepend(elsewhere)

    (note,) = lint(here).notes

    assert note == f"outlying is not in this repository: what is judged lies in {elsewhere / 'outlying'}"


def test_a_link_out_of_the_repository_is_told(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "shop/__init__.py", "shop/domain/__init__.py")
    (tmp_path / "here").mkdir()
    here = write(tmp_path / "here", settings=naming("shop"))
    (here / "shop").symlink_to(outside / "shop")

    assert f"shop is not in this repository: what is judged lies in {outside / 'shop'}" in lint(here).notes


def test_a_script_beside_the_package_does_not_hide_it(tmp_path: Path) -> None:
    write(tmp_path, "shop.py", "src/shop/__init__.py", "src/shop/domain/__init__.py", settings=naming("shop"))

    assert lint(tmp_path).layers["domain"] == ("shop.domain",)


def test_every_folder_that_could_become_a_root_is_looked_at(tmp_path: Path) -> None:
    """So that an answer that is kept does not outlive the day when one does."""
    write(tmp_path, "src/shop/__init__.py", "src/shop/domain/__init__.py", "src/late/domain/__init__.py", "lib/x.py")

    looked_at = judge(tmp_path).inputs

    assert {str(tmp_path / name) for name in ("src/late/__init__.py", "lib/__init__.py", "src")} <= looked_at


def test_a_portion_that_an_import_hook_knows_is_found(tmp_path: Path) -> None:
    """As editable installations bring it."""
    write(tmp_path, "lib/acme/core/__init__.py", "lib/acme/core/domain/__init__.py", settings=naming("acme.core"))
    hook = f"""
import importlib.machinery, importlib.util, sys
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "acme":
            spec = importlib.machinery.ModuleSpec("acme", None, is_package=True)
            spec.submodule_search_locations = ["__editable__.acme.finder"]
            return spec
        if name == "acme.core":
            here = {str(tmp_path / "lib" / "acme" / "core")!r}
            return importlib.util.spec_from_file_location(
                name, here + "/__init__.py", submodule_search_locations=[here])
sys.meta_path.append(Finder)
from dovetail.architecture import lint
from pathlib import Path
print(lint(Path({str(tmp_path)!r})).layers)
"""
    ran = subprocess.run([sys.executable, "-c", hook], capture_output=True, text=True, check=True)

    assert "acme.core.domain" in ran.stdout
