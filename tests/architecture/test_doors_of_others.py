"""Doors to the outside that stand behind a chain of modules, one of which hands on another; one tree for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trees import SHOP, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

# A lighthouse keeps its lenses in a package of no layer, and one module of its domain is a cupboard for others.
HELPERS = {
    "shop/lenses/__init__.py": (
        "from . import glass, polish\nimport gzip as dark\nimport shop.lenses.attic.fresnel as old\n"
    ),
    "shop/lenses/glass.py": "from gzip import open\ndef grind(x): return x\n",
    "shop/lenses/polish.py": "def open(lamp): return lamp\n",
    "shop/lenses/attic/__init__.py": "",
    "shop/lenses/attic/fresnel.py": "from zipfile import ZipFile as Ring\n",
    "shop/domain/cupboard.py": "import gzip as dark\nimport os\nfrom shop import lenses as optics\n",
}
FAULTY = {
    "module_by_from": "from shop.lenses import glass\nglass.open('x')\n",
    "module_by_attribute": "from shop import lenses\nlenses.glass.open('x')\n",
    "module_by_its_whole_name": "import shop.lenses\nshop.lenses.glass.open('x')\n",
    "module_under_another_name": "from shop import lenses as all\nall.dark.open('x')\n",
    "module_that_is_renamed_there": "from shop.lenses import old\nold.Ring('x')\n",
    "module_renamed_twice": "from shop.lenses import old as older\nolder.Ring('x')\n",
    "module_renamed_and_taken_by_attribute": "from shop import lenses\nlenses.old.Ring('x')\n",
    "module_given_to_a_name": "from shop import lenses\nring = lenses.old\nring.Ring('x')\n",
    "module_of_a_star": "from shop.lenses import *\nglass.open('x')\n",
    "module_from_the_core": "from shop.domain.cupboard import dark\ndark.open('x')\n",
    "module_from_the_core_by_attribute": "from . import cupboard\ncupboard.os.remove('x')\n",
    "module_behind_a_module_from_the_core": "from .cupboard import optics\noptics.dark.open('x')\n",
}
CLEAN = {
    "same_word_in_another_module": "from shop.lenses import polish\npolish.open('x')\n",
    "same_word_by_attribute": "from shop import lenses\nlenses.polish.open('x')\n",
    "other_word_of_the_module": "from shop import lenses\nlenses.glass.grind('x')\n",
    "pure_word_of_a_door": "from shop.domain import cupboard\ncupboard.dark.compress(b''), cupboard.os.sep\n",
    "module_that_is_named_alone": "from shop.lenses import old\ndef f(of: old.Ring): return of.namelist()\n",
}


def test_each_door_is_seen_and_nothing_else(tmp_path: Path) -> None:
    modules = {f"shop/domain/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    report = lint(write_tree(tmp_path, {**SHOP, **HELPERS, **modules}))
    assert {finding.module for finding in report.findings} == {f"shop.domain.{name}" for name in FAULTY}
    assert {finding.id for finding in report.findings} == {"ARCH-14"}
