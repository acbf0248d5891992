"""Run in a process of its own: what `env.py` knows of the models, where no test has imported any more of them."""

from __future__ import annotations

import ast
import importlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LEFT_OUT = {"tests", "test", "migrations", "alembic", "versions"}


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """The tables that modules of the project declare, and that the metadata of `env.py` has not."""
    sys.path[:] = asked["path"]
    from dovetail.suites.migration.tools.alembic_tree import AlembicTree, config_of  # noqa: PLC0415 - path is set now

    tree = AlembicTree(config_of(Path(asked["origin"])))
    known = _metadata(tree.config, tree.script, asked["url"])
    if not known:
        return {"found": [], "reason": "env.py names no target_metadata"}
    before = {each.fullname for metadata in known for each in metadata.tables.values()}
    found = []
    for module in list(_declaring(_packages(known))):
        try:
            held = importlib.import_module(module)
        except Exception:  # noqa: BLE001 - a module that cannot be imported declares no table for anybody
            continue
        now = {each.fullname for metadata in known for each in metadata.tables.values()}
        found += [f"{module} declares the table {name}, and env.py does not import it" for name in sorted(now - before)]
        before |= now
        found += [
            f"{module} declares the table {name}, on another metadata than that of env.py"
            for name in _elsewhere(held, known)
        ]
    return {"found": sorted(set(found))}


def _metadata(config: Any, script: Any, url: str) -> list[Any]:
    """What `env.py` compares with: it is run as for `--sql`; one that connects even so has the scratch database."""
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415 - as above

    found: list[Any] = []
    environment = EnvironmentContext(
        config, script, fn=lambda _revision, _context: [], as_sql=True, output_buffer=io.StringIO()
    )
    configure = environment.configure

    def noting(*args: Any, **options: Any) -> None:
        held = options.get("target_metadata")
        found.extend(held if isinstance(held, (list, tuple)) else [held] if held is not None else [])
        configure(*args, **options)

    environment.configure = noting  # type: ignore[method-assign]
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    try:
        with environment:
            script.run_env()
    except Exception:
        if not found:
            raise
    return found


def _packages(known: Any) -> set[Path]:
    """The folders of the packages whose classes are mapped to the tables."""
    tables = {id(table) for metadata in known for table in metadata.tables.values()}
    found = set()
    for name, module in list(sys.modules.items()):
        for each in list(vars(module).values()) if hasattr(module, "__dict__") else []:
            if isinstance(each, type) and id(getattr(each, "__table__", None)) in tables and each.__module__ == name:
                top = sys.modules[name.partition(".")[0]]
                found |= {Path(folder) for folder in getattr(top, "__path__", ())}
    return found


def _declaring(packages: set[Path]) -> Iterator[str]:
    """The modules in which a table is declared, by their dotted names."""
    for package in sorted(packages):
        for file in sorted(package.rglob("*.py")):
            parts = file.relative_to(package.parent).with_suffix("").parts
            if not _LEFT_OUT & set(parts[1:]) and _declares(file):
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _declares(file: Path) -> bool:
    text = file.read_text(encoding="utf-8", errors="replace")
    if "__tablename__" not in text and "Table(" not in text and "table=True" not in text:
        return False
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return False
    return any(
        (isinstance(node, ast.Name) and node.id == "__tablename__" and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Table")
        or (isinstance(node, ast.keyword) and node.arg == "table")
        for node in ast.walk(tree)
    )


def _elsewhere(module: Any, known: Any) -> Iterator[str]:
    """The tables of a module's classes that are on another metadata."""
    for each in list(vars(module).values()):
        table = getattr(each, "__table__", None) if isinstance(each, type) else None
        if table is not None and each.__module__ == module.__name__ and table.metadata not in known:
            yield table.fullname


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
