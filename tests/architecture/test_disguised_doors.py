"""Doors to the outside that are had by name, or stand behind an object's method; each tree is judged once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trees import SHOP, write_tree

from dovetail.architecture import lint
from dovetail.architecture.baseline import Baseline

if TYPE_CHECKING:
    from pathlib import Path

PARSER = "import configparser\nreader = configparser.ConfigParser()\n"
TREE = "import io\nimport xml.etree.ElementTree as ET\n"
FAULTY = {
    "by_import": "__import__('os').listdir('.')\n",
    "by_import_module": "import importlib\nimportlib.import_module('shutil').rmtree('x')\n",
    "by_a_name_for_it": "system = __import__('os')\ndef f(): return system.environ\n",
    "attribute_of_what_is_fetched": "import os\ndef f(p): return getattr(os, 'path').exists(p)\n",
    "parser_of_files": f"{PARSER}reader.read('x.ini')\n",
    "tree_written": f"{TREE}ET.ElementTree(None).write('x.xml')\n",
    "loop": "import asyncio\nasync def f():\n    await asyncio.get_running_loop().create_connection(None, 'a', 1)\n",
    "loop_given": "import asyncio\nasync def f(loop: asyncio.AbstractEventLoop):\n    await loop.create_server(None)\n",
    "buffer_of_another_function": (
        "import io, zipfile\ndef f():\n    of = io.BytesIO()\n    return of\ndef g(of: str): zipfile.ZipFile(of)\n"
    ),
    "path_made_of_itself": "from pathlib import Path\ndef f(at: Path, n):\n    at = at / n\n    return at.exists()\n",
    "path_made_of_itself_again_and_again": (
        "from pathlib import Path\ndef f(at: Path):\n" + 60 * "    at = at / 'x'\n" + "    return at.exists()\n"
    ),
    "path_of_the_function_around": (
        "from pathlib import Path\ndef f():\n    at = Path('x')\n    def g(): return at.exists()\n    return g\n"
    ),
    "path_of_a_star": "from pathlib import *\ndef f(): return Path('x').read_text()\n",
    "path_of_a_class_of_its_own": (
        "from pathlib import Path\nclass Ledger(Path): ...\ndef f(x): return Ledger(x).read_text()\n"
    ),
    "path_of_a_new_type": (
        "from pathlib import Path\nfrom typing import NewType\nRoot = NewType('Root', Path)\n"
        "def f(at: Root): return at.exists()\n"
    ),
    "path_of_a_property": (
        "from pathlib import Path\nclass Till:\n    @property\n    def root(self) -> Path: return Path('x')\n"
        "    def f(self): return self.root.exists()\n"
    ),
    "path_that_is_returned": (
        "from pathlib import Path\ndef where():\n    at = Path('x')\n    return at\ndef f(): return where().exists()\n"
    ),
    "paths_of_a_folder": (
        "from pathlib import Path\ndef f(root: Path):\n    for at in sorted(root.glob('*')): at.is_dir()\n"
    ),
    "paths_in_another_order": (
        "from pathlib import Path\ndef f(pairs: list[tuple[Path, int]]):\n"
        "    for at, n in reversed(pairs): at.rmdir()\n"
    ),
    "path_or_what_nobody_knows": (
        "from pathlib import Path\ndef f(root: Path, queue):\n    at = root / 'x'\n"
        "    for at in queue.drain(): at.exists()\n"
    ),
    "first_path_of_several": (
        "from pathlib import Path\ndef f(paths: list[Path]):\n"
        "    at = next((each for each in paths if each.suffix), None)\n    return at.exists()\n"
    ),
    "names_that_match": "import glob\ndef f(): return glob.glob('*.csv')\n",
    "names_that_match_one_by_one": "from glob import iglob\ndef f(): return list(iglob('*.csv'))\n",
    "method_handed_on": "from pathlib import Path\ndef f(xs): return list(map(Path.read_text, xs))\n",
    "by_a_constant": "import os\nWAY = 'listdir'\ngetattr(os, WAY)('.')\n",
    "by_a_getter": "import os\nfrom operator import attrgetter\nattrgetter('environ')(os)\n",
    "of_the_builtins": "__builtins__.open('x')\n",
    "opener_behind_partial": "from zipfile import ZipFile\nfrom functools import partial\npartial(ZipFile, 'x')\n",
    "opener_for_each": "from zipfile import ZipFile\ndef f(xs): return [*map(ZipFile, xs)]\n",
    "opener_by_default": "from zipfile import ZipFile\ndef f(x, make=ZipFile): return make(x)\n",
    "opener_in_a_table": "from zipfile import ZipFile\nBY_END = {'zip': ZipFile}\ndef f(x): return BY_END['zip'](x)\n",
    "opener_of_a_class": "from zipfile import ZipFile\nclass Box:\n    of = ZipFile\n    def f(self, x): self.of(x)\n",
    "opener_derived_from": "from zipfile import ZipFile\nclass Box(ZipFile): ...\n",
    "opener_by_its_name": "import gzip\ngetattr(gzip, 'open')('x')\n",
    "paths_gathered": "from pathlib import Path\ndef f(*roots: Path):\n    for at in roots: at.unlink()\n",
    "paths_gathered_by_name": (
        "from pathlib import Path\ndef f(**roots: Path):\n    for at in roots.values(): at.unlink()\n"
    ),
    "paths_above": "from pathlib import Path\ndef f(root: Path):\n    for at in root.parents: at.stat()\n",
    "path_matched": (
        "from pathlib import Path\ndef f(x):\n    match x:\n        case {'at': Path() as at}: at.unlink()\n"
    ),
    "path_matched_whole": (
        "from pathlib import Path\ndef f(x: Path):\n    match x / 'y':\n        case at if at.name: at.unlink()\n"
    ),
    "paths_written_out": "from pathlib import Path\ndef f():\n    for at in [Path('x'), Path('y')]: at.exists()\n",
    "paths_under_a_name": "from pathlib import Path\nALL = (Path('x'),)\ndef f(): return [at.stat() for at in ALL]\n",
    "paths_made_of_names": (
        "from pathlib import Path\ndef f(names):\n    places = [Path(x) for x in names]\n    return places[0].stat()\n"
    ),
    "paths_in_a_table": "from pathlib import Path\nBY_NAME = {'x': Path('x')}\ndef f(): return BY_NAME['x'].exists()\n",
    "paths_on_self": (
        "from pathlib import Path\nclass A:\n    def __init__(self): self.places = [Path('x')]\n"
        "    def f(self): return [at.exists() for at in self.places]\n"
    ),
    "paths_mapped": "from pathlib import Path\ndef f(names): return [at.exists() for at in map(Path, names)]\n",
    "paths_that_are_returned": (
        "from pathlib import Path\ndef places() -> list[Path]: ...\ndef f():\n    for at in places(): at.exists()\n"
    ),
    "path_of_a_type_variable": (
        "from pathlib import Path\nfrom typing import TypeVar\nP = TypeVar('P', bound=Path)\n"
        "def f(at: P): return at.exists()\n"
    ),
    "path_in_an_archive": "import zipfile\nzipfile.Path('x.zip')\n",
    "after_redirecting": (
        "import contextlib, io\ndef f():\n    with contextlib.redirect_stdout(io.StringIO()): pass\n    print('x')\n"
    ),
    "paths_by_a_key_of_its_own": (
        "from pathlib import Path\nclass Key: ...\ndef f(places: dict[Key, Path]):\n"
        "    return [at.exists() for at in places.values()]\n"
    ),
}
CLEAN = {
    "pure": "__import__('json').dumps({})\n",
    "parameters_called_like_doors": "import os\ndef f(code, select): return code.co_consts[0], select[os.sep]\n",
    "variables_called_like_doors": (
        "import os\ndef f(code, select): return getattr(code, 'value', os.sep), vars(select)['x'], code.__dict__['y']\n"
    ),
    "an_archive_named_alone": (
        "from zipfile import BadZipFile, ZipFile\ndef f(x: ZipFile):\n    assert isinstance(x, ZipFile)\n"
        "    try: return x.namelist()\n    except BadZipFile: return []\n"
    ),
    "shelves_gathered": (
        "from pathlib import Path\nclass Shelf:\n    def exists(self): ...\ndef g(at: Path): return at.name\n"
        "def f(*shelves: Shelf):\n    for at in shelves: at.exists()\n"
    ),
    "shelves_beside_their_places": (
        "from pathlib import Path\nclass Shelf:\n    def open(self): ...\n"
        "def pairs() -> list[tuple[Path, Shelf]]: ...\ndef by_place() -> 'dict[Path, Shelf]': ...\n"
        "def f(given: dict[Path, Shelf]):\n    for place, shelf in pairs(): shelf.open()\n"
        "    for shelf in by_place().values(): shelf.open()\n    for shelf in given.values(): shelf.open()\n"
        "    given['x'].open()\n"
    ),
    "shelf_matched": (
        "from pathlib import Path\nclass Shelf:\n    def exists(self): ...\ndef g(at: Path): return at.name\n"
        "def f(x):\n    match x:\n        case [Shelf() as at, *_]: return at.exists()\n"
    ),
    "map_of_its_own": "from zipfile import ZipFile\ndef f(map, x: ZipFile): return map(str, x)\n",
    "shelves_under_a_name_of_another_function": (
        "from pathlib import Path\nclass Shelf:\n    def exists(self): ...\n"
        "def g():\n    places = [Path('x')]\n    return places\n"
        "def f(places: list[Shelf]):\n    return [at.exists() for at in places]\n"
    ),
    "names_of_paths": (
        "from pathlib import Path\ndef f(places: list[Path]):\n    names = [at.name for at in places]\n"
        "    return [name.replace('x', 'y') for name in names], names[0].exists()\n"
    ),
    "a_list_of_itself": (
        "from pathlib import Path\ndef f(a, b: Path):\n    a = b.name\n    b = [a]\n    a = b\n    return a[0].stat()\n"
    ),
    "a_type_variable_of_nothing": (
        "from typing import TypeVar\nfrom pathlib import Path\nP = TypeVar()\ndef f(p: P): return p.exists()\n"
    ),
    "a_pattern_of_names": "import glob\ndef f(name): return glob.escape(name) + '*'\n",
    "first_of_no_paths": (
        "from pathlib import Path\ndef f(paths: list[Path], bells: list):\n"
        "    at = next(bell for bell in bells if bell.rings)\n    return at.exists(), paths\n"
    ),
    "parser_of_text": f"{PARSER}reader.read_string('x')\n",
    "other_reader": "import configparser\nclass Meter:\n    def read(self): ...\nMeter().read()\n",
    "tree_into_a_buffer": f"{TREE}def f():\n    out = io.BytesIO()\n    ET.ElementTree(None).write(out)\n",
    "other_server": "import asyncio\nclass Office:\n    def create_server(self): ...\nOffice().create_server()\n",
    "no_path_in_this_function": (
        "from pathlib import Path\nclass Shelf:\n    def exists(self): ...\n"
        "def f(at: Path): return at.name\ndef g(at: Shelf): return at.exists()\n"
    ),
    "path_replaced": "from pathlib import Path\ndef f(at: Path, shelf):\n    at = shelf\n    return at.exists()\n",
    "name_that_is_returned": (
        "from pathlib import Path\ndef where(at: Path): return at.name\ndef f(at): return where(at).exists()\n"
    ),
    "one_of_two_methods": (
        "from pathlib import Path\nclass A:\n    def at(self): return Path('x')\n"
        "class B:\n    def at(self): return self\n    def exists(self): ...\n"
        "    def f(self): return self.at().exists()\n"
    ),
    "others_of_the_name": (
        "from pathlib import Path\nclass Shelf:\n    def exists(self): ...\ndef g(at: Path): return at.name\n"
        "def f(shelves: list[Shelf]):\n    for at in shelves: at.exists()\n"
    ),
    "constant_of_the_system": "import os\nWAY = 'linesep'\ngetattr(os, WAY)\n",
    "archive_in_memory": "import io, zipfile\ndef f(b): return zipfile.Path(zipfile.ZipFile(io.BytesIO(b)))\n",
    "redirected": (
        "import contextlib, io\ndef f():\n    out = io.StringIO()\n"
        "    with contextlib.redirect_stdout(out):\n        print('x')\n    return out.getvalue()\n"
    ),
}


def test_each_door_is_seen_and_nothing_else(tmp_path: Path) -> None:
    modules = {f"shop/domain/{name}.py": text for name, text in {**FAULTY, **CLEAN}.items()}
    report = lint(write_tree(tmp_path, {**SHOP, **modules}))
    assert {finding.module for finding in report.findings} == {f"shop.domain.{name}" for name in FAULTY}
    assert {finding.id for finding in report.findings} == {"ARCH-14"}


def test_a_second_one_on_a_line_counts_by_itself(tmp_path: Path) -> None:
    """The first is told where its line begins, the second in its own column: a baseline tells them apart."""
    twice = {
        "shop/domain/a.py": "def f(): return open('x'), open('y')\n",
        "shop/domain/b.py": "from importlib import import_module as i\nm = 'shop.adapters.orders'\n[i(m), i(m)]\n",
        "shop/entrypoints/c.py": (
            "from shop.adapters.orders import SqlOrders\ndef f(): return SqlOrders(), SqlOrders()\n"
        ),
    }
    findings = lint(write_tree(tmp_path, {**SHOP, **twice})).findings
    assert Counter(finding.id for finding in findings) == {"ARCH-13": 2, "ARCH-14": 2, "ARCH-17": 2}
    first = [
        next(finding for finding in findings if finding.id == clause) for clause in ("ARCH-13", "ARCH-14", "ARCH-17")
    ]
    assert [finding.column for finding in first] == [1, 1, 1]
    assert Counter(finding.id for finding in Baseline.of(first).new(findings)) == {
        "ARCH-13": 1,
        "ARCH-14": 1,
        "ARCH-17": 1,
    }
