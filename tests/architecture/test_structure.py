"""Classes are followed through every way in which Python lets a name travel."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import write_tree

from dovetail.architecture.classes.structure import Structure

FILES = {
    "shop/domain/__init__.py": "from shop.domain.orders import Order as PublicOrder\nfrom .orders import *\n",
    "shop/domain/orders.py": "class Order: ...\nclass Repository: ...\nOrders = Repository[Order]\n",
    "shop/a.py": "from shop.b import *\nfrom shop.c import *\n",
    "shop/b.py": "from shop.a import *\nfrom shop.c import *\n",
    "shop/c.py": "from shop.a import *\nfrom shop.b import *\n"
    "try:\n    from shop.domain import Order\nexcept ImportError: ...\n",
    "shop/d.py": "from shop.e import Thing\n",
    "shop/e.py": "from shop.d import Thing\n",
}


@pytest.fixture
def structure(tmp_path: Path) -> Structure:
    write_tree(tmp_path, FILES)
    modules = {}
    for path in tmp_path.rglob("*.py"):
        parts = path.relative_to(tmp_path).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = str(path)
    return Structure(modules)


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("shop.domain.orders.Order", "shop.domain.orders.Order"),
        ("shop.domain.PublicOrder", "shop.domain.orders.Order"),
        ("shop.domain.Order", "shop.domain.orders.Order"),
        ("shop.domain.orders.Orders", "shop.domain.orders.Repository"),
        ("shop.a.Order", "shop.domain.orders.Order"),
        ("shop.a.Nothing", "shop.a.Nothing"),
        ("shop.d.Thing", "shop.d.Thing"),
        ("sqlalchemy.orm.Session", "sqlalchemy.orm.Session"),
    ],
)
def test_a_name_is_followed_to_where_it_is_defined(structure: Structure, name: str, home: str) -> None:
    """Circles of imports included, in which everybody imports everything from everybody."""
    assert structure.follow(name) == home
