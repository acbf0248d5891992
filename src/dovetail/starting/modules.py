"""The text of the modules that are written: a contract for each port, a suite for each adapter and each mapper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from dovetail.starting.arguments import SHARED
from dovetail.starting.imported import Imports
from dovetail.starting.store_classes import known, mongo_value, store_text

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.starting.construction import Construction
    from dovetail.starting.mappers import FoundMapper
    from dovetail.starting.ports import FoundPort
    from dovetail.starting.tables import Tables

FILL_IN = "fill in:"
"""What a line begins with that only a person can write."""
_WIDTH = 84  # of a line in a class, so that no formatter's limit is met


def contract_module(port: FoundPort, contract: str, others: Iterable[str] = ()) -> str:
    """The module with the contract of a port.

    Args:
        port: the port.
        contract: the class's name.
        others: the modules with the contracts of repositories, which that of a unit of work must know.
    """
    imports = Imports()
    imports.name("dovetail", port.kind.contract)
    imports.cls(port.cls)
    for module in others:
        imports.module(module, "its unit has this repository")
    body = f"class {contract}({port.kind.contract}):\n    port = {port.cls.name}\n"
    if port.kind.contract == "GatewayContract":
        body += f'    calls = None  # {FILL_IN} how each operation is called, {{"name": ("its", "arguments")}}\n'
        body += f'    replies = None  # {FILL_IN} what the provider answers to each, {{"name": Reply(json=...)}}\n'
    if port.kind.operations:
        stated = ", ".join(f'"{operation}": "{name}"' for operation, name in port.kind.operations.items())
        body += f"    operations = {{{stated}}}\n"
    root = port.cls.module.partition(".")[0]
    statements = imports.text([root, "contracts"])
    promised = f"What every adapter of {port.cls.name} promises."
    if port.is_its_own:
        promised = f"What {port.cls.name} promises: it implements no port, and is held to its own operations."
    return f'"""{promised}"""\n\n{statements}\n\n\n{body}'


def suite_module(
    adapter: Class,
    construction: Construction,
    contract: tuple[str, str],
    kind: str,
    *,
    marked: bool = False,
    repositories: Mapping[str, tuple[str, str]] | None = MappingProxyType({}),
) -> str:
    """The test module that holds an adapter to its contract.

    Args:
        adapter: its class.
        construction: how it is opened.
        contract: the contract's module and name.
        kind: the contract of dovetail's that it is made from.
        marked: whether pytest-django keeps everybody from the database who has no mark.
        repositories: of a unit of work, its attributes that hold one, each with the module and name of its contract;
            None where nothing tells which it holds.
    """
    imports = Imports()
    imports.name(*contract)
    above, mark = "", ""
    if kind in _AT_AN_ADDRESS:
        lines = _at_an_address(adapter, construction, kind)
    elif known([construction.store]):
        store = store_text(construction, _opened(adapter, construction, imports), imports, marked=marked)
        above, lines, mark = store.above, list(store.inside), store.mark
    else:
        lines = _opening(adapter, construction, imports)
    body = "\n".join([f"class Test{adapter.name}({contract[1]}):", *(f"    {line}".rstrip() for line in lines)])
    body = f"{mark}\n{body}" if mark else body
    if repositories or repositories is None:
        head, _, rest = body.partition(":\n")
        body = f"{head}:\n    repositories = {_held(repositories, imports)}\n\n{rest}"
    statements = imports.text([adapter.module.partition(".")[0], "contracts"])
    above = f"{above.strip()}\n\n\n" if above else ""
    return f'"""{adapter.name}, held to {contract[1]}."""\n\n{statements}\n\n\n{above}{body}\n'


def _held(repositories: Mapping[str, tuple[str, str]] | None, imports: Imports) -> str:
    if repositories is None:
        return f'{{}}  # {FILL_IN} the attributes that hold a repository, {{"orders": OrdersContract}}'
    said = ", ".join(f'"{name}": {imports.name(*each)}' for name, each in repositories.items())
    return f"{{{said}}}"


def _opened(adapter: Class, made: Construction, imports: Imports) -> str:
    """What opens an adapter over a store of the suite's own."""
    given = {made.parameter: mongo_value(made.given)} if made.parameter else {}
    return _called(imports.cls(adapter), made, imports, given)


def mapper_module(mapper: FoundMapper, construction: Construction) -> str:
    """The test module that holds a mapper to its contract."""
    imports = Imports()
    imports.name("dovetail", "MapperContract")
    name = imports.cls(mapper.cls)
    line = f"mapper = {name}"
    if construction.unknown:
        said = f"{FILL_IN} an object of {name}; {construction.unknown}"
        line = f"mapper = None  # {said}"
    elif construction.arguments:
        line = f"mapper = {_called(name, construction, imports)}"
    own = [mapper.cls.module.partition(".")[0]]
    body = f"class Test{name}(MapperContract):\n    {line}\n"
    head = f"{name}: what a round trip between {mapper.domain.name} and {mapper.model.name} must keep."
    return f'"""{head}"""\n\n{imports.text(own)}\n\n\n{body}'


