"""Of most modules only a part is parsed: what they say is the same as if all of it were."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from trees import broken_rules

import dovetail
from dovetail.architecture.classes.interfaces import types_asked_about
from dovetail.architecture.classes.outline import excerpt, outline
from dovetail.architecture.classes.read_declarations import read_declarations
from dovetail.architecture.source.words import without_prose

ODD = {
    "a description of many lines": '"""A module.\n\ndef f():\n    import a\n"""\nfrom b import c\n',
    "a function between": "x = 1\ndef f(a,\n  b):\n    return 1\ny = x\nasync def g(): pass\nz = f\n",
    "decorators": "import a\n@a.b(\n    1,\n)\nclass C(a.D):\n    e = 1\nf = C\n",
    "blocks": "try:\n    import a\nexcept ImportError:\n    a = None\nif a:\n    def f(): pass\n",
    "a function on the last line": "x = y\ndef f(): return x",
}


def _declared(text: bytes) -> tuple[object, ...]:
    found = read_declarations("shop.m", Path("m.py"), text, ast.parse(text))
    return found.names, found.stars, list(found.classes), list(found.functions)


@pytest.mark.parametrize("name", ODD)
def test_an_outline_declares_the_same(name: str) -> None:
    text = ODD[name].encode()
    short = outline(text)
    assert short is not None
    assert _declared(short) == _declared(text)


def test_the_outlines_of_modules_of_our_own() -> None:
    files = sorted((Path(dovetail.__file__).parent / "architecture").rglob("*.py"))
    for file in files:
        text = file.read_bytes()
        short = outline(text)
        assert short is None or _declared(short) == _declared(text), file


@pytest.mark.parametrize(
    "text",
    ['def f():\n    return """\nimport a\n"""\nx = 1\n', "class C:\n    x = '''\ny = 1\n'''\n"],
)
def test_a_string_that_hides_where_a_function_ends(text: str) -> None:
    assert outline(text.encode()) is None


SAYING = (
    "class C:\n    def f(self,\n          a):\n        return 1\n\n"
    "    @b\n    async def g(self):\n        load(c)\nx = 2\n"
)


def test_an_excerpt_keeps_each_line_in_its_place_and_the_functions_that_say_a_word() -> None:
    short = excerpt(SAYING.encode(), [b"load"]) or b""
    assert short.decode() == SAYING.replace("(self,\n          a):\n        return 1\n", "():0\n\n\n")
    assert excerpt(b'x = 1\ndef f():\n    return """\nx\n"""\n', [b"load"]) is None


ASKED = "    @abstractmethod\n    def add(self, order: Order) -> None: ...\n"
DOING = "    def total(self) -> int:\n        return self.count()\n"
ONLY_ASKING = {
    "an example in its description": f'class Orders(ABC):\n    """Try:\n\n{DOING}    """\n\n{ASKED}',
    "with a decorator": f"class Orders(ABC):\n    @property\n{DOING}{ASKED}",
    "with a decorator and a blank line": f"class Orders(ABC):\n    @property\n\n{DOING}{ASKED}",
    "private": f"class Orders(ABC):\n{DOING.replace('total', '_total')}{ASKED}",
    "in another class": f"class Orders(ABC):\n    class Lines:\n    {DOING.replace('    ', '        ')}{ASKED}",
    "a header of two lines": f"class Orders(\n        ABC):\n    class A:\n{DOING.replace('    ', '        ')}{ASKED}",
}


@pytest.mark.parametrize("name", ONLY_ASKING)
def test_a_class_that_may_only_ask_is_read(name: str) -> None:
    assert "Order" in (types_asked_about(ONLY_ASKING[name].encode()) or ())


def test_a_class_that_plainly_does_something_is_not_read() -> None:
    assert types_asked_about(f"class Orders(ABC):\n{DOING}    raise NotImplementedError($)\n".encode()) == set()


HEAD = "from abc import ABC, abstractmethod\nfrom shop.domain.order import Order\n"
PORTS = {
    "plain": HEAD + "class Orders(ABC):\n    @abstractmethod\n    def add(self, order: Order) -> None: ...\n",
    "in a block": HEAD
    + "if True:\n    class Orders(ABC):\n        @abstractmethod\n        def add(self, order: Order) -> None: ...\n",
    "renamed": HEAD.replace("abstractmethod", "abstractmethod as asked")
    + "class Orders(ABC):\n    @asked\n    def add(self, order: Order) -> None: ...\n",
    "with a property that does something": HEAD
    + "class Orders(ABC):\n    @property\n    def size(self): return 3\n"
    + "    @abstractmethod\n    def add(self, order: Order) -> None: ...\n",
    "by another name for its types": HEAD
    + "Many = list[Order]\nclass Orders(ABC):\n    @abstractmethod\n    def all(self) -> Many: ...\n",
    "by the name of a module": "from abc import ABC, abstractmethod\nfrom shop.domain import order as o\n"
    + "class Orders(ABC):\n    @abstractmethod\n    def all(self) -> o.Order: ...\n",
    "by everything that is brought": "from abc import ABC, abstractmethod\nfrom shop.domain.order import *\n"
    + "class Orders(ABC):\n    @abstractmethod\n    def all(self) -> Order: ...\n",
    "a description that looks like code": HEAD
    + 'class Orders(ABC):\n    """It asks.\n\ndef add(self):\n    return 1\n    """\n'
    + "    @abstractmethod\n    def add(self, order: Order) -> None: ...\n",
}


@pytest.mark.parametrize("name", PORTS)
def test_a_port_among_adapters(name: str, tmp_path: Path) -> None:
    files = {"shop/domain/order.py": "class Order: pass\n", "shop/adapters/ports.py": PORTS[name]}
    assert "ARCH-06" in broken_rules(tmp_path, files)


def test_a_base_class_of_adapters_is_not_read_further() -> None:
    base = "class Base(ABC):\n    def run(self): return self.go()\n    @abstractmethod\n    def go(self): ...\n"
    assert types_asked_about((HEAD + base).encode()) == set()


def test_what_interfaces_may_speak_of_is_told_before_the_module_is_read() -> None:
    """Where a name of an interface may stand for anything, only the whole module tells."""
    asking = "class Orders(ABC):\n    @abstractmethod\n    def add(self, order: 'list[Order]') -> models.Row: ...\n"
    assert types_asked_about((HEAD + asking).encode()) == {"list", "Order", "models"}
    assert types_asked_about((HEAD + "asked = abstractmethod\n" + asking).encode()) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('"""open"""\nx = "# a"  # print\n', ' \nx = "# a"   \n'),
        ("x = f'''{open(a)}'''\ny = 'it\\'s' # '\n", "x = f'''{open(a)}'''\ny = 'it\\'s'  \n"),
        ('x = f"{a["b"]}"  # a string within another\n', 'x = f"{a["b"]}"  # a string within another\n'),
    ],
)
def test_words_in_comments_and_descriptions_do_nothing(text: str, left: str) -> None:
    assert without_prose(text.encode()).decode() == left
