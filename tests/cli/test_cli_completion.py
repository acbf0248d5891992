"""`dovetail completion`, asked as a shell asks it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from dovetail.cli import main
from dovetail.cli.commands import COMMANDS


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def completed(text: str, *words: str) -> list[str]:
    """What bash offers for the last word."""
    typed = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _dovetail; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    ran = subprocess.run(["bash", "-c", f"{text}\n{ask}"], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("dovetail", "li"), ["lint"]),
        (("dovetail", "lint", "--si"), ["--since"]),
        (("dovetail", "check", "--re"), ["--record", "--replay"]),
        (("dovetail", "explain", "REPO-0"), [f"REPO-0{number}" for number in range(1, 10)]),
        (("dovetail", "completion", "f"), ["fish"]),
        (("dovetail", "init", "--root", ""), ["--agents", "--dry-run", "--help", "--root"]),
    ],
)
def test_bash_is_offered_what_there_is(
    words: tuple[str, ...], offered: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands first, then the options of the one that is typed."""
    assert sorted(completed(script("bash", capsys), *words)) == offered


def test_zsh_reads_the_same_script(capsys: pytest.CaptureFixture[str]) -> None:
    """By its own loader of such scripts."""
    assert script("zsh", capsys).startswith("autoload -U +X bashcompinit && bashcompinit\n_dovetail() {")


def test_fish_is_offered_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    """Commands with what they do."""
    lines = script("fish", capsys).splitlines()

    for name in COMMANDS:
        assert any(line.startswith(f"complete -c dovetail -n __fish_use_subcommand -a {name} -d '") for line in lines)
    assert "complete -c dovetail -n '__fish_seen_subcommand_from lint' -l since" in lines
    if shutil.which("fish"):
        subprocess.run(["fish", "-n"], input="\n".join(lines), text=True, check=True)


def test_an_apostrophe_ends_no_quotes_in_fish(capsys: pytest.CaptureFixture[str]) -> None:
    """As in what `baseline` does."""
    assert r"-a baseline -d 'record today\'s findings" in script("fish", capsys)
