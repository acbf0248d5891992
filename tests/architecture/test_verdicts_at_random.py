"""On any package and any contracts, each verdict is the one that import-linter itself reaches."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dovetail.architecture import lint

if TYPE_CHECKING:
    from collections.abc import Iterator

# The command lint-imports in each folder that it is given, in a process of its own, with import-linter imported once.
LINT_IMPORTS = """
import contextlib, io, json, os, sys
from importlib.metadata import entry_points
(command,) = entry_points(group="console_scripts", name="lint-imports")
program = command.load()
sys.argv = ["lint-imports", "--no-cache"]
for folder in map(str.strip, sys.stdin):
    if not os.fork():
        os.chdir(folder)
        code, said = None, io.StringIO()
        with contextlib.redirect_stdout(said):
            try:
                program()
            except SystemExit as stopped:
                code = stopped.code
        print(json.dumps([code, said.getvalue()]), flush=True)
        os._exit(0)
    _, status = os.wait()
    if status:
        print(json.dumps([status, ""]), flush=True)
"""
MODULES = ("shop.a", "shop.a.x", "shop.a.y", "shop.b", "shop.b.x", "shop.c", "shop.d", "shop.d.x")
EXTERNAL = ("json", "numpy")

names = st.sampled_from([*MODULES, "shop.*", "shop.*.x", "shop.nowhere", *EXTERNAL])
lists = st.lists(names, min_size=1, max_size=3, unique=True)
ignored = st.lists(st.builds("{} -> {}".format, names, names), max_size=2)
alerts = st.sampled_from(["none", "warn", "error"])
flags = st.sampled_from(["true", "false"])

contracts = st.one_of(
    st.fixed_dictionaries({"type": st.just("layers"), "layers": lists, "ignore_imports": ignored}),
    st.fixed_dictionaries({
        "type": st.just("layers"),
        "containers": st.just(["shop"]),
        "layers": st.lists(st.sampled_from(["a", "b : c", "b | c", "(d)", "d"]), min_size=1, max_size=3, unique=True),
        "exhaustive": flags,
    }),
    st.fixed_dictionaries({
        "type": st.just("forbidden"),
        "source_modules": lists,
        "forbidden_modules": lists,
        "allow_indirect_imports": flags,
        "as_packages": flags,
        "ignore_imports": ignored,
        "unmatched_ignore_imports_alerting": alerts,
    }),
    st.fixed_dictionaries({"type": st.just("independence"), "modules": lists, "ignore_imports": ignored}),
    st.fixed_dictionaries({
        "type": st.just("protected"),
        "protected_modules": lists,
        "allowed_importers": lists,
        "as_packages": flags,
    }),
    st.fixed_dictionaries({"type": st.just("acyclic_siblings"), "ancestors": st.just(["shop"])}),
)  # fmt: skip
imports = st.dictionaries(
    st.sampled_from(MODULES),
    st.lists(st.sampled_from([*MODULES, *EXTERNAL, "TYPE_CHECKING"]), max_size=3, unique=True),
    max_size=6,
)


def write(root: Path, found: dict[str, list[str]], session: dict[str, str], contract: dict[str, Any]) -> None:
    for module in ("shop", *MODULES):
        below = any(other.startswith(f"{module}.") for other in MODULES)
        path = root.joinpath(*module.split("."), "__init__.py") if below else root.joinpath(*module.split("."))
        path = path if below else path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from typing import TYPE_CHECKING\n" + "".join(map(statement, found.get(module, ()))))
    lines = ["[importlinter]", "root_package = shop", *(f"{key} = {value}" for key, value in session.items())]
    lines += ["[importlinter:contract:one]", "name = one"]
    for key, value in contract.items():
        listed = "".join(f"\n    {entry}" for entry in value) + "\n" if isinstance(value, list) else f" {value}"
        lines += [f"{key} ={listed}"] if value else []
    (root / ".importlinter").write_text("\n".join(lines))


def statement(imported: str) -> str:
    return "if TYPE_CHECKING:\n    import shop.c\n" if imported == "TYPE_CHECKING" else f"import {imported}\n"


class LintImports:
    """The command `lint-imports`, ready to be run in one folder after another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def verdict(self, root: Path) -> str:
        """What it makes of the one contract there; that it broke down itself is no verdict."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{root}\n")
        self._process.stdin.flush()
        code, said = json.loads(self._process.stdout.readline())
        summary = re.search(r"Contracts: (\d) kept, (\d) broken", said)
        if summary is None:
            assert (code, bool(said.strip())) == (1, True), (code, said)
            return "not evaluated"
        return {(0, "1", "0"): "kept", (1, "0", "1"): "broken"}[code, *summary.groups()]


@pytest.fixture(scope="module")
def lint_imports() -> Iterator[LintImports]:
    command = [sys.executable, "-c", LINT_IMPORTS]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield LintImports(process)


@pytest.mark.parametrize(
    ("modules", "verdict"),
    [(["shop.a", "shop.c"], "kept"), (["shop.a", "shop.b"], "broken"), (["shop.gone"], "not evaluated")],
)
def test_each_verdict_is_told_from_the_others(
    lint_imports: LintImports, tmp_path: Path, modules: list[str], verdict: str
) -> None:
    """So that an import-linter which this test no longer understands is not taken for one that judges nothing."""
    write(tmp_path, {"shop.a.x": ["shop.b"]}, {}, {"type": "independence", "modules": modules})

    assert lint_imports.verdict(tmp_path) == verdict


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # beside a busy machine
@given(
    found=imports,
    session=st.fixed_dictionaries({"include_external_packages": flags, "exclude_type_checking_imports": flags}),
    contract=contracts,
)
def test_verdicts_are_import_linters(
    lint_imports: LintImports, found: dict[str, list[str]], session: dict[str, str], contract: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        write(root, found, session, contract)

        (outcome,) = lint(root).contracts

        assert outcome.verdict == lint_imports.verdict(root), outcome.reason
