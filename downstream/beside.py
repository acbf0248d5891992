"""`lint-imports` and `dovetail lint`, run beside each other on one configuration."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from importlinter.api import read_configuration

PROGRAMS = Path(sys.executable).parent

# Importer, imported, and how many imports lie between them. Of several chains that are as short as each other each
# program shows one, so that their ends may differ, and are left out where there is more than one import.
Chain = tuple[str, str, int]

_VERDICT = re.compile(r"^(.+?) (KEPT|BROKEN)\b", re.MULTILINE)
_IMPORT = re.compile(r"([\w.]+) -> ([\w.]+) \((?:l\.|no line)")
_CYCLES = re.compile(r"^No cycles are allowed in (\S+)\.$", re.MULTILINE)
_UNDECLARED = re.compile(r"^- (\S+) \(since ", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where a configuration is read, and with what on the Python path.

    Attributes:
        folder: the working directory.
        config: the file, as it is named on the command line; None for the one that lint-imports looks for.
        path: the folders of `PYTHONPATH`.
    """

    folder: Path
    config: Path | None = None
    path: Sequence[Path] = ()

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the two, without a cache."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, self.path)), "COLUMNS": "5000"}
        named = ["--config", str(self.config)] if self.config else []
        command = [str(PROGRAMS / program), *arguments, "--no-cache", *named]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )


@dataclass(frozen=True)
class Said:
    """What one of the two says.

    Attributes:
        verdicts: each contract's name with `kept`, `broken` or `not evaluated`, in the configuration's order.
        chains: by contract, its broken imports; of a contract on cycles, the packages that have them.
        words: by contract of a type of one's own, what it prints.
    """

    verdicts: tuple[tuple[str, str], ...] = ()
    chains: Mapping[str, set[Chain]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def dovetail_says(place: Place) -> Said:
    """What stands in the JSON of `dovetail lint`; nothing, where it refuses the whole configuration."""
    ran = place.run("dovetail", "lint", "--format", "json")
    if ran.returncode == 2 and not ran.stdout:
        return Said()
    document = json.loads(ran.stdout)
    types = {contract["name"]: contract["type"] for contract in document["contracts"]}
    chains: dict[str, set[Chain]] = {}
    words: dict[str, str] = {}
    for finding in document["findings"]:
        name = finding["contract"]
        if finding["module"] and name:
            chains.setdefault(name, set()).add(_chain_of(finding, types[name]))
        elif name:
            words[name] = finding["message"]
    return Said(tuple((each["name"], each["verdict"]) for each in document["contracts"]), chains, words)


def _chain_of(finding: Mapping[str, Any], kind: str) -> Chain:
    chain = finding["chain"]
    if not chain:
        return finding["module"], "", 0
    if kind == "acyclic_siblings":
        both = takewhile(lambda pair: pair[0] == pair[1], zip(*(name.split(".") for name in chain), strict=False))
        return ".".join(part for part, _ in both), "", 0
    return (*chain, 1) if len(chain) == 2 else ("", "", len(chain) - 1)


def lint_imports_says(place: Place) -> Said:
    """What lint-imports prints.

    One contract that it refuses ends its run; then each contract is given to it alone.
    """
    said = _read(place.run("lint-imports").stdout)
    if said.verdicts:
        return said
    alone = list(_one_by_one(place))
    return Said(
        tuple(verdict for each in alone for verdict in each.verdicts),
        {name: chains for each in alone for name, chains in each.chains.items()},
        {name: words for each in alone for name, words in each.words.items()},
    )


def _one_by_one(place: Place) -> Iterator[Said]:
    with chdir(place.folder), suppress(AttributeError):  # of a configuration that import-linter cannot read at all
        options = read_configuration(str(place.config) if place.config else None)
        for contract in options["contracts_options"]:
            said = _alone(place, options["session_options"], contract)
            yield said if said.verdicts else Said(((str(contract.get("name")), "not evaluated"),))


def _alone(place: Place, session: Mapping[str, Any], contract: Mapping[str, Any]) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "alone.toml")
        tables = ("[tool.importlinter]", session), ("[[tool.importlinter.contracts]]", contract)
        config.write_text("\n".join(line for table in tables for line in _toml(*table)), encoding="utf-8")
        return _read(Place(place.folder, config, place.path).run("lint-imports").stdout)


def _toml(title: str, options: Mapping[str, Any]) -> Iterator[str]:
    yield title
    yield from (f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in options.items())


def _read(printed: str) -> Said:
    verdicts, _, broken = printed.partition("Broken contracts\n")
    _, *parts = re.split(r"^(.+)\n-+$", broken, flags=re.MULTILINE)
    words = dict(zip((name.strip() for name in parts[::2]), parts[1::2], strict=True))
    return Said(
        tuple((name.strip(), verdict.lower()) for name, verdict in _VERDICT.findall(verdicts)),
        {name: chains for name, section in words.items() if (chains := set(_chains(section)))},
        words,
    )


def _chains(section: str) -> Iterator[Chain]:
    yield from ((package, "", 0) for package in _CYCLES.findall(section))
    yield from ((module, "", 0) for module in _UNDECLARED.findall(section))
    for chain in re.split(r"^- ", section, flags=re.MULTILINE)[1:]:
        links = _IMPORT.findall(chain)
        if len(links) == 1:
            yield (*links[0], 1)
        elif links:
            yield "", "", len(links)
