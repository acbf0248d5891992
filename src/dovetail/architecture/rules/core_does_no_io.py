"""ARCH-14: the core does no input or output."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.paths import PATH_METHODS, Paths
from dovetail.architecture.classes.scopes import in_scope
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture

ID = "ARCH-14"

_MODULES = frozenset({
    "socket", "socketserver", "subprocess", "sqlite3", "dbm", "shelve", "http.client", "http.server",
    "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc", "shutil", "tempfile", "fileinput", "mmap",
    "selectors", "multiprocessing", "webbrowser", "getpass", "glob",
})  # fmt: skip
_BUILTINS = frozenset({"open", "input", "print", "breakpoint"})
_OS = frozenset({
    "getenv", "putenv", "environ", "environb", "system", "popen", "listdir", "scandir", "remove", "unlink", "rename",
    "replace", "mkdir", "makedirs", "rmdir", "removedirs", "walk", "stat", "open", "getcwd", "chdir", "fork", "kill",
    "access", "chmod", "link", "symlink", "readlink", "truncate", "utime", "path.exists", "path.isfile", "path.isdir",
    "path.getsize", "path.getmtime",
})  # fmt: skip
_FUNCTIONS = frozenset({
    *(f"os.{name}" for name in _OS), *(f"builtins.{name}" for name in _BUILTINS), "io.open", "sys.stdin", "sys.stdout",
    "sys.stderr", "sys.argv", "asyncio.open_connection", "asyncio.start_server", "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell", "logging.FileHandler", "concurrent.futures.ProcessPoolExecutor",
})  # fmt: skip

# What a module must say, and what it must import unless a `*` brings it, to be worth parsing.
_LAST_WORDS = frozenset({name.rpartition(".")[2] for name in _MODULES | _BUILTINS | _FUNCTIONS | PATH_METHODS})
_WORDS = re.compile(rf"\b({'|'.join(sorted(_LAST_WORDS))})\b".encode())
_DOORS = frozenset({name.partition(".")[0] for name in _MODULES | _FUNCTIONS} | {"pathlib"})
_WITHOUT_IMPORT = re.compile(rf"\b({'|'.join(sorted(_BUILTINS))})[\s\\]*\(|import[\s\\]*\*".encode())


def check(architecture: Architecture) -> Iterator[Finding]:
    """Files, sockets, processes, the console and the environment, touched by modules of the core."""
    structure = architecture.hexagon.structure
    for module in architecture.core_modules:
        body = structure.body(module) if _may_touch(architecture, module) else None
        for what, line in _in_order(_touches(body, structure)) if body else ():
            message = f"{module} does input or output: {what}"
            fix = "let a port ask for it, and an adapter do it"
            yield architecture.code.finding(ID, module, line, message=message, fix=fix)


def _may_touch(architecture: Architecture, module: str) -> bool:
    text = architecture.hexagon.structure.text(module)
    imported = architecture.code.graph.find_modules_directly_imported_by(module)
    return bool(_WITHOUT_IMPORT.search(text)) or (not _DOORS.isdisjoint(imported) and bool(_WORDS.search(text)))


def _in_order(touches: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(set(touches), key=lambda touch: touch[::-1])


def _touches(body: Body, structure: Structure) -> Iterator[tuple[str, int]]:
    paths = Paths(body)
    for node, scope in in_scope(body.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((name, node.lineno) for name in _imported(node) if _is_io(name))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            starred = structure.follow(body.resolve(node.func)) if body.names.stars else ""
            if (node.func.id in _BUILTINS and not scope.hides(node.func.id)) or starred in _FUNCTIONS:
                yield f"{node.func.id}()", node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in _LAST_WORDS and body.resolve(node) in _FUNCTIONS:
            yield body.resolve(node), node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and paths.touched_by(node.func):
            yield f".{node.func.attr}()", node.lineno


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]


def _is_io(name: str) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in _MODULES) or name in _FUNCTIONS
