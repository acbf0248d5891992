"""A module that the core loads by its name is seen, however the name is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

LOADS = [
    ("import importlib\nfrom typing import Final\nM: Final = 'shop.adapters.orders'\nimportlib.import_module(M)\n"),
    "import importlib\ndef f():\n    m = 'shop.adapters.orders'\n    return importlib.import_module(m)\n",
    "import importlib\nimportlib.import_module('shop.{}.orders'.format('adapters'))\n",
    "import importlib\nimportlib.import_module('shop.%s.orders' % 'adapters')\n",
    ("import importlib\nimportlib.import_module('shop.{layer}.{x}'.format(layer='adapters', x='orders'))\n"),
    "import importlib\nimportlib.import_module('.'.join(['shop', 'adapters', 'orders']))\n",
    "from importlib.util import find_spec\nfind_spec('shop.adapters.orders')\n",
    (
        "import importlib\n"
        "class A:\n"
        "    M = 'shop.adapters.orders'\n"
        "    def f(self): return importlib.import_module(self.M)\n"
    ),
    ("import importlib\nA = {'sql': 'shop.adapters.orders'}\ndef f(k): return importlib.import_module(A[k])\n"),
    "import importlib\nfor m in ('shop.adapters.orders',): importlib.import_module(m)\n",
    "import importlib\nM = ['shop.adapters.orders']\nx = [importlib.import_module(m) for m in M]\n",
    "import importlib\ndef f(name='shop.adapters.orders'): importlib.import_module(name)\n",
    "from importlib import import_module\nfrom shop.domain.names import M\nimport_module(M)\n",
    "from importlib import import_module\nfrom shop.domain import names\nimport_module(names.M)\n",
    ("import importlib\ndef load(name): return importlib.import_module(name)\nload('shop.adapters.orders')\n"),
    "from shop.handy import load2\nload2('shop.adapters.orders')\n",
    "from shop.handy import load\nload('shop.adapters.orders')\n",
    "from shop.handy import *\nload('shop.adapters.orders')\n",
    "from shop import handy\nhandy.load('shop.adapters.orders')\n",
    "import sys\nsys.modules['shop.adapters.orders']\n",
    "import sys\nsys.modules.get('shop.adapters.orders')\n",
    "exec('import shop.adapters.orders')\n",
    "eval('__import__(\"shop.adapters.orders\")')\n",
    "import importlib\nimportlib.import_module('..adapters.orders', __package__)\n",
    "import importlib\nimportlib.import_module(__name__.split('.')[0] + '.adapters.orders')\n",
    "import importlib\nimportlib.import_module(__package__.rpartition('.')[0] + '.adapters.orders')\n",
    ("import importlib\ndef f(x): return importlib.import_module('shop.adapters.orders' if x else 'json')\n"),
    "import importlib\nif (m := 'shop.adapters.orders'): importlib.import_module(m)\n",
    "import importlib as il\ngetattr(il, 'import_module')('shop.adapters.orders')\n",
    "import importlib\nload = importlib.import_module\ndef f(): return load('shop.adapters.orders')\n",
    (
        "from functools import partial\n"
        "from importlib import import_module\n"
        "load = partial(import_module, 'shop.adapters.orders')\n"
    ),
    "from shop.domain.names import *\nfrom importlib import import_module\nimport_module(M)\n",
    "import importlib\nP = 'shop'\nimportlib.import_module(f'{P}.adapters.orders')\n",
    "import importlib\nimportlib.import_module('shop/adapters/orders'.replace('/', '.'))\n",
    "from pkgutil import resolve_name\nresolve_name('shop.adapters.orders.SqlOrders')\n",
    "list(map(__import__, ['shop.adapters.orders']))\n",
    (
        "import importlib\n"
        "class L:\n"
        "    def load(self, name): return importlib.import_module(name)\n"
        "    def f(self): return self.load('shop.adapters.orders')\n"
    ),
    "import importlib\nM = 'shop.adapters.orders'\nN = M\nimportlib.import_module(N)\n",
    "import importlib\na, b = 'json', 'shop.adapters.orders'\nimportlib.import_module(b)\n",
    "import importlib\nfor k, m in {'a': 'shop.adapters.orders'}.items(): importlib.import_module(m)\n",
    "import importlib\nimportlib.import_module(str('shop.adapters.orders'))\n",
    (
        "import importlib\n"
        "from enum import Enum\n"
        "class K(Enum):\n"
        "    SQL = 'shop.adapters.orders'\n"
        "importlib.import_module(K.SQL.value)\n"
    ),
    "from shop.renaming import fetch\nfetch('shop.adapters.orders')\n",
    "from shop.renaming import fetch2\nfetch2('shop.adapters.orders')\n",
    "from shop.handy import Loader\nLoader.load('shop.adapters.orders')\n",
    "import importlib\nA = ('shop.adapters.orders',)\nimportlib.import_module(*A)\n",
    "import importlib\nimportlib.import_module(**{'name': 'shop.adapters.orders'})\n",
    "from sys import modules as m\nm['shop.adapters.orders']\n",
    "import sys\nm = sys.modules\nm['shop.adapters.orders']\n",
    "__builtins__['__import__']('shop.adapters.orders')\n",
]

BESIDE = {
    "shop/handy.py": (
        "from importlib import import_module as load\n"
        "def load2(n): return load(n)\n"
        "class Loader:\n"
        "    @staticmethod\n"
        "    def load(n): return load(n)\n"
    ),
    "shop/renaming.py": "from shop.handy import load2 as fetch\nfetch2 = fetch\n",
    "shop/domain/names.py": "M = 'shop.adapters.orders'\n",
}


@pytest.mark.parametrize("text", LOADS)
def test_a_name_that_can_be_read(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {**BESIDE, "shop/domain/x.py": text}) == {"ARCH-17"}


HARMLESS = [
    "import importlib\nimportlib.import_module('json')\n",
    "import importlib\nimportlib.import_module('shop.domain.orders')\n",
    "import importlib\ndef f(name: str): return importlib.import_module(name)\n",
    "M = 'shop.adapters.orders'\nprint_ = M\n",
    "def load(name): return name\nload('shop.adapters.orders')\n",
    "import sys\nsys.modules[__name__]\n",
    "exec('x = 1')\n",
    "import importlib\nimportlib.import_module(**{'name': 'json', 'package': 'shop.adapters'})\n",
    "class Loader:\n    def load(n): return n\nLoader.load('shop.adapters.orders')\n",
    (
        "import importlib\n"
        "K = {'a': 'shop.adapters.orders'}\n"
        "def f(n): return importlib.import_module('shop.domain.' + n)\n"
    ),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_name_that_says_nothing_wrong(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {**BESIDE, "shop/domain/x.py": text}) == set()


def test_contexts_that_load_each_other_by_name(tmp_path: Path) -> None:
    """In the core that is for ARCH-17 to tell, elsewhere for ARCH-05."""
    settings = '[tool.dovetail]\ncontexts = ["shop.sales", "shop.billing"]\n'
    sales = {"shop/sales/domain/a.py": "", "shop/billing/domain/b.py": "", "pyproject.toml": settings}
    loads = "__import__('shop.billing.domain.b')\n"
    assert broken_rules(tmp_path / "1", {**sales, "shop/sales/domain/a.py": loads}) == {"ARCH-17"}
    assert broken_rules(tmp_path / "2", {**sales, "shop/sales/adapters/a.py": loads}) == {"ARCH-05"}
    assert (
        broken_rules(tmp_path / "3", {**sales, "shop/sales/adapters/a.py": "__import__('shop.sales.domain.a')\n"})
        == set()
    )


def test_a_module_that_asks_for_itself_loads_nothing(tmp_path: Path) -> None:
    """It belongs to no layer, and leads outward, for which ARCH-01 has its own finding."""
    files = {
        "shop/domain/x.py": "import shop.registry\n",
        "shop/registry.py": "import sys\nimport shop.adapters.orders\nme = sys.modules[__name__]\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-01"}


def test_a_method_that_bears_the_name_of_what_loads(tmp_path: Path) -> None:
    """`load` of the other module is a loader; `load` of this one's own object is none."""
    files = {
        "shop/domain/x.py": "import shop.handy\ndef f(cart):\n    cart.load('shop.adapters.orders')\n",
        "shop/handy.py": "from importlib import import_module\ndef load(name): return import_module(name)\n",
    }
    assert broken_rules(tmp_path, files) == set()
