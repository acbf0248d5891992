"""`dovetail init --agents`: what people are told who let an agent write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from post_office import POST, init

from dovetail.catalogue import all_clauses
from dovetail.cli import main
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")


def test_agents_are_told_every_clause_and_what_must_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a file of its own, and in a section at the end of AGENTS.md, which keeps what it said; once."""
    write(tmp_path, {**POST, "AGENTS.md": "# Ours\n"})

    said = init(tmp_path, capsys, "--agents")

    skill = (tmp_path / ".agents/skills/dovetail/SKILL.md").read_text(encoding="utf-8")
    assert skill.startswith("---\nname: dovetail\ndescription: ")
    assert [each for each in all_clauses().values() if f"- {each.id} {each.title}" not in skill] == []
    agents = (tmp_path / "AGENTS.md").read_text(encoding="utf-8")
    assert agents.startswith("# Ours\n\n## The gate: dovetail\n")
    assert "left to fill in" not in said
    init(tmp_path, capsys, "--agents")
    assert (tmp_path / "AGENTS.md").read_text(encoding="utf-8") == agents


def test_the_commands_that_agents_are_told_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with the options that are named."""
    from dovetail.starting.agents import section, skill

    commands = set(re.findall(r"`dovetail ([^`]+)`", skill() + section()))

    assert len(commands) > 5
    for command in commands:
        name, *options = command.replace(" ID", " REPO-07").split()
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert [each for each in options if each.startswith("--") and each not in shown] == []


def test_without_being_asked_nothing_is_written_for_agents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A team may not want it."""
    init(write(tmp_path, POST), capsys)

    assert not (tmp_path / "AGENTS.md").exists()
    assert not (tmp_path / ".agents").exists()
