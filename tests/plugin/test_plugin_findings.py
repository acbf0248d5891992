"""A finding in the terminal: it explains itself, and its lines can be pasted."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from projects import SUMMARY_SAYS_WHY, Project, block

LEAKY = """
    class TestLeaky(NoteContract):
        adapter = LeakyNotes
"""


def test_a_finding_explains_itself(project: Project) -> None:
    """Clause, adapter, port, the smallest scenario, what was promised and what came, and why it matters."""
    project.suites(
        """
        class TestForgetful(NoteContract):
            adapter = ForgetfulNotes
        """
    )

    result = project.run("-k", "REPO-01")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert block(result.outlines, "REPO-01") == "\n".join(
        [
            "REPO-01 an aggregate is found as it was saved      broken by ForgetfulNotes (port NoteRepository)",
            "    note = Note(id='', text='0')",
            "    notes.save(note)",
            "    notes.find_by_id('')",
            "  expected  .text == '0'",
            "  got       .text == ''",
            "  why       Entities compare by identity, so `assert found == saved` passes on a row that lost its status,"
            " its time zone",
            "            or its lines.   dovetail explain REPO-01",
        ]
    )


def test_a_finding_is_all_that_pytest_shows(project: Project) -> None:
    """Neither a traceback of dovetail's, nor pytest's remark that there is none, nor Hypothesis's own words."""
    project.suites(LEAKY)

    shown = project.run("-k", "REPO-03", "-rf").stdout.str()

    for noise in ("Traceback", "traceback", "dovetail/", "Falsifying", "@seed", "hypothesis.", "Failed:"):
        assert noise not in shown.split("= FAILURES =")[1]
    why = " - REPO-03 a stored" if SUMMARY_SAYS_WHY else ""
    assert f"FAILED test_notes.py::TestLeaky::test_REPO_03_callers_copy{why}" in shown


@pytest.mark.parametrize("colour", ["", "Async"])
def test_the_lines_of_a_scenario_can_be_pasted(project: Project, colour: str) -> None:
    """Run against the adapter, they give what the finding says; those of an async port await."""
    project.suites(
        f"""
        class TestLeaky({colour}NoteContract):
            adapter = {colour}LeakyNotes
        """
    )

    (finding,) = _findings(project.document("-k", "REPO-03"))

    domain = _domain(project)
    names = {**vars(domain), "notes": getattr(domain, f"{colour}LeakyNotes")()}
    *lines, last = finding["scenario"]
    found = _pasted([*lines, f"_ = {last}"], names)
    assert f"{finding['path']} == {found.text!r}" == finding["got"]


def test_a_finding_of_a_store_names_its_adapter(project: Project) -> None:
    """The adapter that the store opens, and not the store."""
    project.suites(
        """
        from dovetail.stores import MemoryStore

        class TestStored(NoteContract):
            store = MemoryStore(LeakyNotes)
        """
    )

    result = project.run("-k", "REPO-03")

    result.stdout.fnmatch_lines(["REPO-03 *broken by LeakyNotes (port NoteRepository)", "*LeakyNotes (memory) *1*"])


def _pasted(lines: list[str], names: dict[str, Any]) -> Any:
    """What the last of some lines gives, as a prompt that knows `await` (python -m asyncio) runs them."""
    compiled = compile("\n".join(lines), "<pasted>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    running = eval(compiled, names)
    if running is not None:
        asyncio.run(running)
    return names["_"]


def _findings(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["finding"] for suite in document["suites"] for each in suite["clauses"] if each["finding"]]


def _domain(project: Project) -> ModuleType:
    return _imported(project.pytester.path / "notes.py")


def _imported(path: Path) -> ModuleType:
    """A module as the user's own tests import it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[path.stem]
    return module
