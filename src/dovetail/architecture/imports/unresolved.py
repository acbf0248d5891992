"""Imports of modules below a root package that are not there to be read: compiled, generated later, or gone.

grimp drops them without a word. They count as imports of the nearest package above that is there.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dovetail.architecture.source.texts import UNPARSABLE, Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

# What an import statement names, as it stands there: after `from`, or after `import`.
Statement = tuple[bytes, bytes]


class Unresolved(NamedTuple):
    """One import of a module that is not there.

    Attributes:
        importer: the module that imports.
        imported: what it names.
        parent: the nearest package above that, which stands for it; none where it is above the importer too.
        line: where.
        text: the statement's first line.
        type_checking: whether it stands under `if TYPE_CHECKING:`.
    """

    importer: str
    imported: str
    parent: str | None
    line: int
    text: str
    type_checking: bool


def find_unresolved(
    modules: Mapping[str, str],
    namespaces: Collection[str],
    roots: Collection[str],
    texts: Texts,
    importers: Collection[str],
) -> tuple[Unresolved, ...]:
    """Every such import, in order.

    Args:
        modules: every module and its file.
        namespaces: the packages without a file.
        roots: the root packages.
        texts: what is in the files.
        importers: the modules that may have such an import after `from`.
    """
    known = {*modules, *namespaces}
    inside = tuple(f"{root}." for root in roots)
    tops = {root.partition(".")[0].encode() for root in roots}
    statement, plain = _statement(tops)
    found: list[Unresolved] = []
    # The statements that are known to name what is there: anywhere, and in the modules of a package.
    fine, fine_within = set[Statement](), defaultdict[str, set[Statement]](set)
    for module in sorted(modules):
        package = module if modules[module].endswith("__init__.py") else module.rpartition(".")[0]
        try:
            text = texts.of(modules[module])
        except OSError:
            continue  # told by whoever reads its imports
        if module not in importers and not any(_is_named_without_from(top, text) for top in tops):
            continue
        new = set((statement if module in importers else plain).findall(b"\n" + text)) - fine - fine_within[package]
        missing = {
            said for said in new if any(name not in known and name.startswith(inside) for name in _named(said, package))
        }
        for said in new - missing:
            (fine_within[package] if said[0].startswith(b".") else fine).add(said)
        if missing:
            found += _in_module(module, package, text, known, inside)
    return tuple(found)


def _is_named_without_from(top: bytes, text: bytes) -> bool:
    """Whether a text names something below a root package but by `from shop.orders`: to count takes the least time."""
    return text.count(top + b".") > text.count(b"from " + top + b".")


def _statement(tops: Iterable[bytes]) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What finds the import statements that may name something below a root package; and those without `from`.

    A line break is found many times as fast as the start of a line, and a word with which a pattern begins even faster.
    """
    either = b"|".join(sorted(map(re.escape, tops)))
    named = rb"(?:\.|(?:%s)(?![\w\x80-\xff]))[\w.\x80-\xff]*" % either
    # Without going back, which halves the time.
    names = rb"[ \t]++(?=[^\n#;]*?(?:%s)(?![\w\x80-\xff]))([^\n#;]+)" % either
    statement = rb"\n[ \t]*+(?:from[ \t\\\n]++(%s)[ \t\\\n]++import\b|import%s)" % (named, names)
    return re.compile(statement), re.compile(rb"import(?<!\Simport)()" + names)


def _named(said: Statement, package: str) -> Iterator[str]:
    """The modules that a statement names, as absolute names."""
    start, plain = said
    words = [start] if start else [word for part in plain.split(b",") for word in part.split()[:1]]
    yield from (_absolute(word.decode("utf-8", "replace"), package) for word in words)


def _absolute(name: str, package: str) -> str:
    bare = name.lstrip(".")
    level = len(name) - len(bare)
    if not level:
        return bare
    parts = package.split(".")
    if level > len(parts):
        return ""
    base = ".".join(parts[: len(parts) - level + 1])
    return f"{base}.{bare}" if bare else base


def _in_module(
    module: str, package: str, text: bytes, known: Collection[str], inside: tuple[str, ...]
) -> Iterator[Unresolved]:
    try:
        tree = ast.parse(text)
    except UNPARSABLE:
        return  # told as a file that cannot be parsed
    lines = text.decode("utf-8", "replace").splitlines()
    for node, type_checking in _imports(tree):
        if isinstance(node, ast.ImportFrom):
            names = [_absolute("." * node.level + (node.module or ""), package)]
        else:
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith(inside) and name not in known:
                parent = next(above for above in _above(name) if above in known or "." not in above)
                counted = None if f"{module}.".startswith(f"{parent}.") or parent not in known else parent
                line = lines[node.lineno - 1].strip() if node.lineno <= len(lines) else ""
                yield Unresolved(module, name, counted, node.lineno, line, type_checking)


def _imports(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Every import statement, and whether it is for type checkers alone."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    for node, type_checking in waiting:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, type_checking
        guarded = node.body if isinstance(node, ast.If) and _is_for_types(node.test) else []
        apart = {id(inner) for inner in guarded}
        waiting += [(child, type_checking or id(child) in apart) for child in ast.iter_child_nodes(node)]


def _is_for_types(test: ast.expr) -> bool:
    named = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return named == "TYPE_CHECKING"


def _above(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
