"""An interface may name the core's types through any package above them; a coroutine is no async iterator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garden import broken

if TYPE_CHECKING:
    from pathlib import Path


def _pricing(imports: str, annotation: str) -> str:
    return (
        f"from typing import Protocol\n{imports}\n"
        f"class Pricing(Protocol):\n    def price(self, of: {annotation}) -> int: ...\n"
        "class Flat:\n    def price(self, of) -> int: return 1\n"
    )


FAULTY = {
    "from_the_root": _pricing("import garden.domain.plant", "garden.domain.plant.Plant"),
    "in_a_string": _pricing("import garden.domain.plant", "'garden.domain.plant.Plant | None'"),
    "from_the_layer": _pricing("from .. import domain", "domain.plant.Plant"),
}
CLEAN = {
    "own_module": _pricing("import garden.adapters.rows", "garden.adapters.rows.Row"),
    "both": _pricing("import garden.domain.plant, sqlalchemy", "dict[garden.domain.plant.Plant, sqlalchemy.Row]"),
}


def test_types_that_are_named_through_packages(tmp_path: Path) -> None:
    texts = {f"garden/adapters/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    found = broken(tmp_path, {**texts, "garden/adapters/rows.py": "class Row: ...\n"})
    assert found == {f"garden.adapters.{name}": {"ARCH-06"} for name in FAULTY}


_STREAM = (
    "from collections.abc import AsyncIterator\nfrom contextlib import AbstractAsyncContextManager\n"
    "from typing import Protocol\n"
    "class Seeds(Protocol):\n"
    "    def stream(self) -> AsyncIterator[int]: ...\n"
    "    def opened(self) -> AbstractAsyncContextManager[int]: ...\n"
)
_HEIR = "from contextlib import asynccontextmanager\nfrom garden.domain.seeds import Seeds\nclass Pg(Seeds):\n"
_OPENED = "    @asynccontextmanager\n    async def opened(self):\n        yield 1\n"
_STREAMED = "    async def stream(self):\n        yield 1\n"
FAULTY_STREAMS = {
    "awaited": _HEIR + _OPENED + "    async def stream(self): return self.rows()\n",
    "yields_within": _HEIR
    + _OPENED
    + "    async def stream(self):\n        async def rows(): yield 1\n        return rows()\n",
    "awaited_to_enter": _HEIR + _STREAMED + "    async def opened(self): return self.pool.acquire()\n",
}
CLEAN_STREAMS = {
    "generates": _HEIR + _OPENED + _STREAMED,
    "hands_on": _HEIR + _OPENED + "    def stream(self): return self.rows()\n",
    "unfinished": _HEIR + _OPENED + "    async def stream(self): raise NotImplementedError\n",
}


def test_coroutines_in_place_of_iterators(tmp_path: Path) -> None:
    texts = {f"garden/adapters/{name}.py": text for name, text in {**FAULTY_STREAMS, **CLEAN_STREAMS}.items()}
    found = broken(tmp_path, {**texts, "garden/domain/seeds.py": _STREAM})
    assert {name: rules for name, rules in found.items() if "ARCH-09" in rules} == {
        f"garden.adapters.{name}": {"ARCH-09"} for name in FAULTY_STREAMS
    }
