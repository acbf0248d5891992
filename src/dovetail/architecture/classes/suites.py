"""The contract suites of a repository, found in its tests without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dovetail.architecture.classes.bodies import Body, read_body
from dovetail.architecture.classes.declarations import Class, Declarations
from dovetail.architecture.classes.read_declarations import read_declarations
from dovetail.architecture.repository import TEST_FOLDERS

_CONTRACTS = frozenset({
    "RepositoryContract", "MapperContract", "UnitOfWorkContract", "EventStoreContract", "GatewayContract",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suites:
    """What the tests hold to a contract.

    Attributes:
        ports: the names of the ports that contracts speak of, each with its contract's name.
        mentioned: every name that a module with suites uses, or a conftest beside them.
        imported: what those modules import.
    """

    ports: dict[str, str]
    mentioned: frozenset[str]
    imported: frozenset[str]


def find_suites(root: Path) -> Suites:
    """Read the classes in a repository's test folders that derive, at any remove, from one of dovetail's contracts."""
    modules = list(_test_modules(root))
    contracts = _derived(modules)
    holding = [module for module in modules if module.path.name == "conftest.py" or _has_suite(module, contracts)]
    mentioned, imported = set[str](), set[str]()
    for body in map(_body, holding):
        mentioned.update(_mentioned(body))
        imported.update(dotted for dotted, _ in body.uses())
    ports = {port: name for module in holding for port, name in _ports(module, contracts)}
    return Suites(ports, frozenset(mentioned), frozenset(imported))


def _test_modules(root: Path) -> Iterator[Declarations]:
    for path in sorted(path for folder in TEST_FOLDERS for path in (root / folder).rglob("*.py")):
        text, name = path.read_bytes(), ".".join(path.relative_to(root).with_suffix("").parts)
        try:
            yield read_declarations(name, path, text, ast.parse(text))
        except (SyntaxError, ValueError):
            continue  # not part of any verdict: a test that cannot be parsed fails by itself


def _body(module: Declarations) -> Body:
    """Parsed once more: few tests hold suites, and the syntax of all would fill the memory."""
    return read_body(module, ast.parse(module.path.read_bytes()))


def _derived(modules: list[Declarations]) -> set[str]:
    """The names of contracts and suites; imports between test modules vary too much to follow anything but names."""
    known = set(_CONTRACTS)
    while True:
        more = {cls.name for module in modules for cls in module.classes.values() if _bases(cls) & known} - known
        if not more:
            return known
        known |= more


def _bases(cls: Class) -> set[str]:
    return {base.rpartition(".")[2] for base in cls.bases}


def _has_suite(module: Declarations, contracts: set[str]) -> bool:
    return any(_bases(cls) & contracts for cls in module.classes.values())


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
