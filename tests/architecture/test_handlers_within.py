"""A handler that `create_app` defines runs for each request, whatever may be built around it; a tree at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garden import GARDEN, broken

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = (
    "from contextlib import asynccontextmanager\n"
    "from fastapi import Depends, FastAPI\n"
    "from garden.adapters.plants import PgPlants\n"
    "def create_app():\n"
    "    app = FastAPI()\n"
)
FAULTY = {
    "route": "    @app.get('/')\n    async def show(bed: int): return PgPlants().dig_up(bed)\n    return app\n",
    "socket": "    @app.websocket('/ws')\n    async def talk(it):\n        plants = PgPlants()\n    return app\n",
    "inherited": "    return app\n@app.get('/')\ndef show(bed: int): return PgPlants.connect().dig_up(bed)\n",
}
CLEAN = {
    "asked_for": (
        "    def plants(): return PgPlants()\n"
        "    @app.get('/')\n"
        "    async def show(bed: int, plants=Depends(plants)): return plants.dig_up(bed)\n"
        "    return app\n"
    ),
    "closed_over": (
        "    plants = PgPlants()\n"
        "    @app.get('/')\n"
        "    async def show(bed: int): return plants.dig_up(bed)\n"
        "    return app\n"
    ),
    "lifespan_within": (
        "    @asynccontextmanager\n    async def lifespan(app):\n        app.state.plants = PgPlants()\n        yield\n"
        "    return FastAPI(lifespan=lifespan)\n"
    ),
}


def test_handlers_within_create_app(tmp_path: Path) -> None:
    adapters = GARDEN["garden/adapters/plants.py"].replace("class PgPlants:", "class PgPlants(Connected):")
    base = "class Connected:\n    @classmethod\n    def connect(cls): return cls()\n"
    routes = {f"garden/entrypoints/{name}.py": _HEAD + text for name, text in {**FAULTY, **CLEAN}.items()}
    found = broken(tmp_path, {"garden/adapters/plants.py": base + adapters, **routes})
    assert found == {f"garden.entrypoints.{name}": {"ARCH-13"} for name in FAULTY}
