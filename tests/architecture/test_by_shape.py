"""Adapters are known by their shape, whatever they are called; who composes may build them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from garden import broken
from ward import ward_breaks

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = [
    (
        "ARCH-09",
        {
            "ward/adapters/beds.py": (
                "class Pg:\n    get = lambda self, key: None\n    def find_empty(self, *, limit: int = 10): return []\n"
            ),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/beds.py": (
                "class Pg:\n"
                "    def get(self, no: int): ...\n"
                "    def _empty(self, *, limit: int): return []\n"
                "    find_empty = _empty\n"
            ),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/pager.py": ("class Beeper:\n    def send(self, to: str, body: str) -> None: ...\n"),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/pager.py": (
                "class Beeper:\n    async def send(self, to: str, body: str, html: bool) -> None: ...\n"
            ),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/beds.py": (
                "class Pg:\n"
                "    async def get(self, no: int): ...\n"
                "    async def find_empty(self, *, limit: int = 10): return []\n"
            ),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/beds.py": (
                "class Pg:\n"
                "    def get(self, number: int): ...\n"
                "    def find_empty(self, *, limit: int = 10): return []\n"
            ),
        },
    ),
    (
        "ARCH-09",
        {
            "ward/adapters/base.py": "class B:\n    def get(self, no: int): ...\n",
            "ward/adapters/beds.py": (
                "from ward.adapters.base import B\nclass Pg(B):\n    def find_empty(self, *, limit: int): return []\n"
            ),
        },
    ),
    (
        "ARCH-13",
        {
            "ward/entrypoints/api.py": (
                "from ward.adapters.beds import PgBeds\ndef post(no): return PgBeds().get(no)\n"
            ),
        },
    ),
    (
        "ARCH-13",
        {
            "ward/entrypoints/api.py": ("from ward.adapters import beds\ndef post(no): return beds.PgBeds().get(no)\n"),
        },
    ),
    (
        "ARCH-13",
        {
            "ward/entrypoints/api.py": (
                "from ward.adapters.pager import Beeper\nasync def post(): await Beeper().send('a', 'b')\n"
            ),
        },
    ),
    (
        "ARCH-13",
        {
            "ward/entrypoints/api.py": (
                "from ward.adapters.beds import PgBeds\nbeds = PgBeds()\ndef post(no): return beds.get(no)\n"
            ),
        },
    ),
    (
        "ARCH-13",
        {
            "ward/entrypoints/api.py": ("from ward.adapters.beds import PgBeds\nclass Handler:\n    beds = PgBeds()\n"),
        },
    ),
]
HELD = [
    {
        "ward/adapters/extra.py": (
            "class HttpClient:\n    def get(self, url: str): ...\n    def send(self, request): ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": ("class Queue:\n    def send(self, message: bytes) -> None: ...\n"),
    },
    {
        "ward/adapters/extra.py": (
            "class Cache:\n    def get(self, key: str): ...\n    def find_empty(self, size: int): ...\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from fastapi import Depends\n"
            "from ward.adapters.beds import PgBeds\n"
            "def post(beds=Depends(lambda: PgBeds())): ...\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from typing import Annotated\n"
            "from fastapi import Depends\n"
            "from ward.adapters.beds import PgBeds\n"
            "def post(beds: Annotated[object, Depends(lambda: PgBeds())]): ...\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from contextlib import asynccontextmanager\n"
            "from fastapi import FastAPI\n"
            "from ward.adapters.beds import PgBeds\n"
            "@asynccontextmanager\n"
            "async def life(app):\n"
            "    app.state.beds = PgBeds()\n"
            "    yield\n"
            "app = FastAPI(lifespan=life)\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from contextlib import asynccontextmanager\n"
            "from ward.adapters.beds import PgBeds\n"
            "@asynccontextmanager\n"
            "async def lifespan(app):\n"
            "    app.state.beds = make()\n"
            "    yield\n"
            "def make(): return PgBeds()\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from fastapi import FastAPI\n"
            "from ward.adapters.beds import PgBeds\n"
            "app = FastAPI()\n"
            "@app.on_event('startup')\n"
            "async def start(): app.state.beds = PgBeds()\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from litestar import Litestar\n"
            "from litestar.di import Provide\n"
            "from ward.adapters.beds import PgBeds\n"
            "def beds(): return PgBeds()\n"
            "app = Litestar(dependencies={'beds': Provide(beds)})\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from litestar import Litestar\n"
            "from ward.adapters.beds import PgBeds\n"
            "def start(app): app.state.beds = PgBeds()\n"
            "app = Litestar(on_startup=[start])\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from flask import Flask\n"
            "from ward.adapters.beds import PgBeds\n"
            "def create_app():\n"
            "    app = Flask('x')\n"
            "    app.beds = PgBeds()\n"
            "    return app\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from aiohttp import web\n"
            "from ward.adapters.beds import PgBeds\n"
            "async def init(app): app['beds'] = PgBeds()\n"
            "app = web.Application()\n"
            "app.on_startup.append(init)\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from ward.adapters.beds import PgBeds\nif __name__ == '__main__':\n    PgBeds()\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from fastapi import FastAPI\n"
            "from ward.adapters.beds import PgBeds\n"
            "def get_beds(): ...\n"
            "app = FastAPI()\n"
            "app.dependency_overrides[get_beds] = lambda: PgBeds()\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from starlette.applications import Starlette\n"
            "from ward.adapters.beds import PgBeds\n"
            "class App:\n"
            "    async def life(self, app):\n"
            "        app.state.beds = PgBeds()\n"
            "        yield\n"
            "    def make(self): return Starlette(lifespan=self.life)\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from strawberry.fastapi import GraphQLRouter\n"
            "from ward.adapters.beds import PgBeds\n"
            "async def ctx(): return {'beds': PgBeds()}\n"
            "r = GraphQLRouter(None, context_getter=ctx)\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from dependency_injector import containers, providers\n"
            "from ward.adapters.beds import PgBeds\n"
            "class C(containers.DeclarativeContainer):\n"
            "    beds = providers.Singleton(PgBeds)\n"
        ),
    },
    {
        "ward/entrypoints/api.py": (
            "from functools import partial\n"
            "from fastapi import Depends\n"
            "from ward.adapters.beds import PgBeds\n"
            "def post(beds=Depends(partial(PgBeds))): ...\n"
        ),
    },
]


@pytest.mark.parametrize(("default", "rules"), [("", {"ARCH-09"}), (" = 10", set())])
def test_words_that_stand_far_apart(default: str, rules: set[str], tmp_path: Path) -> None:
    """Neither is a drifted adapter missed, nor a port said to have none."""
    adapter = (
        "from ward.domain.bed import Bed\nclass  PgBeds :\n    def\tget (self, no: int) -> Bed | None: ...\n"
        f"    def\\\n      find_empty(self, *, limit: int{default}) -> list[Bed]: return []\n"
    )
    assert ward_breaks(tmp_path, {"ward/adapters/beds.py": adapter}) == rules


def test_the_ward_by_itself_holds(tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {}) == set()


@pytest.mark.parametrize(("rule", "files"), BROKEN)
def test_a_rule_is_broken(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, files) == {rule}


@pytest.mark.parametrize("files", HELD)
def test_what_only_resembles_it_is_left_alone(files: dict[str, str], tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, files) == set()


def test_operations_that_are_assigned_implement_a_port(tmp_path: Path) -> None:
    port = "from typing import Protocol\nclass ShedRepository(Protocol):\n    def unlock(self, no: int) -> int: ...\n"
    shed = (
        "from functools import partialmethod\n"
        "class DiskSheds:\n    def _turn(self, way, no): return no\n    unlock = partialmethod(_turn, 1)\n"
    )
    left = {"garden/domain/sheds.py": port, "garden/adapters/sheds.py": shed.replace("unlock", "open_up")}
    assert broken(tmp_path / "left", left) == {"garden.domain.sheds": {"ARCH-07"}}
    assert broken(tmp_path / "done", {**left, "garden/adapters/sheds.py": shed}) == {}
