"""Small repositories, written for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.architecture import lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_tree(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files, with an `__init__.py` in every folder of `shop` unless a file in it is named `no_init`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    bare = {marker.parent for marker in root.rglob("no_init")}
    for package in [path for path in root.rglob("*") if path.is_dir() and "shop" in path.relative_to(root).parts]:
        if package not in bare:
            (package / "__init__.py").touch()
    return root


# A port, its adapter, and a module for whatever a test is about in every layer.
SHOP = {
    "shop/domain/orders.py": (
        "from typing import Protocol\n"
        "class OrderRepository(Protocol):\n"
        "    def get_order(self, key: str) -> object: ...\n"
        "    def save(self, order: object) -> None: ...\n"
    ),
    "shop/adapters/orders.py": (
        "from shop.domain.orders import OrderRepository\n"
        "class SqlOrders(OrderRepository):\n"
        "    def get_order(self, key: str) -> object: return key\n"
        "    def save(self, order: object) -> None: self.order = order\n"
        "    @classmethod\n"
        "    def connect(cls) -> object: return cls()\n"
    ),
    "shop/application/place.py": "",
    "shop/entrypoints/http.py": "",
    "shop/bootstrap.py": "",
    "pyproject.toml": '[tool.dovetail]\narchitecture = "hexagonal"\n',
}


def broken_rules(root: Path, files: Mapping[str, str]) -> set[str]:
    """The rules that the shop breaks with these files in it."""
    return {finding.id for finding in lint(write_tree(root, {**SHOP, **files})).findings}
