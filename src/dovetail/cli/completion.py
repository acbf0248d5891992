"""`dovetail completion`: the script by which a shell completes commands, options and ids."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
from collections.abc import Sequence
from importlib import import_module

from dovetail.catalogue import all_clauses
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people

SHELLS = ("bash", "zsh", "fish")
_BASH = """\
_dovetail() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="{commands}"
    else
        case ${{COMP_WORDS[1]}} in
{cases}
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _dovetail dovetail
"""


def run(arguments: Sequence[str]) -> Reply:
    """The script, to be read by the shell: `eval "$(dovetail completion bash)"`."""
    parser = argparse.ArgumentParser(
        prog="dovetail completion",
        description=COMMANDS["completion"],
        epilog='bash and zsh: eval "$(dovetail completion bash)"; fish: dovetail completion fish | source',
        allow_abbrev=False,
    )
    parser.add_argument("shell", choices=SHELLS)
    shell = parser.parse_args(arguments).shell
    words = {name: _options(name) for name in COMMANDS if name != "completion"}
    words["explain"] += list(all_clauses())
    words["completion"] = list(SHELLS)
    return for_people(0, _for_fish(words) if shell == "fish" else _for_bash(words, zsh=shell == "zsh"))


def _options(name: str) -> list[str]:
    """The options of a command, as its own help names them."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        import_module(f"dovetail.cli.{name}").run(["--help"])
    return sorted(set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", shown.getvalue())))


def _for_bash(words: dict[str, list[str]], *, zsh: bool) -> str:
    cases = "\n".join(f'            {name}) words="{" ".join(each)}" ;;' for name, each in words.items())
    script = _BASH.format(commands=" ".join(COMMANDS), cases=cases).rstrip()
    return f"autoload -U +X bashcompinit && bashcompinit\n{script}" if zsh else script


def _for_fish(words: dict[str, list[str]]) -> str:
    lines = ["complete -c dovetail -f"]
    for name, what in COMMANDS.items():
        said = what.replace("'", "\\'")
        lines.append(f"complete -c dovetail -n __fish_use_subcommand -a {name} -d '{said}'")
    for name, each in words.items():
        within = f"complete -c dovetail -n '__fish_seen_subcommand_from {name}'"
        lines += [f"{within} -l {word[2:]}" if word.startswith("--") else f"{within} -a {word}" for word in each]
    return "\n".join(lines)
