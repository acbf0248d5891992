"""What is loaded by what a class, a field or a function has, and behind a whole module: each tree is judged once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trees import SHOP, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "('shop.adapters.orders')\n"
# An observatory keeps its instruments in modules of no layer.
BESIDE = {
    "shop/dome/__init__.py": "from . import mirror\nimport shop.dome.attic.finder as old\n",
    "shop/dome/mirror.py": (
        "import importlib\nclass Scope:\n    def aim(self, at): return importlib.import_module(at)\n"
        "class Long(Scope): ...\nclass Ready:\n    aim = staticmethod(importlib.import_module)\n"
        "class Set:\n    def __init__(self): self.aim = importlib.import_module\n"
        "class Camera:\n    def aim(self, at): return at\n    def other(self, x): return importlib.import_module(x)\n"
        "def many(*at): return importlib.import_module(*at)\n"
    ),
    "shop/dome/attic/__init__.py": "",
    "shop/dome/attic/finder.py": "from importlib import import_module\ndef find(star): return import_module(star)\n",
    "shop/dome/notes.py": (
        "PLACE = 'shop.adapters.orders'\n"
        "class Chart:\n    PLACE = 'shop.adapters.orders'\n    HERE = 'shop.domain.orders'\n"
        "    def where(self): return 'shop.adapters.orders'\nchart = Chart()\n"
        "def where(): return 'shop.adapters.orders'\ndef here(): return 'shop.domain.orders'\n"
    ),
    "shop/yard.py": "import shop.dome.attic.finder as old\n",
}
LOAD = "import importlib\n"
FAULTY = {
    "instance_of_a_class_renamed": f"from shop.dome.mirror import Scope as S\ns = S()\ns.aim{ORDERS}",
    "inherited": f"from shop.dome.mirror import Scope\nclass A(Scope):\n    def f(self): self.aim{ORDERS}",
    "inherited_twice": f"from shop.dome.mirror import Long as L\nclass A(L):\n    def f(self): super().aim{ORDERS}",
    "heir_called": f"from shop.dome.mirror import Long\nLong().aim{ORDERS}",
    "attribute_of_a_class": f"from shop.dome.mirror import Ready\nReady.aim{ORDERS}",
    "attribute_of_self": f"from shop.dome.mirror import Set\nSet().aim{ORDERS}",
    "attribute_of_its_own": f"{LOAD}class A:\n    aim = importlib.import_module\n    def f(self): self.aim{ORDERS}",
    "handed_through_a_star": f"from shop.dome.mirror import many\nmany{ORDERS}",
    "module_of_a_package": f"from shop import dome\ndome.mirror.many{ORDERS}",
    "module_renamed": f"from shop.dome import old\nold.find{ORDERS}",
    "module_renamed_in_a_module": f"from shop import yard as y\ny.old.find{ORDERS}",
    "module_renamed_twice": f"from shop.yard import old as o\no.find{ORDERS}",
    "field": (
        f"{LOAD}from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
        "    at: str = field(default='shop.adapters.orders')\n    def f(self): importlib.import_module(self.at)\n"
    ),
    "field_that_is_made": (
        f"{LOAD}from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
        "    at: str = field(default_factory=lambda: 'shop.adapters.orders')\n"
        "    def f(self): importlib.import_module(self.at)\n"
    ),
    "property_": (
        f"{LOAD}class A:\n    @property\n    def at(self): return 'shop.adapters.orders'\n"
        "    def f(self): importlib.import_module(self.at)\n"
    ),
    "returned": f"{LOAD}def at(): return 'shop.adapters.orders'\nimportlib.import_module(at())\n",
    "returned_by_a_method": f"{LOAD}from shop.dome.notes import chart\nimportlib.import_module(chart.where())\n",
    "returned_elsewhere": f"{LOAD}from shop.dome import notes\nimportlib.import_module(notes.where())\n",
    "constant_renamed": f"{LOAD}from shop.dome.notes import PLACE as AT\nimportlib.import_module(AT)\n",
    "constant_of_a_class": f"{LOAD}from shop.dome.notes import Chart as C\nimportlib.import_module(C.PLACE)\n",
    "constant_of_an_instance": f"{LOAD}from shop.dome import notes\nimportlib.import_module(notes.chart.PLACE)\n",
    "code_in_a_margin": "import textwrap\nexec(textwrap.dedent('\\n    from shop.adapters import orders\\n'))\n",
    "matched": f"{LOAD}match 'shop.adapters.orders':\n    case at: importlib.import_module(at)\n",
}
CLEAN = {
    "method_of_another_class": f"from shop.dome.mirror import Camera\nCamera().aim{ORDERS}",
    "inherited_from_another": (
        f"from shop.dome.mirror import Camera\nclass A(Camera):\n    def f(self): self.aim{ORDERS}"
    ),
    "heir_with_its_own": (
        f"from shop.dome.mirror import Scope\nclass A(Scope):\n    def aim(self, at): return at\nA().aim{ORDERS}"
    ),
    "given_to_itself": f"class A:\n    def __init__(self, aim): self.aim = aim\n    def f(self): self.aim{ORDERS}",
    "other_constant_of_a_class": f"{LOAD}from shop.dome.notes import Chart\nimportlib.import_module(Chart.HERE)\n",
    "other_function": f"{LOAD}from shop.dome import notes\nimportlib.import_module(notes.here())\n",
    "functions_that_return_each_other": (
        f"{LOAD}def a(): return b()\ndef b(): return a()\nimportlib.import_module(a())\n"
    ),
    "told_but_not_loaded": "from shop.dome.notes import where\nx = where()\n",
}


def test_each_load_is_seen_and_nothing_else(tmp_path: Path) -> None:
    modules = {f"shop/domain/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    report = lint(write_tree(tmp_path, {**SHOP, **BESIDE, **modules}))
    assert {finding.module for finding in report.findings} == {f"shop.domain.{name}" for name in FAULTY}
    assert {finding.id for finding in report.findings} == {"ARCH-17"}
