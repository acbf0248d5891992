"""Source that Python compiles is judged, however deep it is nested, and in time that grows with its size."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint
from dovetail.architecture.classes.linearisation import merged
from dovetail.architecture.deep_stack import with_deep_stack

if TYPE_CHECKING:
    from pathlib import Path

    from dovetail.architecture.findings import LintReport


def judged(root: Path, text: str) -> set[tuple[str, int]]:
    report: LintReport = lint(write_tree(root, {**SHOP, "shop/domain/deep.py": text}))
    return {(finding.id, finding.line) for finding in report.findings if finding.path == "shop/domain/deep.py"}


DEEP = {
    "attributes": "import shop.adapters.orders\nx = shop" + ".a" * 1_500 + "\n",
    "calls": "import shop.adapters.orders\nx = shop" + ".a()" * 1_500 + "\n",
    "a sum": "import shop.adapters.orders\nx = " + " + ".join(["1"] * 2_000) + "\n",
    "a default": "import shop.adapters.orders\ndef f(x=" + "+".join(["1"] * 2_000) + "): ...\n",
    "an annotation": "import shop.adapters.orders\ndef f(x: " + "|".join(["int"] * 2_000) + "): ...\n",
    "parentheses": "import shop.adapters.orders\nx = " + "(" * 150 + "1" + ")" * 150 + "\n",
    "elifs": "import shop.adapters.orders\nif 1: ...\n" + "elif 2: ...\n" * 2_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_deep_hides_nothing(text: str, tmp_path: Path) -> None:
    assert judged(tmp_path, text) == {("ARCH-01", 1)}


def test_there_is_room_from_the_start() -> None:
    """And not only when it is the turn again of the thread that waits, which on a busy machine may take long."""
    assert with_deep_stack(sys.getrecursionlimit) >= 20_000
    assert sys.getrecursionlimit() < 20_000


def test_a_call_at_the_end_of_a_long_chain_is_seen(tmp_path: Path) -> None:
    path = "from pathlib import Path\nx = (Path('a')" + " / 'b'" * 1_500 + ").read_text()\n"
    assert judged(tmp_path, path) == {("ARCH-14", 2)}


def test_a_name_that_many_modules_hand_on_is_followed(tmp_path: Path) -> None:
    """`SqlOrders` inherits from a port that 1,200 modules have handed on."""
    handed_on = {
        f"shop/domain/m{number}.py": f"from shop.domain.{f'm{number - 1}' if number else 'orders'} import *\n"
        for number in range(1_200)
    }
    adapter = SHOP["shop/adapters/orders.py"].replace("shop.domain.orders", "shop.domain.m1199")
    report = lint(write_tree(tmp_path, {**SHOP, **handed_on, "shop/adapters/orders.py": adapter}))

    assert not report.findings
    assert "ARCH-07" in {rule.id for rule in report.rules if rule.verdict == "kept"}


def test_a_long_line_of_inheritance(tmp_path: Path) -> None:
    """The last of 1,200 adapters forgets nothing, for it inherits everything."""
    heirs = "".join(f"class Orders{number}(Orders{number - 1}): ...\n" for number in range(1, 1_200))
    first = SHOP["shop/adapters/orders.py"].replace("SqlOrders", "Orders0")
    report = lint(write_tree(tmp_path, {**SHOP, "shop/adapters/orders.py": first + heirs}))

    assert not report.findings


ASKING = {
    "an operation more each": "    @abstractmethod\n    def op{n}(self, key: str) -> str: ...\n",
    "nothing more": "    pass\n",
    "refusing": "    def op{n}(self, key: str) -> str: raise NotImplementedError\n",
}


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_a_long_line_of_interfaces(asking: str, tmp_path: Path) -> None:
    """Of 1,200 interfaces, each made of the one before, only the last is a port."""
    first = ASKING["an operation more each"] if "pass" in asking else asking
    head = "from abc import ABC, abstractmethod\nclass Line0(ABC):\n" + first.format(n=0)
    line = "".join(f"class Line{n}(Line{n - 1}):\n{asking.format(n=n)}" for n in range(1, 1_200))
    done = "".join(f"    def op{n}(self, key: str) -> str: return key\n" for n in range(1, 1_200))
    adapter = f"from shop.domain.lines import Line1199\nclass SqlLine(Line1199):\n{done}"
    files = {**SHOP, "shop/domain/lines.py": head + line, "shop/adapters/lines.py": adapter}
    report = lint(write_tree(tmp_path, files))

    assert [(finding.id, finding.message) for finding in report.findings] == [
        ("ARCH-08", "SqlLine lacks op0 of Line1199")
    ]


class A: ...


class B(A): ...


class C(A): ...


class D(B, C): ...


class E(C): ...


class F(D, E): ...


@pytest.mark.parametrize("cls", [B, D, F])
def test_several_bases_are_put_in_the_order_that_python_gives_them(cls: type) -> None:
    class Named:
        def __init__(self, known: type) -> None:
            self.dotted = known.__name__

    orders = [[Named(each) for each in base.__mro__[:-1]] for base in cls.__bases__]
    direct = [Named(base) for base in cls.__bases__]

    found = [each.dotted for each in merged([*orders, direct])]  # type: ignore[list-item]
    assert found == [each.__name__ for each in cls.__mro__[1:-1]]
