"""Show what dovetail is for, in under a minute: run with the Python of an environment that has the examples' needs.

Exits 0 if dovetail named exactly the faults that `examples/drifted` is known to have, and nothing in `examples/shop`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parent
DRIFTED = EXAMPLES / "drifted"
SHOP = EXAMPLES / "shop"
WIDTH = 110

QUIET = ("-q", "--no-header", "--color=no", "-p", "no:randomly", "-p", "no:cacheprovider", "-n", "2")
QUICK = ("--hypothesis-profile=quick", "--hypothesis-seed=0")  # 30 examples a clause: under a minute in all
PYTEST = (sys.executable, "-m", "pytest", *QUIET)
LINT = (str(Path(sys.executable).with_name("dovetail")), "lint")


@dataclass(frozen=True)
class Fault:
    """One fault of the drifted shop: what it is, whose, and the clause that names it.

    `follows` are the clauses that the same fault breaks as well.
    """

    what: str
    adapter: str
    clause: str
    follows: frozenset[str] = frozenset()


FAULTS = (
    Fault("a reload through `Order.place` resets the status", "ArchivedOrders", "REPO-01"),
    Fault("an upsert updates the status and nothing else", "MarketplaceOrders", "REPO-07", frozenset({"REPO-24"})),
    Fault("a save keeps the old lines when there are none left", "SqlOrders", "REPO-07", frozenset({"REPO-24"})),
    Fault("find_by_id answers None when the database fails", "SqlOrders", "REPO-21"),
    Fault(
        "the fake hands out its own objects", "InMemoryOrders", "REPO-04", frozenset({"REPO-03", "REPO-05", "REPO-24"})
    ),
)
# The gateway is found under the name of the function that makes it for a URL.
GATEWAY_FAULTS = (
    Fault("each attempt has a key of its own", "payments", "GATE-13"),
    Fault("a reset connection comes through as httpx's error", "payments", "GATE-06"),
    Fault("a payment without a status counts as made", "payments", "GATE-03"),
    Fault("a Retry-After that is no number ends the call", "payments", "GATE-16"),
)
EMAIL_FAULTS = (
    Fault("what was refused for good is sent again", "SmtpEmails", "MAIL-08"),
    Fault("nobody looks at the recipients who were refused", "SmtpEmails", "MAIL-09"),
    Fault("an e-mail that may have arrived is sent again", "SmtpEmails", "MAIL-11"),
)
FOREIGN_IMPORT = ("ARCH-02", "drifted.domain.orders", "sqlalchemy")


def main() -> int:
    """Narrate, run, and check."""
    with tempfile.TemporaryDirectory() as folder:
        complaints = list(_tour(Path(folder)))
    held = [
        "dovetail named every fault of what was held here in the drifted shop, and none in the other. What stands",
        "around it (a cache, sessions, a container, migrations, a front for operators) takes a minute more:",
        "tests/test_contracts_around.py of the drifted one.",
    ]
    _say("The end", *(complaints or held))
    return 1 if complaints else 0


def _tour(folder: Path) -> Iterator[str]:
    _say(
        "1. A shop as a busy team leaves it",
        "examples/drifted keeps orders in four places: a dict for tests, and three tables. Each of its adapters",
        "passes the test that everybody writes: save, find, `assert found == order`. So do its gateway of payments and",
        "its e-mails, with clients that are stubbed.",
    )
    usual = ("tests/test_usual.py", "tests/test_usual_payments.py", "tests/test_usual_emails.py")
    yield from _expect(0, "the usual tests of the drifted shop", _run(DRIFTED, *PYTEST, *usual))

    _say(
        "2. The same adapters, held to one contract a port",
        "contracts/orders.py names the port; dovetail reads the rest from its annotations. contracts/payments.py says",
        "what the provider answers, and dovetail plays it on a real socket, ill as well as well; so it does with a",
        "server of mail. Each finding below is",
        "the shortest scenario that shows it, in lines you can paste.",
    )
    findings = folder / "drifted.json"
    command = (*PYTEST, *QUICK, f"--dovetail-json={findings}", "tests/test_contracts.py")
    yield from _expect(1, "the contract tests of the drifted shop", _run(DRIFTED, *command))
    yield from _compare_suites(findings)

    _say(
        "3. The architecture it drew, and the import nobody saw",
        'pyproject.toml says `architecture = "hexagonal"`. One module of the domain no longer knows.',
    )
    yield from _expect(1, "the lint of the drifted shop", _run(DRIFTED, *LINT))
    yield from _compare_imports()

    _say(
        "4. The shop as it should be",
        "examples/shop keeps its orders in a dict, in SQLite, and in SQLite without blocking, takes payments over HTTP",
        "and sends e-mails. One contract a port, and no adapter that a caller could tell from another.",
    )
    suites = ("tests/test_orders.py", "tests/test_payments.py", "tests/test_emails.py")
    yield from _expect(0, "the contract tests of the shop", _run(SHOP, *PYTEST, *QUICK, *suites))
    yield from _expect(0, "the lint of the shop", _run(SHOP, *LINT))


def _say(title: str, *lines: str) -> None:
    print("", title, "=" * len(title), *lines, "", sep="\n", flush=True)


def _run(where: Path, *command: str) -> int:
    program, *arguments = command
    print(f"[{where.relative_to(EXAMPLES.parent)}] $ {Path(program).name} {' '.join(arguments)}", flush=True)
    return subprocess.run(command, cwd=where, env=_environment(), check=False).returncode


def _environment() -> dict[str, str]:
    return {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _expect(wanted: int, what: str, got: int) -> Iterator[str]:
    if got != wanted:
        yield f"{what}: exit code {got}, expected {wanted}"


def _compare_suites(findings: Path) -> Iterator[str]:
    """What was broken against what is known to be: every fault named, and nothing that no fault explains."""
    if not findings.exists():
        yield f"{findings.name} was not written"
        return
    broken = set(_broken(json.loads(findings.read_text(encoding="utf-8"))))
    for fault in (known := (*FAULTS, *GATEWAY_FAULTS, *EMAIL_FAULTS)):
        if (fault.adapter, fault.clause) not in broken:
            yield f"{fault.adapter}: {fault.what}: {fault.clause} should have said so"
    explained = {(fault.adapter, clause) for fault in known for clause in (fault.clause, *fault.follows)}
    for adapter, clause in sorted(broken - explained):
        yield f"{adapter}: {clause} is broken, which no fault explains"


def _broken(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for suite in document["suites"]:
        for clause in suite["clauses"]:
            if clause["outcome"] == "broken":
                yield suite["adapter"], clause["id"]


def _compare_imports() -> Iterator[str]:
    command = (*LINT, "--format", "json")
    lint = subprocess.run(command, cwd=DRIFTED, env=_environment(), check=False, capture_output=True, text=True)
    named = {(found["id"], found["module"], found["imported"]) for found in json.loads(lint.stdout)["findings"]}
    if named != {FOREIGN_IMPORT}:
        yield f"the lint should have named {FOREIGN_IMPORT} and nothing else, not {sorted(named)}"


if __name__ == "__main__":
    sys.exit(main())