def _opening(adapter: Class, made: Construction, imports: Imports) -> list[str]:
    """The lines of the suite that open its adapter."""
    if made.store == "none":
        name = imports.cls(adapter)
        bare = not made.arguments
        return [f"adapter = {name}" if bare else f"adapter = staticmethod(lambda: {_called(name, made, imports)})"]
    if made.store in ("sql", "async sql") and made.tables is not None:
        return _sql(adapter, made.tables, made, imports)
    if made.store in ("redis", "async redis"):
        return _redis(adapter, made, imports)
    return _unknown(adapter, made)


_AT_AN_ADDRESS = {"GatewayContract": "url"}
"""The kinds whose adapters are called with the address of a provider that dovetail runs, and what that is called."""


def _at_an_address(adapter: Class, made: Construction, kind: str) -> list[str]:
    address = _AT_AN_ADDRESS[kind]
    said = f"open {adapter.name} for the provider at that {address.upper()}; {made.unknown or made.why}"
    imported = f"from {adapter.module} import {adapter.name}"
    return _unfinished(f"adapter({address})", said, imported, f"return {adapter.name}({address})")


def _sql(adapter: Class, tables: Tables, made: Construction, imports: Imports) -> list[str]:
    asynchronous = made.store == "async sql"
    imports.module("pytest", "")
    store = imports.name("dovetail.stores", "AsyncSqlAlchemyStore" if asynchronous else "SqlAlchemyStore")
    imports.name(tables.module, tables.name)
    name = imports.cls(adapter)
    opened = name
    if made.arguments:
        parameter = _parameter(made)
        opened = f"lambda {parameter}: {_called(name, made, imports, {made.parameter: parameter})}"
    given = "async_engine" if asynchronous else "engine"
    missing: list[str] = []
    if made.unknown:
        imports.names.pop(adapter.module, None)  # what it reaches by itself may fail at import
        said = f"{FILL_IN} open {name} over {given}; {made.unknown}"
        missing = [f"    raise NotImplementedError({_quoted(said)})", f"    from {adapter.module} import {name}"]
        opened = f"lambda engine: {f'{name}(...)' if made.given else _called(name, made, imports)}"
    arguments = [given, f"metadata={tables.expression}", f"adapter={opened}", *(["commit=True"] if made.commit else [])]
    return ["@pytest.fixture", f"def store(self, {given}):", *missing, *_returned(store, arguments)]


def _returned(name: str, arguments: list[str]) -> list[str]:
    """What is returned: in one line, or an argument a line where that is long."""
    line = f"    return {name}({', '.join(arguments)})"
    if len(line) <= _WIDTH:
        return [line]
    return [f"    return {name}(", *(f"        {each}," for each in arguments), "    )"]


def _redis(adapter: Class, made: Construction, imports: Imports) -> list[str]:
    store = imports.name("dovetail.stores", "AsyncRedisStore" if made.store == "async redis" else "RedisStore")
    name = imports.cls(adapter)
    opened = name
    if made.arguments:
        opened = f"lambda client: {_called(name, made, imports, {made.parameter: 'client'})}"
    said = f"client = redis.Redis(...); {made.unknown}"
    return _unfinished("store()", said, f"return {store}(client, adapter={opened})")


def _unknown(adapter: Class, made: Construction) -> list[str]:
    said = f"open {adapter.name} over an empty store; {made.unknown}"
    imported = f"from {adapter.module} import {adapter.name}"  # inside: what it reaches by itself may fail at import
    return _unfinished("adapter()", said, imported, f"return {adapter.name}(...)")


def _unfinished(head: str, said: str, *lines: str) -> list[str]:
    """A function that raises until somebody fills in what only a person can know."""
    raised = f"raise NotImplementedError({_quoted(f'{FILL_IN} {said}')})"
    return ["@staticmethod", f"def {head}:", *(f"    {line}" for line in (raised, *lines))]


def _called(name: str, made: Construction, imports: Imports, given: dict[str, str] | None = None) -> str:
    for each in made.arguments:
        for cls in each.classes:
            imports.cls(cls)
    shared = next(iter((given or {}).values()), "")
    arguments = {**(given or {}), **{each.name: each.text.replace(SHARED, shared) for each in made.arguments}}
    return f"{name}({', '.join(f'{key}={value}' for key, value in arguments.items())})"


def _parameter(made: Construction) -> str:
    """A parameter's name by which the store knows what to give."""
    for word, name in (("maker", "sessions"), ("Engine", "engine"), ("Connection", "connection")):
        if re.search(word, made.why):
            return name
    return "session"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', "'") + '"'
