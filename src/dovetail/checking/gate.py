"""The whole gate: the lint, the suites, and what is no longer looked at, with one verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dovetail.architecture import judge
from dovetail.architecture.classes.suites import files_with_suites
from dovetail.checking.changed import Concerned, concerned
from dovetail.checking.last_run import failures, last_run, remember
from dovetail.checking.result import Document, Loss, Result
from dovetail.checking.shards import merged
from dovetail.checking.sight import losses, read_sight, sight_of
from dovetail.checking.tests import TestRun, run_suites
from dovetail.errors import ContractError


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run of the gate is asked for.

    Attributes:
        root: the repository.
        config: the files to read its settings and contracts from, in place of those that are found.
        arguments: further arguments of pytest's.
        changed: run only the suites that a change since this revision concerns.
        replay: run only the clauses that were broken last time.
        shards: documents to put together instead of running pytest.
    """

    root: Path
    config: tuple[Path, ...] = ()
    arguments: tuple[str, ...] = ()
    changed: str | None = None
    replay: bool = False
    shards: tuple[Path, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether only a part of the suites runs."""
        return self.changed is not None or self.replay


def check(asked: Asked, *, record: bool = False) -> Result:
    """Run the gate.

    Args:
        asked: what is asked for.
        record: whether to record what this run looked at, for later ones to be held to.

    Raises:
        ContractError: something is misstated, or there is nothing to run again.
    """
    lint = judge(asked.root, asked.config).report.document()
    run, notes = _suites(asked)
    lost = _losses(asked, run.suites, lint) if not record else []
    result = Result(lint, run.suites, run.verdict, tuple(lost), (*_due(run.suites, lint), *notes))
    if record:
        if asked.partial:
            raise ContractError("--record records a whole run", "leave out --changed and --replay")
        sight_of(run.suites, lint).write(asked.root)
    if not asked.partial:
        remember(asked.root, result.document())
    return result


def _due(suites: Document | None, lint: Document) -> Iterator[str]:
    """What is due: waivers in the suites, and what the lint tells of its ignored rules and its baseline."""
    yield from (note for note in lint["notes"] if note.startswith("due since "))
    for suite in (suites or {}).get("suites", ()):
        for each in suite["clauses"]:
            if each.get("due"):
                yield f"{each['due']}: {each['id']} is waived in {suite['suite']}: {each['reason']}"


def _suites(asked: Asked) -> tuple[TestRun, list[str]]:
    if asked.shards:
        document = merged(asked.shards)
        broken = any(each["outcome"] == "broken" for suite in document["suites"] for each in suite["clauses"])
        return TestRun("broken" if broken or bool(document["disagreements"]) else "holds", document), []
    if asked.replay:
        return _replayed(asked)
    if asked.changed is not None:
        return _changed(asked, concerned(asked.root, asked.changed, _suite_files(asked.root)))
    run = run_suites(asked.root, asked.arguments)
    return run, [run.note] if run.note else []


def _replayed(asked: Asked) -> tuple[TestRun, list[str]]:
    before = last_run(asked.root)
    if before is None:
        raise ContractError("there is no run to replay", "run the whole gate once: dovetail check")
    broken = failures(before)
    if not broken:
        return TestRun("holds", None), ["no clause was broken in the last run, so that none was run again"]
    files = sorted({suite.partition("::")[0] for suite, _ in broken})
    run = run_suites(asked.root, asked.arguments, files=files, failures=broken)
    suites = (run.suites or {}).get("suites", ())
    now = {(suite["suite"], each["id"]): each["outcome"] for suite in suites for each in suite["clauses"]}
    fixed = [each for each in broken if now.get(each) in {"held", "waived"}]
    notes = [f"fixed: {clause} in {suite}" for suite, clause in fixed]
    notes += [f"did not run again: {clause} in {suite}" for suite, clause in broken if (suite, clause) not in now]
    return run, [*notes, "only what was broken last time was run"]


def _changed(asked: Asked, found: Concerned) -> tuple[TestRun, list[str]]:
    if not found.files:
        left = f"{found.left} files with suites were left out"
        return TestRun("holds", None), [f"what changed since {asked.changed} concerns no suite; {left}"]
    run = run_suites(asked.root, asked.arguments, files=found.files)
    left = f"{found.left} files with suites were left out, which nothing that changed since {asked.changed} concerns"
    notes = [found.reason] if found.reason else []
    return run, [*notes, *([left] if found.left else []), *([run.note] if run.note else [])]


def _losses(asked: Asked, suites: Document | None, lint: Document) -> Sequence[Loss]:
    """What is no longer looked at; where only a part of the suites ran, only the lint can tell."""
    before = read_sight(asked.root)
    if before is None:
        return ()
    found = losses(before, sight_of(suites, lint))
    return [each for each in found if not asked.partial or each.what in {"contract", "rule"}]


def _suite_files(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in files_with_suites(root)]
