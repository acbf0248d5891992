"""What is borrowed from others: no name that a dependency keeps for itself, no exception that is caught unsaid."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    path
    for folder in ("src", "tests", "benchmarks", "downstream", "examples")
    for path in (ROOT / folder).rglob("*.py")
)

DISTRIBUTIONS = packages_distributions().keys()
# Packages whose insides have no underscore: what their documentation does not name.
INSIDES = re.compile(
    r"grimp\.(application|adaptors|domain|main)\b|importlinter\.(application|adapters|domain|contracts|configuration)\b"
    r"|hypothesis\.(internal|vendor)\b|hypothesis\.strategies\._|redis\.(_|utils\b)|sqlalchemy\.(util|testing)\b"
)
KEPT_FOR_ITSELF = re.compile(r"(^|\.)_(?!_)")
# To parse every file takes as long as the suites of a whole kind: what an import looks like is found without.
IMPORT = re.compile(r"^[ \t]*(?:import|from)\b[^\n(]*(?:\([^)]*\))?", re.MULTILINE)
SUSPECT = re.compile(
    r"\b_(?!_)|\b(grimp|importlinter|hypothesis|redis|sqlalchemy)\b.*\b"
    r"(application|adaptors|adapters|domain|main|contracts|configuration|internal|vendor|utils?|testing)\b",
    re.DOTALL,
)
CATCHES_ALL = re.compile(r"\bexcept\s*:|\b(?:Base)?Exception\b")

ALLOWED = {
    "grimp.application.scanning.scan_imports": "build_graph gives up all modules for one file that cannot be "
    "parsed, and finds packages through sys.modules",
    "grimp.application.ports.modulefinder.FoundPackage": "what scan_imports takes",
    "grimp.application.ports.modulefinder.ModuleFile": "what scan_imports takes",
    "grimp.adaptors.filesystem.FileSystem": "test_grimp_parity: which files grimp itself finds, to hold ours against",
    "grimp.adaptors.modulefinder.ModuleFinder": "test_grimp_parity: the same",
    "importlinter.contracts": "the folder of the built-in contract types, of which there is no public list",
    "importlinter.domain.contract.InvalidContractOptions": "what a Contract raises of options that it refuses",
}


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports from elsewhere, with what it takes from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_suspect(text: str) -> bool:
    """Whether an import of a module may take what is not for others."""
    return any(SUSPECT.search(each) for each in IMPORT.findall(text))


def is_borrowed(name: str) -> bool:
    """Whether a name is another distribution's."""
    top = name.partition(".")[0]
    return top != "dovetail" and top in DISTRIBUTIONS


def test_no_name_is_borrowed_that_a_dependency_keeps_for_itself() -> None:
    """Its next release may move it. The few exceptions have a reason, and go when they are no longer used."""
    found = {
        name: path.relative_to(ROOT).as_posix()
        for path in FILES
        if is_suspect(text := path.read_text(encoding="utf-8"))
        for name in imported(ast.parse(text))
        if is_borrowed(name) and (KEPT_FOR_ITSELF.search(name) or INSIDES.match(name))
    }

    assert {name: path for name, path in found.items() if name not in ALLOWED} == {}
    assert sorted(ALLOWED.keys() - found) == []


@pytest.mark.parametrize(
    ("line", "borrowed"),
    [
        ("from _pytest.fixtures import FixtureRequest", True),
        ("import hypothesis.internal.conjecture.engine", True),
        ("from importlinter.application import use_cases", True),
        ("from importlinter import application", True),
        ("from importlinter.application import (\n    use_cases,\n)", True),
        ("from grimp import _rustgrimp", True),
        ("from pytest import (\n    _private,\n)", True),
        ("from grimp import ImportGraph", False),
        ("from grimp.exceptions import SourceSyntaxError", False),
        ("from dovetail.errors import _private", False),
    ],
)
def test_the_names_are_told_apart(line: str, *, borrowed: bool) -> None:
    (name,) = imported(ast.parse(line))

    assert is_suspect(f"import re\n\n{line}\n") or not borrowed
    assert bool(is_borrowed(name) and (KEPT_FOR_ITSELF.search(name) or INSIDES.match(name))) is borrowed


def silent_catches(text: str) -> Iterator[int]:
    """The lines of handlers that catch every exception, go on, and neither use it nor say which are meant."""
    if not CATCHES_ALL.search(text):
        return
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler) or not _catches_all(node.type):
            continue
        used = any(isinstance(each, ast.Name) and each.id == node.name for each in ast.walk(node))
        raised = any(isinstance(each, ast.Raise) for each in ast.walk(node))
        if not (used or raised or re.search(r"# noqa: BLE001 - \w+", lines[node.lineno - 1])):
            yield node.lineno


def _catches_all(caught: ast.expr | None) -> bool:
    each = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(one is None or (isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"}) for one in each)


@pytest.mark.parametrize(
    ("handler", "silent"),
    [
        ("except Exception:\n    pass", True),
        ("except (ValueError, BaseException) as error:\n    pass", True),
        ("except:\n    x = 1", True),
        ("except Exception as error:\n    x = str(error)", False),
        ("except Exception:\n    raise", False),
        ("except Exception:  # noqa: BLE001 - whatever a setter raises\n    x = 1", False),
        ("except ValueError:\n    pass", False),
    ],
)
def test_the_handlers_are_told_apart(handler: str, *, silent: bool) -> None:
    assert list(silent_catches(f"try:\n    x = 0\n{handler}\n")) == [3] * silent


@pytest.mark.parametrize("folder", ["src", "benchmarks", "downstream"])
def test_what_catches_every_exception_says_which(folder: str) -> None:
    """It hands the exception on, or says beside the line which are meant and why nothing is lost."""
    silent = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in FILES
        if path.is_relative_to(ROOT / folder)
        for line in silent_catches(path.read_text(encoding="utf-8"))
    ]

    assert silent == []
