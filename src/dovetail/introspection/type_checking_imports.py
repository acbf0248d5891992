"""The names that a module imports only for type checkers, under `if TYPE_CHECKING:`."""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.util
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dovetail.introspection.source import syntax_of

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator


@dataclass(frozen=True)
class _Import:
    """What is to be imported: a module, or an attribute of one."""

    module: str
    attribute: str | None = None

    def make(self) -> Any:
        module = importlib.import_module(self.module)
        if self.attribute is None:
            return module
        if hasattr(module, self.attribute):
            return getattr(module, self.attribute)
        return importlib.import_module(f"{self.module}.{self.attribute}")


def typing_only(module: types.ModuleType, name: str, otherwise: Any) -> Any:
    """Import for real what a module names only for type checkers.

    By the time that an annotation is resolved its module has been imported, so that the circular import that is often
    avoided in this way cannot fail.
    """
    wanted = _imports(module.__name__).get(name)
    if wanted is None:
        return otherwise
    try:
        return wanted.make()
    except Exception:  # noqa: BLE001 - ImportError, or anything that the imported module's own code raises
        return otherwise


@functools.cache
def _imports(module: str) -> dict[str, _Import]:
    tree = syntax_of(sys.modules[module])
    if tree is None:
        return {}
    package = getattr(sys.modules[module], "__package__", None) or ""
    return {
        name: wanted
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for name, wanted in _names_of(statement, package)
    }


def _names_of(statement: ast.stmt, package: str) -> Iterator[tuple[str, _Import]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, _Import(alias.name)) if alias.asname else (top, _Import(top))
    elif isinstance(statement, ast.ImportFrom):
        source = importlib.util.resolve_name("." * statement.level + (statement.module or ""), package)
        for alias in statement.names:
            yield alias.asname or alias.name, _Import(source, alias.name)
