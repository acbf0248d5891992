"""Which modules are tests: they may import anything, and what they define is neither port nor adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.architecture.module_names import with_ancestors

if TYPE_CHECKING:
    from collections.abc import Collection

    from grimp import ImportGraph

_FOLDERS = frozenset({"tests", "test", "__tests__", "__test__"})


def is_called_a_test(module: str) -> bool:
    """Whether a module is a test by where it is or what it is called."""
    return not _FOLDERS.isdisjoint(module.split(".")[1:-1]) or _is_a_test_by_itself(module)


def _is_a_test_by_itself(module: str) -> bool:
    name = module.rpartition(".")[2]
    return name in ("tests", "conftest") or name.startswith("test_") or name.endswith("_test")


def find_tests(graph: ImportGraph, named: Collection[str] = ()) -> frozenset[str]:
    """The tests among the modules of a graph.

    What the code itself imports is no test, whatever it is called, nor what the settings name: a laboratory may have a
    module `blood_test`, and a context `test`.

    Args:
        graph: the imports of a repository.
        named: the modules that are said to be code.
    """
    tests = {module for module in graph.modules if is_called_a_test(module) and not graph.is_module_squashed(module)}
    if not tests:
        return frozenset()
    called_so = {module for module in graph.modules if module.rpartition(".")[2] == "test"}
    # The standard library has a package `test`, too.
    for folder in sorted(module for module in called_so if not graph.is_module_squashed(module)):
        if folder.rpartition(".")[0] and _is_a_context(folder, graph):
            tests -= _code_in(folder, tests)
        elif tests & graph.find_children(folder):
            tests.add(folder)
    for name in filter(is_called_a_test, named):
        tests -= _code_in(name, tests)
    waiting = [module for module in graph.modules if module not in tests]
    while waiting and tests:
        used = graph.find_modules_directly_imported_by(waiting.pop()) & tests
        # Nobody imports one module of a package without the package itself.
        code = used | {name for module in used for name in with_ancestors(module) if name in tests}
        code |= {inner for module in used for inner in _of_its_context(module, tests)}
        tests -= code
        waiting.extend(code)
    return frozenset(tests)


def _is_a_context(folder: str, graph: ImportGraph) -> bool:
    """Whether a folder `test` has packages of its own, and nothing that is called a test."""
    inside = [name for name in graph.modules if name.startswith(f"{folder}.")]
    packages = [name for name in graph.find_children(folder) if graph.find_children(name)]
    return bool(packages) and not any(map(_is_a_test_by_itself, inside))


def _of_its_context(module: str, tests: Collection[str]) -> set[str]:
    """The code in the folder `test` that an imported module lies in: the folder is then a part of the code."""
    folders = [name for name in with_ancestors(module) if name.rpartition(".")[2] == "test"]
    return set().union(*(_code_in(folder, tests) for folder in folders))


def _code_in(folder: str, tests: Collection[str]) -> set[str]:
    inside = {name for name in tests if f"{name}.".startswith(f"{folder}.")}
    return {
        name
        for name in inside
        if not any(_is_a_test_by_itself(above) for above in with_ancestors(name) if above.startswith(f"{folder}."))
    }


def without(graph: ImportGraph, modules: Collection[str]) -> ImportGraph:
    """Take modules out of a graph that is the caller's own."""
    for module in modules:
        graph.remove_module(module)
    return graph
