"""What loads by name is followed through other modules, methods and pieces of text; each tree is judged once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trees import SHOP, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "('shop.adapters.orders')\n"
BESIDE = {
    "shop/far.py": (
        "import importlib\n"
        "def get(n): return importlib.import_module(n)\n"
        "def keyword(a, *, name): return importlib.import_module(name=name)\n"
        "lambda_ = lambda n: importlib.import_module(n)\n"
        "def own(n): return n\n"
        "class Plugin:\n"
        "    def __init__(self, n): self.module = importlib.import_module(n)\n"
        "class Loader:\n"
        "    def load(self, n): return importlib.import_module(n)\n"
        "    def keep(self, n): return n\n"
    ),
    "shop/farther.py": "from importlib import import_module as bring\n",
    "shop/near.py": (
        "from shop.far import get as fetch, own as mine, Loader as Reader\nfrom shop.farther import bring as take\n"
        "def again(n): return fetch(n)\n"
    ),
    "shop/nearest.py": (
        "from shop.near import fetch as load, take as draw, again, mine as keep, Reader\n"
        "def once_more(what): return again(what)\n"
    ),
    "shop/all_of_it.py": "from shop.nearest import *\n",
}
FAULTY = {
    "wrapper_renamed": f"from shop.nearest import load\nload{ORDERS}",
    "loader_renamed": f"from shop.nearest import draw\ndraw{ORDERS}",
    "wrapper_of_a_wrapper": f"from shop.nearest import again\nagain{ORDERS}",
    "wrapped_three_times": f"from shop import nearest\nnearest.once_more{ORDERS}",
    "through_a_star": f"from shop.all_of_it import *\nload{ORDERS}",
    "by_keyword": "from shop.far import keyword\nkeyword(1, name='shop.adapters.orders')\n",
    "lambda_": f"from shop.far import lambda_\nlambda_{ORDERS}",
    "method": f"from shop.far import Loader\nLoader().load{ORDERS}",
    "method_of_a_name": f"from shop.nearest import Reader\nreader = Reader()\nreader.load{ORDERS}",
    "method_of_a_parameter": f"from shop.far import Loader\ndef f(by: Loader): return by.load{ORDERS}",
    "made_of_a_name": "from shop.far import Plugin\nPlugin('shop.adapters.orders')\n",
    "given_to_map": "from shop.nearest import load\nlist(map(load, ['shop.adapters.orders']))\n",
    "one_of_two": f"import importlib\nload = importlib.import_module if __debug__ else None\nload{ORDERS}",
    "called_by_another_loader": f"__import__('importlib').import_module{ORDERS}",
    "name_of_a_module_loaded": f"lib = __import__('importlib')\nlib.import_module{ORDERS}",
    "beginning": "import importlib\ndef f(n): return importlib.import_module(f'shop.adapters.{n}')\n",
    "beginning_of_a_sum": "import importlib\ndef f(n):\n    m = 'shop.adapters.' + n\n    importlib.import_module(m)\n",
    "beginning_of_a_template": "import importlib\ndef f(n): return importlib.import_module('shop.adapters.%s' % n)\n",
    "named_template": "import importlib\nimportlib.import_module('shop.%(a)s.orders' % {'a': 'adapters'})\n",
    "added": "import importlib\nM = 'shop'\nM += '.adapters.orders'\nimportlib.import_module(M)\n",
    "cut": "import importlib\nm, _, c = 'shop.adapters.orders:Orders'.partition(':')\nimportlib.import_module(m)\n",
    "cut_out": "import importlib\nimportlib.import_module('sredro.sretpada.pohs'[::-1])\n",
    "decoded": "import importlib\nimportlib.import_module(b'shop.adapters.orders'.decode())\n",
    "name_of_the_function_around": (
        "import importlib\ndef f():\n    m = 'shop.adapters.orders'\n    return lambda: importlib.import_module(m)\n"
    ),
    "name_given_as_global": (
        "import importlib\ndef f():\n    global m\n    m = 'shop.adapters.orders'\n"
        "def g(): importlib.import_module(m)\n"
    ),
    "one_of_two_functions": (
        "import importlib\nif __debug__:\n    def get(n): return importlib.import_module(n)\n"
        f"else:\n    def get(kind, n): return importlib.import_module(n)\nget('orders', {ORDERS[1:]}"
    ),
    "compiled": "exec(compile('from shop.adapters import orders', 'x', 'exec'))\n",
}
CLEAN = {
    "own_wrapper": f"from shop.nearest import keep\nkeep{ORDERS}",
    "own_method": f"from shop.far import Loader\nLoader().keep{ORDERS}",
    "other_class": f"from shop.far import get\nclass Cart:\n    def load(self, n): ...\nCart().load{ORDERS}",
    "inner": "from shop.nearest import load\nload('shop.domain.orders')\n",
    "inner_beginning": "import importlib\ndef f(n): return importlib.import_module(f'shop.domain.{n}')\n",
    "beginning_in_a_name": "import importlib\ndef f(n): return importlib.import_module('shop.adapters_' + n)\n",
    "rest": "import importlib\n_, _, m = 'shop.adapters:json'.partition(':')\nimportlib.import_module(m)\n",
    "name_of_another_function": (
        "import importlib\ndef f():\n    m = 'shop.adapters.orders'\n    return m\n"
        "def g(m): return importlib.import_module(m)\ndef h():\n    m = 'json'\n    importlib.import_module(m)\n"
    ),
    "too_wide": (
        "import importlib\nimportlib.import_module('{:>9999999999}'.format('a'))\n"
        "importlib.import_module('%9999999999s' % 'a')\n"
    ),
    "doubled": "import importlib\n"
    + "a0 = 'ab'\n"
    + "".join(f"a{n} = a{n - 1} + a{n - 1} + a{n - 1} + a{n - 1}\n" for n in range(1, 20))
    + "importlib.import_module(a19)\n",
}


def test_each_load_is_seen_and_nothing_else(tmp_path: Path) -> None:
    modules = {f"shop/domain/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    report = lint(write_tree(tmp_path, {**SHOP, **BESIDE, **modules}))
    found = {finding.module for finding in report.findings if finding.id == "ARCH-17"}
    assert found == {f"shop.domain.{name}" for name in FAULTY}
    assert {finding.id for finding in report.findings} == {"ARCH-17"}


def test_contexts_that_load_each_other_through_a_helper(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[tool.dovetail]\ncontexts = ["shop.sales", "shop.billing"]\n',
        "shop/billing/domain/b.py": "",
        "shop/sales/adapters/a.py": "from shop.nearest import load\nload('shop.billing.domain.b')\n",
        "shop/sales/adapters/c.py": "from shop.nearest import load\nload('shop.sales.domain.b')\n",
    }
    report = lint(write_tree(tmp_path, {**SHOP, **BESIDE, **files}))
    assert [(finding.id, finding.module) for finding in report.findings] == [("ARCH-05", "shop.sales.adapters.a")]
