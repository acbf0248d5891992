"""What the core imports, loads by name and touches is seen through every disguise, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

IMPORTS = {
    "as": "import shop.adapters.orders as o\n",
    "relative": "from ..adapters import orders\n",
    "star": "from shop.adapters.orders import *\n",
    "in a function": "def f():\n    from shop.adapters import orders\n",
    "in a class": "class A:\n    import shop.adapters.orders\n",
    "under a condition": "import os\nif os:\n    import shop.adapters.orders\n",
    "in a try": "try:\n    import shop.adapters.orders\nexcept ImportError:\n    pass\n",
    "in a match": "match 1:\n    case 1:\n        import shop.adapters.orders\n",
    "over lines": "from \\\n    shop.adapters \\\n    import orders\n",
    "after a semicolon": "x = 1; import shop.adapters.orders\n",
    "after a byte order mark": "\ufeffimport shop.adapters.orders\n",
    "through a module of no layer": "import shop.helper\n",
    "through the root": "import shop\n",
}


@pytest.mark.parametrize("text", IMPORTS.values(), ids=IMPORTS)
def test_an_import_outward(text: str, tmp_path: Path) -> None:
    files = {
        "shop/domain/x.py": text,
        "shop/helper.py": "import shop.adapters.orders\n",
        "shop/__init__.py": "import shop.adapters.orders\n" if text == "import shop\n" else "",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-01"}


LOADS = {
    "import_module": "import importlib\nimportlib.import_module('shop.adapters.orders')\n",
    "by another name": "from importlib import import_module as load\nload('shop.adapters.orders')\n",
    "imported in a function": "def f():\n    from importlib import import_module as i\n    i('shop.adapters.orders')\n",
    "assigned": "import importlib\nload = importlib.import_module\nload('shop.adapters.orders')\n",
    "by keyword": "import importlib\nimportlib.import_module(name='shop.adapters.orders')\n",
    "relative": "import importlib\nimportlib.import_module('..adapters.orders', __package__)\n",
    "relative to a name": "import importlib\nimportlib.import_module('.adapters.orders', package='shop')\n",
    "a constant": "import importlib\nNAME = 'shop.adapters.orders'\nimportlib.import_module(NAME)\n",
    "in pieces": "import importlib\nimportlib.import_module('shop.' + 'adapters' + '.orders')\n",
    "formatted": "import importlib\nLAYER = 'adapters'\nimportlib.import_module(f'shop.{LAYER}.orders')\n",
    "__import__": "__import__('shop.adapters.orders')\n",
    "builtins": "import builtins\nbuiltins.__import__('shop.adapters.orders')\n",
    "third party": "__import__('sqlalchemy')\n",
    "resolve_name": "import pkgutil\npkgutil.resolve_name('shop.adapters.orders:SqlOrders')\n",
    "run_module": "import runpy\nrunpy.run_module('shop.adapters.orders')\n",
    "what leads outward": "__import__('shop.helper')\n",
    "in a helper": "import shop.loader\n",
    "by the name that a helper gives it": (
        "from shop.handy import load\nimportlib = __import__('importlib')\nload('shop.adapters.orders')\n"
    ),
}


@pytest.mark.parametrize("text", LOADS.values(), ids=LOADS)
def test_an_import_written_as_a_string(text: str, tmp_path: Path) -> None:
    files = {
        "shop/domain/x.py": text,
        "shop/helper.py": "import shop.adapters.orders\n",
        "shop/loader.py": "__import__('shop.adapters.orders')\n",
        "shop/handy.py": "from importlib import import_module as load\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-17"}


HARMLESS_LOADS = {
    "inward": "__import__('shop.domain.orders')\n",
    "the standard library": "__import__('json')\n",
    "what only a run tells": "def f(name):\n    return __import__('shop.' + name)\n",
    "no package to start from": "import importlib\nimportlib.import_module('..adapters.orders')\n",
    "too far up": "import importlib\nimportlib.import_module('....adapters.orders', 'shop')\n",
}


@pytest.mark.parametrize("text", HARMLESS_LOADS.values(), ids=HARMLESS_LOADS)
def test_a_name_that_may_be_loaded(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/domain/x.py": text}) == set()


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("import numpy.typing", True),
        ("import numpy.typing as npt", True),
        ("from numpy import typing", True),
        ("from numpy import (\n    typing,\n)", True),
        ("from numpy.typing import (\n    NDArray,\n    ArrayLike,\n)", True),
        ("import numpy", False),
        ("from numpy import typing, linalg", False),
        ("from numpy import (\n    typing,\n    linalg,\n)", False),
        ("import numpy.typing, numpy.linalg", False),
        ("import numpy.typing; import numpy.linalg", False),
        ("import numpyx", False),
    ],
)
def test_a_submodule_that_is_allowed_allows_no_more(statement: str, holds: bool, tmp_path: Path) -> None:
    settings = '[tool.dovetail]\nallow = ["numpy.typing"]\n'
    files = {"shop/domain/x.py": f"{statement}\n", "pyproject.toml": settings}
    assert broken_rules(tmp_path, files) == (set() if holds else {"ARCH-02"})


TOUCHES = {
    "open": "open('x')\n",
    "open beside a method of that name": "class Account:\n    def open(self): ...\ndef f(): open('x')\n",
    "open beside a parameter of that name": "def f(open): open()\ndef g(): open('x')\n",
    "builtins": "import builtins\nbuiltins.open('x')\n",
    "Path.open": "from pathlib import Path\nPath('x').open()\n",
    "Path.mkdir": "import pathlib\n(pathlib.Path('x') / 'y').parent.mkdir()\n",
    "a path that is annotated": "from pathlib import Path\ndef f(x: 'Path | None'): x.read_text()\n",
    "a path that is an attribute": (
        "from pathlib import Path\n"
        "class A:\n    def __init__(self): self.x = Path('x')\n    def f(self): self.x.exists()\n"
    ),
    "a path out of a list": "from pathlib import Path\ndef f(xs: list[Path]): [x.read_text() for x in xs]\n",
    "environ by another name": "import os as o\no.environ['x']\n",
    "getenv by another name": "from os import getenv as g\ng('x')\n",
    "os, all of it": "from os import *\ngetenv('x')\n",
    "os in a function": "def f():\n    import os as o\n    return o.getcwd()\n",
    "print where types are not checked": "import typing\nif not typing.TYPE_CHECKING:\n    print('x')\n",
    "standard output": "import sys\nsys.stdout.write('x')\n",
    "a connection": "import asyncio\nasyncio.open_connection('x')\n",
    "a process": "import multiprocessing\n",
    "a terminal": "import getpass\ngetpass.getpass()\n",
}


@pytest.mark.parametrize("text", TOUCHES.values(), ids=TOUCHES)
def test_input_and_output(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/domain/x.py": text}) == {"ARCH-14"}


UNTOUCHED = {
    "who tries the module out": "if __name__ == '__main__':\n    print(1)\n",
    "a type": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import socket\n",
    "a port that reads texts": (
        "from pathlib import Path\nfrom typing import Protocol\n"
        "class Files(Protocol):\n    def read_text(self, path: Path) -> str: ...\n"
        "def f(files: Files, path: Path): return files.read_text(path)\n"
    ),
    "a port that is an attribute": "class A:\n    def f(self): return self.files.read_text('x')\n",
    "a path that is only named": "from pathlib import Path\ndef f(x: Path): return x.parent / x.with_suffix('').name\n",
    "one's own open": "def open(order): ...\ndef f(order): open(order)\n",
    "one's own print": "class A:\n    def print(self): ...\nA().print()\n",
    "a parameter": "def f(environ, input): return input(environ['x'])\n",
    "memory": "import io\nio.StringIO()\n",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_only_resembles_input_and_output(text: str, tmp_path: Path) -> None:
    adapter = "class Disk:\n    def read_text(self, path): ...\n"
    assert broken_rules(tmp_path, {"shop/domain/x.py": text, "shop/adapters/disk.py": adapter}) == set()


def test_a_long_expression_is_no_trouble(tmp_path: Path) -> None:
    """Deeper than Python's own recursion."""
    text = "x = " + " + ".join(["'open'"] * 2000) + "\nopen('x')\n"
    assert broken_rules(tmp_path, {"shop/domain/x.py": text}) == {"ARCH-14"}
