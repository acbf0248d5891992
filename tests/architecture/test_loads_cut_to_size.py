"""A loader may be given a part of what a function is told: Django's `import_string`, `autodiscover`; a tree at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garden import broken, in_the_domain

if TYPE_CHECKING:
    from pathlib import Path

LOADERS = (
    "from importlib import import_module\n"
    "def import_string(dotted_path):\n"
    "    try:\n"
    "        home, name = dotted_path.rsplit('.', 1)\n"
    "    except ValueError as error:\n"
    "        raise ImportError(dotted_path) from error\n"
    "    return getattr(import_module(home), name)\n"
    "def of_entry(entry): return import_module(entry.partition(':')[0].strip())\n"
    "def autodiscover(*apps, related='tasks'):\n"
    "    for app in apps: import_module(f'{app}.{related}')\n"
    "def each(names):\n"
    "    for name in names: import_module(name)\n"
    "def beneath(home: str, name: str = 'models'): return import_module(home + '.' + name)\n"
    "def by_scheme(uri):\n"
    "    scheme, _, rest = uri.partition('://')\n"
    "    return import_module(rest)\n"
    "class Lazy:\n"
    "    def __init__(self, path): self.path = path\n"
    "    def get(self):\n"
    "        home, _, name = self.path.rpartition('.')\n"
    "        return getattr(import_module(home), name)\n"
)
FAULTY = {
    "cut_off": "from garden.loaders import import_string\nX = import_string('garden.adapters.plants.PgPlants')\n",
    "third_party": "from garden.loaders import import_string\nX = import_string('sqlalchemy.orm.Session')\n",
    "entry": "from garden import loaders\nX = loaders.of_entry('garden.adapters.plants:PgPlants')\n",
    "gathered": "from garden.loaders import autodiscover\nautodiscover('garden.domain', 'garden.adapters')\n",
    "unpacked": "from garden.loaders import autodiscover\nAPPS = ['garden.adapters']\nautodiscover(*APPS)\n",
    "listed": "from garden.loaders import each\neach(['garden.domain.plant', 'garden.adapters.plants'])\n",
    "beginning": "from garden.loaders import beneath\nbeneath('garden.adapters')\n",
    "kept": "from garden.loaders import Lazy\nclass Bed:\n    plants = Lazy('garden.adapters.plants.PgPlants')\n",
    "list_of_the_statement": "X = __import__('garden', fromlist=['adapters'])\n",
    "level_of_the_statement": "X = __import__('adapters.plants', globals(), locals(), ['PgPlants'], 2)\n",
    "relative_code": "exec('from ..adapters import plants')\n",
}
CLEAN = {
    "own_class": "from garden.loaders import import_string\nX = import_string('garden.domain.plant.Plant')\n",
    "end_of_a_text": "from garden.loaders import by_scheme\nby_scheme('python://garden.domain.plant')\n",
    "keys_of_a_table": "from garden.loaders import each\neach({'garden.domain.plant': 'garden.adapters.plants'})\n",
    "own_app": "from garden.loaders import autodiscover\nautodiscover('garden.domain', related='adapters')\n",
    "own_statement": "X = __import__('garden', fromlist=['domain'])\n",
    "neighbour": "X = __import__('plant', globals(), locals(), ['Plant'], 1)\n",
    "no_loader": "def import_string(path): return path.rsplit('.', 1)\nX = import_string('redis.client.Redis')\n",
}


def test_the_beginning_of_what_a_loader_is_told(tmp_path: Path) -> None:
    found = broken(tmp_path, {"garden/loaders.py": LOADERS, **in_the_domain(FAULTY), **in_the_domain(CLEAN)})
    assert found == {f"garden.domain.{name}": {"ARCH-17"} for name in FAULTY}
