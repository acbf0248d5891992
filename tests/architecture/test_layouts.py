"""Layers are found in the layouts that people use, and what is wrong in them is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {"pyproject.toml": '[tool.dovetail]\narchitecture = "hexagonal"\n'}
PORT = "from typing import Protocol\nclass Orders(Protocol):\n    def add(self, key: str, order: object) -> None: ...\n"
ADAPTER = (
    "from {} import Orders\n"
    "class SqlOrders(Orders):\n    def add(self, key: str, order: object) -> None: self.last = order\n"
)
BUILDS = "from {} import SqlOrders\ndef place(): return SqlOrders()\n"


def layout(*roots: str, **modules: str) -> dict[str, str]:
    """Modules by their dotted names, in regular packages."""
    files = {f"{root}/__init__.py": "" for root in roots}
    for name, text in modules.items():
        *folders, _ = name.split(".")
        files.update({f"{'/'.join(folders[: depth + 1])}/__init__.py": "" for depth in range(len(folders))})
        files[f"{name.replace('.', '/')}.py"] = text
    return files


def shop(ports: str, adapters: str, **more: str) -> dict[str, str]:
    return layout(**{ports: PORT, adapters: ADAPTER.format(ports), **more})


FLAT = shop("domain.ports", "infrastructure.sql")
SECONDARY = shop("shop.domain.ports", "shop.adapters.secondary.sql")
GOOD = {
    "ports in the application": shop("shop.application.ports.orders", "shop.infra.sql", **{"shop.domain.order": ""}),
    "layers at the top": FLAT,
    "layers in src": {f"src/{name}": text for name, text in FLAT.items()},
    "a module a layer": shop("shop.domain", "shop.adapters", **{"shop.api": "", "shop.main": ""}),
    "primary and secondary": {
        **SECONDARY,
        **layout(**{"shop.adapters.primary.http": "def get(orders): return orders\n"}),
    },
    "driver and driven, in a folder of the singular": layout(
        **{
            "shop.core.domain.order": "",
            "shop.adapter.driven.sql": "import shop.core.domain.order\n",
            "shop.adapter.driver.http": "import shop.core.domain.order\n",
        }
    ),
    "callers in a folder of ports": layout(
        **{
            "shop.domain.order": "",
            "shop.ports.orders": "import shop.domain.order\n",
            "shop.ports.graphql.schema": "import strawberry, shop.ports.orders\n",
            "shop.infra.sql": "import shop.ports.orders\n",
        }
    ),
    "primary alone": layout(**{"shop.domain.order": "", "shop.adapters.primary.http": "import shop.domain.order\n"}),
    "a context at the top, called as a layer": layout(
        **{"web.domain.order": "", "web.infra.sql": "import web.domain.order\n", "domain.other": ""}
    ),
}
BAD = {
    "a layer in another language": (
        layout(**{"shop.domain.order": "import shop.infraestructura.sql\n", "shop.infraestructura.sql": ""}),
        "ARCH-01",
    ),
    "layers at the top": ({**FLAT, **layout(**{"domain.x": "import infrastructure.sql\n"})}, "ARCH-01"),
    "primary builds secondary": (
        {
            **SECONDARY,
            **layout(**{"shop.adapters.primary.http": BUILDS.format("shop.adapters.secondary.sql"), "shop.main": ""}),
        },
        "ARCH-13",
    ),
    "secondary imports primary": (
        {
            **SECONDARY,
            **layout(**{"shop.adapters.secondary.mail": "import shop.adapters.primary.http\n"}),
            **layout(**{"shop.adapters.primary.http": ""}),
        },
        "ARCH-01",
    ),
    "beside the primary ones": (
        {
            **shop("shop.domain.ports", "shop.adapters.sql"),
            **layout(**{"shop.adapters.inbound.http": "", "shop.domain.x": "import shop.adapters.sql\n"}),
        },
        "ARCH-01",
    ),
    "a context at the top, called as a layer": (
        layout(**{"web.domain.order": "import web.infra.sql\n", "web.infra.sql": "", "domain.other": ""}),
        "ARCH-01",
    ),
}


@pytest.mark.parametrize("files", GOOD.values(), ids=GOOD)
def test_a_layout_that_holds(files: dict[str, str], tmp_path: Path) -> None:
    report = lint(write_tree(tmp_path, {**SETTINGS, **files}))

    assert report.findings == ()
    assert {"domain", "adapters"} & report.layers.keys()


@pytest.mark.parametrize(("files", "clause"), BAD.values(), ids=BAD)
def test_a_fault_in_a_layout(files: dict[str, str], clause: str, tmp_path: Path) -> None:
    assert {finding.id for finding in lint(write_tree(tmp_path, {**SETTINGS, **files})).findings} == {clause}


BUILDING = {
    "out of a table": "REPOSITORIES = {'sql': SqlOrders}\ndef place(): return REPOSITORIES['sql']()\n",
    "out of a table, if there": "REPOSITORIES = {'sql': SqlOrders}\ndef place(): return REPOSITORIES.get('sql')()\n",
    "out of a list": "def place(): return [SqlOrders][0]()\n",
    "by a partial": "from functools import partial\ndef place(): return partial(SqlOrders)()\n",
}


@pytest.mark.parametrize("text", BUILDING.values(), ids=BUILDING)
def test_an_adapter_is_built_by_way_of(text: str, tmp_path: Path) -> None:
    handler = {"shop.entrypoints.http": f"from shop.infra.sql import SqlOrders\n{text}", "shop.main": ""}
    report = lint(write_tree(tmp_path, {**SETTINGS, **shop("shop.domain.ports", "shop.infra.sql", **handler)}))
    assert {finding.id for finding in report.findings} == {"ARCH-13"}


def test_a_table_of_functions_builds_nothing(tmp_path: Path) -> None:
    handler = {"shop.entrypoints.http": "def one(): ...\nALL = {'one': one}\ndef place(): return ALL['one']()\n"}
    handler["shop.main"] = ""
    report = lint(write_tree(tmp_path, {**SETTINGS, **shop("shop.domain.ports", "shop.infra.sql", **handler)}))
    assert report.findings == ()
