"""Compare `dovetail lint` with `lint-imports` in real repositories that have contracts of import-linter's.

    python downstream/parity.py CHECKOUTS [NAME ...]

CHECKOUTS, or the environment variable DOVETAIL_DOWNSTREAM, is a folder with a checkout of each repository, by its name
in `parity.toml`. Each is judged by both programs twice: as it is, and in a copy with imports that its contracts forbid.
Verdicts must be equal and be those that are recorded; the same imports must break a contract, and chains of the same
length where more than one import lies between two modules. Both programs are those beside the interpreter that runs
this; the repositories' dependencies need not be installed.

Exit codes: 0 as recorded, 1 something differs, 2 something is missing.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from beside import Place, Said, dovetail_says, lint_imports_says
from checkouts import UnevaluableError, checkout_of, folder_of_checkouts

RECORD = Path(__file__).with_name("parity.toml")
_READ = (".py", ".toml", ".cfg", ".importlinter")


@dataclass(frozen=True)
class Recorded:
    """One repository, and what both programs say of it.

    Attributes:
        name: of its checkout.
        repository: `owner/name`.
        commit: the one that was read.
        contracts: how many there are.
        folder: where they are read, inside the checkout.
        config: the file, where it is not one that lint-imports looks for.
        path: folders for `PYTHONPATH`, inside that folder.
        broken: the contracts that are broken as it is.
        refused: the contracts that cannot be evaluated.
        offences: files, and the statements that are added to them in a copy, in which every contract that can be
            evaluated must then be broken.
        remark: what is worth knowing.
    """

    name: str
    repository: str
    commit: str
    contracts: int
    folder: str = "."
    config: str = ""
    path: Sequence[str] = (".",)
    broken: Sequence[str] = ()
    refused: Sequence[str] = ()
    offences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remark: str = ""

    def place(self, checkout: Path) -> Place:
        """Where both programs are started."""
        folder = checkout / self.folder
        return Place(folder, Path(self.config) if self.config else None, [folder / each for each in self.path])


def main(arguments: Sequence[str]) -> int:
    """Compare in all repositories, or in those that are named."""
    named, *names = [*arguments] or [""]
    known = {each["name"]: Recorded(**each) for each in tomllib.loads(RECORD.read_text(encoding="utf-8"))["repository"]}
    try:
        checkouts = folder_of_checkouts(named, known.values(), "python downstream/parity.py")
        same = [_compare(known[name], checkout_of(known[name], checkouts)) for name in names or known]
    except UnevaluableError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0 if all(same) else 1


def _compare(one: Recorded, checkout: Path) -> bool:
    """As it is, and with its offences."""
    as_it_is = _agree(one, one.place(checkout), "as it is", one.broken)
    if not one.offences:
        return as_it_is
    with tempfile.TemporaryDirectory() as folder:
        copy = _offended(one, checkout, Path(folder, one.name))
        return _agree(one, one.place(copy), "with offences", None) and as_it_is


def _offended(one: Recorded, checkout: Path, copy: Path) -> Path:
    shutil.copytree(checkout, copy, ignore=_unread, symlinks=True)
    for name, statements in one.offences.items():
        with Path(copy, one.folder, name).open("a", encoding="utf-8") as file:
            file.write("\n" + "".join(f"{statement}\n" for statement in statements))
    return copy


def _unread(folder: str, names: Iterable[str]) -> list[str]:
    """What neither program reads need not be copied."""
    return [name for name in names if name == ".git" or not (name.endswith(_READ) or Path(folder, name).is_dir())]


def _agree(one: Recorded, place: Place, state: str, broken: Sequence[str] | None) -> bool:
    """Whether both say the same, and what is recorded: that these are broken, or all that can be evaluated."""
    theirs, ours = lint_imports_says(place), dovetail_says(place)
    differences = [*_differences(theirs, ours), *_surprises(one, ours, broken)]
    counts = [sum(verdict == each for _, verdict in ours.verdicts) for each in ("kept", "broken", "not evaluated")]
    print(
        f"{'same' if not differences else 'DIFFERENT':<10}{one.name:<27}{state:<15}"
        f"{counts[0]:>3} kept {counts[1]:>3} broken {counts[2]:>3} not evaluated"
        f"{sum(map(len, ours.chains.values())):>4} broken imports",
        *(f"\n    {difference}" for difference in differences),
        sep="",
        flush=True,
    )
    return not differences


def _differences(theirs: Said, ours: Said) -> Iterator[str]:
    if theirs.verdicts != ours.verdicts:
        yield f"lint-imports: {theirs.verdicts}\n    dovetail:     {ours.verdicts}"
    for name in sorted((theirs.chains.keys() | ours.chains.keys()) - ours.words.keys()):
        there, here = theirs.chains.get(name, set()), ours.chains.get(name, set())
        if there != here:
            yield f"{name}: lint-imports alone {sorted(there - here)}, dovetail alone {sorted(here - there)}"
    for name, words in ours.words.items():
        if words.split() != theirs.words.get(name, "").split():
            yield f"{name}: lint-imports {theirs.words.get(name)!r}, dovetail {words!r}"


def _surprises(one: Recorded, ours: Said, broken: Sequence[str] | None) -> Iterator[str]:
    if len(ours.verdicts) != one.contracts:
        yield f"recorded are {one.contracts} contracts"
    refused = [name for name, verdict in ours.verdicts if verdict == "not evaluated"]
    if refused != list(one.refused):
        yield f"recorded as not evaluated: {one.refused}"
    expected = broken if broken is not None else [name for name, _ in ours.verdicts if name not in refused]
    if [name for name, verdict in ours.verdicts if verdict == "broken"] != list(expected):
        yield f"recorded as broken: {expected}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
