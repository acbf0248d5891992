"""`[tool.dovetail]`: what a team writes about its architecture, read strictly."""

from __future__ import annotations

import tomllib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dovetail.architecture.source.settings_file import read_if_there
from dovetail.errors import ContractError, nearest
from dovetail.terms import NONE, Terms, read_terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEYS = (
    "root_packages",
    "architecture",
    "layers",
    "contexts",
    "published",
    "allow",
    "names",
    "type_checking_imports",
    "ignore",
    "clauses",
)
# The rules for which it can be said whether imports under `if TYPE_CHECKING:` count.
ON_IMPORTS = ("ARCH-01", "ARCH-02", "ARCH-05", "ARCH-06", "ARCH-16")
KINDS = ("ports", "adapters", "models")
EXAMPLE = '[tool.dovetail]\n  root_packages = ["shop"]\n  architecture = "hexagonal"'


class Ignore(NamedTuple):
    """A rule that is switched off for the files that match, with the reason, and the terms of that."""

    rule: str
    path: str
    reason: str
    terms: Terms = NONE


class Settings(NamedTuple):
    """The table `[tool.dovetail]`, checked for shape; whether its modules exist is for the graph to say.

    Attributes:
        file: where it was read, for messages.
        root_packages: empty when they are to be found.
        architecture: the preset's name; "none" for import contracts alone.
        layers: the modules of each layer; layers that are not named keep the preset's conventional names.
        contexts: bounded contexts, which must not import each other.
        published: names of modules in a context that the others may import, such as `api`.
        allow: third-party packages that the core may import.
        names: patterns that the names of ports, adapters and models follow.
        type_checking_imports: the rules for which imports under `if TYPE_CHECKING:` count.
        ignore: the rules switched off, by path.
        clauses: files with the clauses of contract kinds that are not dovetail's, for `dovetail explain`.
    """

    file: Path
    root_packages: tuple[str, ...] = ()
    architecture: str = "hexagonal"
    layers: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    contexts: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    type_checking_imports: tuple[str, ...] = ON_IMPORTS
    ignore: tuple[Ignore, ...] = ()
    clauses: tuple[str, ...] = ()


def read_settings(file: Path) -> Settings | None:
    """Read `[tool.dovetail]`.

    Args:
        file: a TOML file, usually pyproject.toml.

    Returns:
        The settings, or None where the file or the table is absent.

    Raises:
        ContractError: the file is not TOML, or the table has an unknown key or a value of the wrong type.
    """
    content = read_if_there(file)
    if content is None:
        return None
    tools = _load(file, content).get("tool")
    table = tools.get("dovetail") if isinstance(tools, dict) else None
    if table is None:
        return None
    return _Reader(file).settings(table)


def _load(file: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except RecursionError as error:
        raise ContractError(f"{file.name} is nested too deeply", f"write {file} with fewer brackets") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContractError(f"{file.name} is not valid TOML: {error}", f"correct that line of {file}") from error


class _Reader(NamedTuple):
    """Reads each key by its type, and names the file and the key when it cannot."""

    file: Path

    def settings(self, table: object) -> Settings:
        if not isinstance(table, dict):
            raise self._wrong("[tool.dovetail]", "a table", EXAMPLE)
        self._refuse_unknown_keys(table)
        defaults = Settings(self.file)
        return Settings(
            file=self.file,
            root_packages=self._names(table, "root_packages"),
            architecture=self._text(table, "architecture", defaults.architecture),
            layers=self._layers(table),
            contexts=self._names(table, "contexts"),
            published=self._names(table, "published"),
            allow=self._names(table, "allow"),
            names=self._patterns(table),
            type_checking_imports=self._type_checking_imports(table.get("type_checking_imports", True)),
            ignore=self._ignores(table),
            clauses=self._names(table, "clauses"),
        )

    def _refuse_unknown_keys(self, table: Mapping[str, Any]) -> None:
        for key in table:
            if key not in KEYS:
                near = nearest(key, KEYS)
                hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}"
                raise ContractError(f"{self.file.name}: [tool.dovetail] has no key {key!r}", hint)

    def _names(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
            raise self._wrong(key, "a list of names", f'{key} = ["shop"]')
        return tuple(value)

    def _text(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a string", f'{key} = "{default}"')
        return value

    def _type_checking_imports(self, value: object) -> tuple[str, ...]:
        said = value if isinstance(value, dict) else dict.fromkeys(ON_IMPORTS, value)
        if not all(isinstance(flag, bool) and rule in ON_IMPORTS for rule, flag in said.items()):
            expected = f"true or false, or a table of these for any of {', '.join(ON_IMPORTS)}"
            example = "type_checking_imports = true, or type_checking_imports = {ARCH-05 = false}"
            raise self._wrong("type_checking_imports", expected, example)
        return tuple(rule for rule in ON_IMPORTS if said.get(rule, True))

    def _layers(self, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        layers = table.get("layers", {})
        if not isinstance(layers, dict):
            raise self._wrong("layers", "a table", 'layers = {domain = ["shop.domain"]}')
        return {layer: self._modules(layer, modules) for layer, modules in layers.items()}

    def _modules(self, layer: str, modules: object) -> tuple[str, ...]:
        named = [modules] if isinstance(modules, str) else modules
        if not isinstance(named, list) or not all(isinstance(name, str) and name for name in named):
            raise self._wrong(f"layers.{layer}", "a list of modules", f'{layer} = ["shop.{layer}"]')
        return tuple(named)

    def _patterns(self, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        names = table.get("names", {})
        if not isinstance(names, dict) or not set(names) <= set(KINDS):
            raise self._wrong("names", f"a table of {', '.join(KINDS)}", 'names = {ports = ["*Repository"]}')
        return {kind: self._names(names, kind) for kind in names}

    def _ignores(self, table: Mapping[str, Any]) -> tuple[Ignore, ...]:
        entries = table.get("ignore", [])
        if not isinstance(entries, list):
            raise self._wrong("ignore", "an array of tables", "[[tool.dovetail.ignore]]")
        return tuple(self._ignore(entry) for entry in entries)

    def _ignore(self, entry: object) -> Ignore:
        fields = dict(entry) if isinstance(entry, dict) else {}
        until, who = fields.pop("until", None), fields.pop("who", None)
        example = 'rule = "ARCH-02"\n  path = "src/shop/domain/legacy/**"\n  reason = "goes away with version 3"'
        if set(fields) != {"rule", "path", "reason"} or not all(map(_is_said, fields.values())):
            expected = "entries of rule, path and reason, and of until and who where they have an end"
            raise self._wrong("ignore", expected, f"[[tool.dovetail.ignore]]\n  {example}")
        terms = f'[[tool.dovetail.ignore]]\n  {example}\n  until = 2027-01-31\n  who = "Ana"'
        return Ignore(**fields, terms=read_terms(until, who, terms))

    def _wrong(self, key: str, expected: str, example: str) -> ContractError:
        return ContractError(f"{self.file.name}: {key} must be {expected}", f"write: {example}")


def _is_said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())
