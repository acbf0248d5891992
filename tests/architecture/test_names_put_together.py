"""Names of modules that are written out in several pieces, tables or statements; each tree is judged once."""

from __future__ import annotations

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint

LOAD = "from importlib import import_module\n"
OUT = '"shop.adapters.orders"'
FAULTY = {
    "loader_by_a_constant": f'import importlib\nWAY = "import_module"\ngetattr(importlib, WAY)({OUT})\n',
    "loader_by_a_getter": (
        f'import importlib\nfrom operator import attrgetter\nattrgetter("import_module")(importlib)({OUT})\n'
    ),
    "lazy_attributes": (
        f'{LOAD}TABLE = {{"orders": ({OUT}, "SqlOrders")}}\n'
        "def __getattr__(name):\n    home, what = TABLE[name]\n    return getattr(import_module(home), what)\n"
    ),
    "loop_over_pairs": f'{LOAD}for home, what in [({OUT}, "SqlOrders")]:\n    import_module(home)\n',
    "loop_over_keys": f"{LOAD}for home in {{{OUT}: 1}}:\n    import_module(home)\n",
    "joined_by_name": f'{LOAD}PARTS = ("shop", "adapters", "orders")\nimport_module(".".join(PARTS))\n',
    "cut_from_behind": f'{LOAD}home, what = "shop.adapters.orders.SqlOrders".rsplit(".", 1)\nimport_module(home)\n',
    "unpacked_keywords": f'{LOAD}GIVEN = {{"name": {OUT}}}\nimport_module(**GIVEN)\n',
    "unpacked_template": f'{LOAD}import_module("shop.{{at}}.orders".format(**{{"at": "adapters"}}))\n',
    "mapped_template": f'{LOAD}import_module("shop.{{at}}.orders".format_map({{"at": "adapters"}}))\n',
    "template": (
        f'{LOAD}from string import Template\nimport_module(Template("shop.$at.orders").substitute(at="adapters"))\n'
    ),
    "formatted_as_text": f'{LOAD}AT = "adapters"\nimport_module(f"shop.{{AT:s}}.orders")\n',
    "global": (
        f"{LOAD}WHERE = None\ndef choose():\n    global WHERE\n    WHERE = {OUT}\ndef f():\n    import_module(WHERE)\n"
    ),
    "nonlocal": (
        f'{LOAD}def f():\n    where = ""\n    def choose():\n        nonlocal where\n        where = {OUT}\n'
        "    choose()\n    return import_module(where)\n"
    ),
    "made_by_partial": f"{LOAD}from functools import partial\nload = partial(import_module)\nload({OUT})\n",
    "kept_by_an_object": (
        f"{LOAD}class Lazy:\n    def __init__(self, home):\n        self.home = home\n"
        f"    def __get__(self, one, kind):\n        return import_module(self.home)\n"
        f"class Till:\n    sql = Lazy({OUT})\n"
    ),
    "kept_by_a_record": (
        f"{LOAD}from typing import NamedTuple\nclass Lazy(NamedTuple):\n    home: str\n"
        f"    def load(self):\n        return import_module(self.home)\nLazy({OUT}).load()\n"
    ),
    "made_of_itself": f"{LOAD}def f(tidy):\n    at = {OUT}\n    at = tidy(at)\n    return import_module(at)\n",
    "one_branch_of_two": (
        f"{LOAD}def f(fast):\n    at = 'json'\n    if fast:\n        at = {OUT}\n    return import_module(at)\n"
    ),
    "replaced_in_a_loop": (
        f"{LOAD}def f(many):\n    at = 'json'\n    for _ in many:\n        import_module(at)\n        at = {OUT}\n"
    ),
    "used_before_it_is_replaced": (
        f"{LOAD}def f():\n    at = {OUT}\n    def g(): return import_module(at)\n    g()\n"
        "    at = 'json'\n    return g\n"
    ),
}
CLEAN = {
    "replaced": f"{LOAD}def f(say):\n    at = {OUT}\n    say(at)\n    at = 'json'\n    return import_module(at)\n",
    "replaced_later": f"{LOAD}def f():\n    at = 'json'\n    import_module(at)\n    at = {OUT}\n    return at\n",
    "replaced_default": f"{LOAD}def f(at={OUT}):\n    at = 'json'\n    return import_module(at)\n",
    "replaced_at_the_top": f"{LOAD}AT = {OUT}\nAT = 'json'\ndef f(): return import_module(AT)\n",
    "left_before": (
        f"{LOAD}def f(x):\n    if x:\n        at = {OUT}\n        return at\n"
        "    at = 'json'\n    return import_module(at)\n"
    ),
    "another_loop": (
        f"{LOAD}def f():\n    for at in [{OUT}]: pass\n    for at in ['json']:\n        import_module(at)\n"
    ),
    "values_and_no_keys": f"{LOAD}for home in {{'json': {OUT}}}:\n    import_module(home)\n",
    "the_other_of_a_pair": f'{LOAD}for what, home in [({OUT}, "json")]:\n    import_module(home)\n',
    "kept_for_something_else": (
        f"{LOAD}class Label:\n    def __init__(self, text, home):\n        self.text, self.home = text, home\n"
        f'    def load(self):\n        return import_module("json")\nLabel({OUT}, {OUT})\n'
    ),
    "unpacked_into_itself": f"{LOAD}GIVEN = dict(name='json')\nGIVEN = dict(**GIVEN)\nimport_module(**GIVEN)\n",
}


@pytest.fixture(scope="module")
def accused(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    modules = {f"shop/domain/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    found = lint(write_tree(tmp_path_factory.mktemp("shop"), {**SHOP, **modules})).findings
    return {(finding.module.rpartition(".")[2], finding.id) for finding in found}


def test_each_name_is_put_together(accused: set[tuple[str, str]]) -> None:
    assert {name for name, _ in accused} >= FAULTY.keys()


def test_nothing_else_is(accused: set[tuple[str, str]]) -> None:
    assert accused == {(name, "ARCH-17") for name in FAULTY}
