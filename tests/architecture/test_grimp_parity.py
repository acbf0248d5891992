"""The graph is the one that grimp itself builds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import grimp
import pytest
from grimp.adaptors.filesystem import FileSystem
from grimp.adaptors.modulefinder import ModuleFinder
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import write_tree

from dovetail.architecture.imports.scan import Scan
from dovetail.architecture.source.locate import package_directories, search_path
from dovetail.architecture.source.tree import read_portion

FOLDERS = st.lists(st.sampled_from(["a", "ab", "b", "not-a-name", ".hidden"]), max_size=3)
FILES = st.sampled_from(["__init__.py", "m.py", "a.py", "two.dots.py", ".hidden.py", "data.txt", "0.py"])
TREES = st.sets(st.tuples(FOLDERS.map("/".join), FILES), max_size=12)


@settings(max_examples=60, deadline=None)
@given(tree=TREES)
def test_folders_are_read_as_grimp_reads_them(tree: set[tuple[str, str]]) -> None:
    """The same modules and the same namespaces, whatever lies where."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "shop")
        root.mkdir()
        for below, name in tree:
            (root / below).mkdir(parents=True, exist_ok=True)
            (root / below / name).touch()

        ours = read_portion("shop", root)
        theirs = ModuleFinder().find_package("shop", str(root), FileSystem())

    assert set(ours.modules) == {file.module.name for file in theirs.module_files}
    assert ours.namespaces == theirs.namespace_packages


def scan(*packages: str) -> Scan:
    search = search_path(Path("/nowhere"))
    return Scan(tuple(read_portion(name, place) for name in packages for place in package_directories(name, search)))


def edges(graph: grimp.ImportGraph) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """Every import with its lines."""
    return {
        (importer, imported): sorted(
            (detail["line_number"], detail["line_contents"])
            for detail in graph.get_import_details(importer=importer, imported=imported)
        )
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }


@pytest.mark.parametrize("external", [True, False])
@pytest.mark.parametrize("type_checking", [True, False])
@pytest.mark.parametrize("packages", [("grimp", "importlinter"), ("pytest", "_pytest"), ("redis",)], ids=str)
def test_the_graph_of_a_real_package_is_grimps(packages: tuple[str, ...], external: bool, type_checking: bool) -> None:
    whole = scan(*packages)
    ours = (whole if type_checking else whole.at_run_time).graph(external=external)
    theirs = grimp.build_graph(
        *packages,
        include_external_packages=external,
        exclude_type_checking_imports=not type_checking,
        cache_dir=None,
    )

    assert ours.modules == theirs.modules
    assert edges(ours) == edges(theirs)
    assert {m for m in ours.modules if ours.is_module_squashed(m)} == {
        m for m in theirs.modules if theirs.is_module_squashed(m)
    }


def test_a_graph_cut_from_a_wider_one_is_the_one_that_is_read(tmp_path: Path) -> None:
    """Modules in folders without `__init__.py` go, with what only they import; who imports them is read again."""
    write_tree(tmp_path, {
        "shop/orders.py": "from shop.loose import prices\nfrom shop import loose\nimport shop.loose.prices, json\n",
        "shop/loose/no_init": "",
        "shop/loose/prices.py": "import numpy, json\nfrom shop import orders\n",
    })  # fmt: skip
    portions = (read_portion("shop", tmp_path / "shop"),)
    cut, read = Scan(portions), Scan(portions).shared_graph
    assert "shop.loose.prices" in cut.whole.shared_graph.modules

    assert cut.shared_graph.modules == read.modules
    assert edges(cut.shared_graph) == edges(read)
    assert cut.whole.shared_graph.modules > read.modules
