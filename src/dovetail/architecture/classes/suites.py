"""The contract suites of a repository, found in its tests without running them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dovetail.architecture.classes.bodies import Body, read_body
from dovetail.architecture.classes.declarations import Class, Declarations
from dovetail.architecture.classes.headers import Headers
from dovetail.architecture.classes.read_declarations import read_declarations
from dovetail.architecture.source.files_of_tests import find_test_files
from dovetail.architecture.source.texts import UNPARSABLE, read_text
from dovetail.catalogue import kinds
from dovetail.naming import camel

_BASE_OF_OTHER_KINDS = "StoreContract"


class SuiteClass(NamedTuple):
    """A class that derives from one of dovetail's contracts: a contract for a port, a suite, or both in one.

    Attributes:
        name: the class's name.
        path: its file.
        line: where it is defined.
        kind: the contract of dovetail's that it derives from.
        port: the name of the port that it states, or that a class states from which it derives; else nothing.
        names: every name that its body uses.
    """

    name: str
    path: Path
    line: int
    kind: str
    port: str
    names: frozenset[str]


class Suites(NamedTuple):
    """What the tests hold to a contract.

    Attributes:
        ports: the names of the ports that contracts speak of, each with its contract's name.
        mentioned: every name that a module with suites uses, or a conftest beside or above them.
        imported: what those modules import.
        classes: the contracts and suites themselves.
        left: folders that were not looked into, for links lead to too many.
    """

    ports: dict[str, str]
    mentioned: frozenset[str]
    imported: frozenset[str]
    classes: tuple[SuiteClass, ...] = ()
    left: tuple[str, ...] = ()


@cache
def _contracts() -> frozenset[str]:
    """The contracts that suites derive from: one for each kind that has its clauses in `contracts/`."""
    return frozenset(f"{camel(kind)}Contract" for kind in kinds()) | {_BASE_OF_OTHER_KINDS}


def find_suites(root: Path) -> Suites:
    """Read the classes in a repository's test folders that derive, at any remove, from one of dovetail's contracts."""
    tests = find_test_files(root)
    modules, contracts = _related(root, tests.modules)
    holding = _holding(modules, contracts)
    ports = {port: name for module in holding for port, name in _ports(module, contracts)}
    lineage = _Lineage({cls.name: cls for module in modules for cls in module.classes.values()}, ports)
    mentioned, imported = set[str](), set[str]()
    classes: list[SuiteClass] = []
    for module in holding:
        body = _body(module)
        mentioned.update(_mentioned(body))
        imported.update(dotted for dotted, _ in body.uses())
        classes += _classes(module, body, contracts, lineage)
    return Suites(ports, frozenset(mentioned), frozenset(imported), tuple(classes), tuple(tests.left))


def _holding(modules: list[Declarations], contracts: set[str]) -> list[Declarations]:
    """The modules with suites, and the conftests that pytest reads for them: those beside them or above."""
    suites = [module for module in modules if _has_suite(module, contracts)]
    reached = {folder for module in suites for folder in module.path.parents}
    used = {module.path for module in suites}
    used |= {each.path for each in modules if each.path.name == "conftest.py" and each.path.parent in reached}
    return [module for module in modules if module.path in used]


def files_with_suites(root: Path) -> list[Path]:
    """The test modules in which a class derives, at any remove, from one of dovetail's contracts."""
    modules, contracts = _related(root, find_test_files(root).modules)
    return [module.path for module in modules if _has_suite(module, contracts)]


def _related(root: Path, paths: Iterable[str]) -> tuple[list[Declarations], set[str]]:
    """The test modules that may have to do with contracts, and the names of all contracts and suites.

    Only those are parsed in whose text a contract may be a base, and every conftest. Imports between test modules vary
    too much to follow anything but names.
    """
    headers = Headers()
    for path in paths:
        with suppress(OSError):
            headers.add(path, read_text(path))
    found = {path: _parsed(root, path) for path in paths if path.endswith(f"{os.sep}conftest.py")}
    known, waiting = set(_contracts()), set(_contracts())
    while waiting:
        found.update({path: _parsed(root, path) for path in headers.using(waiting) if path not in found})
        classes = [cls for module in found.values() if module for cls in module.classes.values()]
        waiting = {cls.name for cls in classes if _bases(cls) & known} - known
        known |= waiting
    return [module for _, module in sorted(found.items()) if module], known


def _parsed(root: Path, path: str) -> Declarations | None:
    name = ".".join(Path(path).relative_to(root).with_suffix("").parts)
    try:
        text = read_text(path)
        return read_declarations(name, Path(path), text, ast.parse(text))
    except (OSError, *UNPARSABLE):
        return None  # not part of any verdict: a test that cannot be parsed fails by itself


def _body(module: Declarations) -> Body:
    """Parsed once more: few tests hold suites, and the syntax of all would fill the memory."""
    return read_body(module, ast.parse(module.path.read_bytes()))


def _bases(cls: Class) -> set[str]:
    return {base.rpartition(".")[2] for base in cls.bases}


def _has_suite(module: Declarations, contracts: set[str]) -> bool:
    return any(_bases(cls) & contracts for cls in module.classes.values())


class _Lineage(NamedTuple):
    """From whom the classes of the tests derive, by name alone."""

    classes: dict[str, Class]
    ports: dict[str, str]

    def of(self, name: str) -> Iterator[str]:
        """A class's name, and the names of all its bases."""
        waiting, seen = [name], set[str]()
        for each in waiting:
            if each not in seen:
                seen.add(each)
                yield each
                waiting += sorted(_bases(self.classes[each])) if each in self.classes else []

    def port(self, name: str) -> str:
        """The port that a class or the nearest of its bases states."""
        stated = {contract: port for port, contract in self.ports.items()}
        return next((stated[each] for each in self.of(name) if each in stated), "")


def _classes(module: Declarations, body: Body, contracts: set[str], lineage: _Lineage) -> Iterator[SuiteClass]:
    for node in body.tree.body:
        if not isinstance(node, ast.ClassDef) or node.name not in module.classes:
            continue
        if not _bases(module.classes[node.name]) & contracts:
            continue
        kind = next((each for each in lineage.of(node.name) if each in _contracts()), "")
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        names |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
        yield SuiteClass(node.name, module.path, node.lineno, kind, lineage.port(node.name), frozenset(names))


def _ports(module: Declarations, contracts: set[str]) -> Iterator[tuple[str, str]]:
    for cls in module.classes.values():
        for statement in cls.statements if _bases(cls) & contracts else ():
            if isinstance(statement, ast.Assign | ast.AnnAssign) and _names_the_port(statement):
                yield module.resolve(statement.value).rpartition(".")[2], cls.name


def _names_the_port(statement: ast.Assign | ast.AnnAssign) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return any(ast.unparse(target) == "port" for target in targets)


def _mentioned(body: Body) -> Iterator[str]:
    used = {node.id for node in body.nodes if isinstance(node, ast.Name)}
    yield from used
    for node in body.nodes:
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if (alias.asname or alias.name) in used)
