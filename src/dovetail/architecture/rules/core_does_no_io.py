"""ARCH-14: the core does no input or output."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dovetail.architecture.declarations import Declarations
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture

ID = "ARCH-14"

_MODULES = frozenset({
    "socket", "socketserver", "subprocess", "sqlite3", "dbm", "shelve", "http.client", "http.server",
    "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc", "shutil", "tempfile", "fileinput", "mmap",
    "selectors",
})  # fmt: skip
_BUILTINS = frozenset({"open", "input", "print"})
_FUNCTIONS = frozenset({
    "os.getenv", "os.environ", "os.system", "os.popen", "os.listdir", "os.scandir", "os.remove", "os.unlink",
    "os.rename", "os.replace", "os.mkdir", "os.makedirs", "os.walk", "os.stat", "io.open", "sys.stdin", "sys.stdout",
    "sys.stderr", "sys.argv",
})  # fmt: skip
_METHODS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes"})

_LAST_WORDS = sorted(name.rpartition(".")[2] for name in _MODULES | _BUILTINS | _FUNCTIONS | _METHODS)
_WORDS = re.compile(rf"\b({'|'.join(_LAST_WORDS)})\b".encode())


def check(architecture: Architecture) -> Iterator[Finding]:
    """Files, sockets, processes, the console and the environment, touched by modules of the core."""
    structure = architecture.hexagon.structure
    for module in architecture.core_modules:
        declared = structure.declarations(module) if _WORDS.search(structure.text(module)) else None
        for what, line in sorted(set(_touches(declared)), key=lambda touch: touch[::-1]) if declared else ():
            message = f"{module} does input or output: {what}"
            fix = "let a port ask for it, and an adapter do it"
            yield architecture.code.finding(ID, module, line, message=message, fix=fix)


def _touches(declared: Declarations) -> Iterator[tuple[str, int]]:
    own = _own_names(declared.tree)
    for node in ast.walk(declared.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((name, node.lineno) for name in _imported(node) if _is_io(name))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in _BUILTINS - own:
                yield f"{node.func.id}()", node.lineno
        elif isinstance(node, ast.Attribute) and declared.resolve(node) in _FUNCTIONS:
            yield declared.resolve(node), node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in _METHODS:
            yield f".{node.attr}()", node.lineno


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]


def _is_io(name: str) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in _MODULES) or name in _FUNCTIONS


def _own_names(tree: ast.Module) -> set[str]:
    """Every name that the module gives a meaning of its own: its `open` is not the builtin."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return names | {alias.asname or alias.name for node in imports for alias in node.names}
