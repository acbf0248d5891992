"""Classes are followed through every way in which Python lets a name travel."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import write_tree

from dovetail.architecture.classes.declarations import Declarations
from dovetail.architecture.classes.structure import Structure

FILES = {
    "shop/domain/__init__.py": "from shop.domain.orders import Order as PublicOrder\nfrom .orders import *\n",
    "shop/domain/orders.py": "class Order: ...\nclass Repository: ...\nOrders = Repository[Order]\n",
    "shop/a.py": "from shop.b import *\nfrom shop.c import *\n",
    "shop/b.py": "from shop.a import *\nfrom shop.c import *\n",
    "shop/c.py": "from shop.a import *\nfrom shop.b import *\n"
    "try:\n    from shop.domain import Order\nexcept ImportError: ...\n",
    "shop/d.py": "from shop.e import Thing\n",
    "shop/f.py": "from shop.g import *\n",
    "shop/g.py": "from shop.h import *\nfrom os import *\n",
    "shop/h.py": "from shop.f import *\nfrom shutil import rmtree\ndef helper(): ...\n",
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
        ("shop.f.rmtree", "shutil.rmtree"),
        ("shop.f.helper", "shop.h.helper"),
        ("shop.f.remove", "os.remove"),
        ("sqlalchemy.orm.Session", "sqlalchemy.orm.Session"),
    ],
)
def test_a_name_is_followed_to_where_it_is_defined(structure: Structure, name: str, home: str) -> None:
    """Circles of imports included, in which everybody imports everything from everybody."""
    assert structure.follow(name) == home


def test_a_great_circle_in_which_everything_is_imported_ends(tmp_path: Path) -> None:
    """Eight hundred modules, none of which has the names that the next one asks for: each is looked at once."""
    count = 800
    texts = {
        f"shop/m{n}.py": f"from shop.m{(n + 1) % count} import *\nclass C{n}(Base{n}): ...\n" for n in range(count)
    }
    write_tree(tmp_path, texts)
    structure = Structure({f"shop.m{n}": str(tmp_path / f"shop/m{n}.py") for n in range(count)})
    looked_up: list[str] = []
    declarations = structure.declarations

    def counted(module: str) -> Declarations | None:
        looked_up.append(module)
        return declarations(module)

    structure.declarations = counted  # type: ignore[method-assign]

    found = {structure.follow(f"shop.m0.C{n}") for n in range(count)} | {structure.follow("shop.m0.Base7")}

    assert found == {*(f"shop.m{n}.C{n}" for n in range(count)), "shop.m0.Base7"}
    assert len(looked_up) < 20 * count
