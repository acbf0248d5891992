"""An adapter that a handler builds is seen; one that a framework has built for it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

BUILT = {
    "plain": "from shop.adapters.orders import SqlOrders\ndef get(): SqlOrders()\n",
    "imported in a function": "def get():\n    from shop.adapters.orders import SqlOrders\n    return SqlOrders()\n",
    "as": "import shop.adapters.orders as o\ndef get(): o.SqlOrders()\n",
    "star": "from shop.adapters.orders import *\ndef get(): SqlOrders()\n",
    "facade": "from shop.adapters import SqlOrders\ndef get(): SqlOrders()\n",
    "alias": "from shop.adapters.orders import SqlOrders\nOrders = SqlOrders\ndef get(): Orders()\n",
    "alias in a function": "from shop.adapters.orders import SqlOrders\ndef get():\n    O = SqlOrders\n    O()\n",
    "with a type": "from shop.adapters.orders import SqlOrders\ndef get(): SqlOrders[int]()\n",
    "by a class method": "from shop.adapters.orders import SqlOrders\ndef get(): SqlOrders.connect()\n",
    "as a class of its own": (
        "from shop.adapters.orders import SqlOrders\nclass Orders(SqlOrders): ...\ndef get(): Orders()\n"
    ),
    "as a default": "from shop.adapters.orders import SqlOrders\ndef get(orders=SqlOrders()): ...\n",
    "one of two": "from shop.adapters.orders import SqlOrders\ndef get(x): return (SqlOrders if x else dict)()\n",
    "by a parameter": "from shop.adapters.orders import SqlOrders\ndef get(make=SqlOrders): return make()\n",
    "by a partial": (
        "from functools import partial\nfrom shop.adapters.orders import SqlOrders\nmake = partial(SqlOrders)\n"
        "def get(): return make()\n"
    ),
    "for each": "from shop.adapters.orders import SqlOrders\ndef get(urls): return list(map(SqlOrders, urls))\n",
    "for a field": (
        "from dataclasses import dataclass, field\nfrom shop.adapters.orders import SqlOrders\n"
        "@dataclass\nclass Till:\n    orders: object = field(default_factory=SqlOrders)\n"
    ),
    "through a namesake of Depends": (
        "from shop.adapters.orders import SqlOrders\ndef Depends(make): return make()\n"
        "orders = Depends(lambda: SqlOrders())\n"
    ),
}
CLASS = "from shop.adapters.orders import SqlOrders\n"
BUILT |= {
    "in a command": f"import click\n{CLASS}@click.group()\ndef cli(): ...\n@cli.command()\ndef list(): SqlOrders()\n",
    "in a group of a chat's commands": (
        f"from discord.ext import commands\n{CLASS}@commands.group()\nasync def orders(of): SqlOrders()\n"
    ),
    "for each page of a dashboard": f"from dash import Dash\n{CLASS}@app.callback()\ndef show(x): SqlOrders()\n",
    "for each task": f"from celery.signals import task_prerun\n{CLASS}@task_prerun.connect\ndef f(): SqlOrders()\n",
    "in ready() of no application": f"{CLASS}class Till:\n    def ready(self): SqlOrders()\n",
}


@pytest.mark.parametrize("text", BUILT.values(), ids=BUILT)
def test_a_handler_that_builds_its_adapter(text: str, tmp_path: Path) -> None:
    facade = {"shop/adapters/__init__.py": "from .orders import SqlOrders\n"}
    assert broken_rules(tmp_path, {**facade, "shop/entrypoints/http.py": text}) == {"ARCH-13"}


ORDERS = "from shop.adapters.orders import SqlOrders\ndef orders(): return SqlOrders()\n"
GIVEN = {
    "Depends": f"from fastapi import Depends\n{ORDERS}def get(orders=Depends(orders)): ...\n",
    "Annotated": (
        f"from typing import Annotated\nfrom fastapi import Depends\n{ORDERS}"
        "Orders = Annotated[object, Depends(orders)]\ndef get(orders: Orders): ...\n"
    ),
    "a provider": ORDERS.replace("def orders", "import injector\n@injector.provider\ndef orders"),
    "a provider's class": (
        "from dishka import Provider, provide\nfrom shop.adapters.orders import SqlOrders\n"
        "class Adapters(Provider):\n    @provide\n    def orders(self): return SqlOrders()\n"
    ),
    "a presenter of its own": (
        "from shop.application.place import Presenter\n"
        "class JsonPresenter(Presenter):\n    def present(self, order): ...\n"
        "def get(): JsonPresenter()\n"
    ),
    "a wrapper around Depends": (
        "from fastapi import Depends\ndef Kept(make): return Depends(make, use_cache=True)\n"
        f"{ORDERS}def get(orders=Kept(orders)): ...\n"
    ),
    "an override": f"from fastapi import FastAPI\napp = FastAPI()\n{ORDERS}app.dependency_overrides[object] = orders\n",
    "a static method": (
        "from fastapi import Depends\nfrom shop.adapters.orders import SqlOrders\n"
        "class Given:\n    @staticmethod\n    def orders(): return SqlOrders()\n"
        "def get(orders=Depends(Given.orders)): ...\n"
    ),
    "what the program starts with": f"{ORDERS}def main(): orders()\nif __name__ == '__main__':\n    main()\n",
    "what its commands share": (
        f"import click\n{CLASS}@click.group()\n@click.pass_context\ndef cli(to): to.obj = SqlOrders()\n"
    ),
    "what typer's commands share": f"import typer\n{CLASS}@app.callback()\ndef cli(to): to.obj = SqlOrders()\n",
    "what Django loads": (
        f"from django.apps import AppConfig\n{CLASS}class A(AppConfig):\n    def ready(self): self.to = SqlOrders()\n"
    ),
    "what a worker begins with": (
        f"from celery.signals import worker_process_init\n{CLASS}"
        "@worker_process_init.connect\ndef begin(**of): return SqlOrders()\n"
    ),
    "what a server begins with": (
        f"{CLASS}@app.listener('before_server_start')\nasync def begin(app): app.ctx.orders = SqlOrders()\n"
    ),
    "what a broker begins with": f"{CLASS}@broker.on_event(E.WORKER_STARTUP)\ndef begin(to): to.orders = SqlOrders()\n",
    "its class alone": "from shop.adapters.orders import SqlOrders\nKINDS = {'sql': SqlOrders}\n",
}


@pytest.mark.parametrize("text", GIVEN.values(), ids=GIVEN)
def test_a_handler_that_is_given_its_adapter(text: str, tmp_path: Path) -> None:
    port = "from typing import Protocol\nclass Presenter(Protocol):\n    def present(self, order): ...\n"
    presenter = "def present(order): ...\n"
    files = {"shop/application/place.py": port, "shop/adapters/text.py": presenter, "shop/entrypoints/http.py": text}
    assert broken_rules(tmp_path, files) == set()


@pytest.mark.parametrize(
    ("module", "composes"),
    [
        ("deps.py", True),
        ("orders/dependencies.py", True),
        ("di/orders.py", True),
        ("app/routes/orders.py", False),
        ("orders/http.py", False),
    ],
)
def test_a_composition_root_in_all_but_its_layer(module: str, composes: bool, tmp_path: Path) -> None:
    """The name of the module or of its folder says so; that of a folder further up says nothing."""
    assert broken_rules(tmp_path, {f"shop/entrypoints/{module}": ORDERS}) == (set() if composes else {"ARCH-13"})


SETTINGS = '[tool.dovetail]\nroot_packages = ["shop"]\narchitecture = "hexagonal"\n'


@pytest.mark.parametrize(
    ("file", "said", "composes"),
    [
        ("pyproject.toml", '[project.scripts]\nshop = "shop.entrypoints.http:orders"\n', True),
        ("pyproject.toml", '[project.scripts]\nshop = "shop.entrypoints:orders"\n', True),
        ("pyproject.toml", '[tool.poetry.scripts]\nshop = {reference = "shop.entrypoints.http:orders"}\n', True),
        (
            "setup.cfg",
            "[options.entry_points]\nconsole_scripts =\n    shop = shop.entrypoints.http:orders [all]\n",
            True,
        ),
        ("pyproject.toml", '[project.scripts]\nshop = "shop.main:orders"\n', False),
        ("pyproject.toml", '[project]\nscripts = ["shop.entrypoints.http:orders"]\n', False),
        ("setup.cfg", "[options]\nconsole_scripts = shop = shop.entrypoints.http:orders\n", False),
    ],
)
def test_a_command_of_the_repository_composes(file: str, said: str, composes: bool, tmp_path: Path) -> None:
    files = {"pyproject.toml": SETTINGS, "shop/entrypoints/http.py": ORDERS, "shop/entrypoints/__init__.py": ""}
    files |= {file: files.get(file, "") + said, "shop/entrypoints/__init__.py": "from .http import orders\n"}
    assert broken_rules(tmp_path, files) == (set() if composes else {"ARCH-13"})
